"""Questions about stored reports, which stay sealed."""

from collections.abc import Collection
from uuid import UUID

from meldpunt.policy.terms import IdentityMode
from meldpunt.reports.models import Attachment, Report
from meldpunt.reports.terms import StoredReport


def stored_report(report: UUID) -> StoredReport:
    """Return what is stored of a report; the caller knows that it is there."""
    row = Report.objects.select_related("policy_version").get(pk=report)
    return StoredReport(
        id=row.id,
        organisation=row.organisation_id,
        policy_version=row.policy_version.number,
        language=row.language,
        identity_mode=IdentityMode(row.identity_mode),
        received_at=row.received_at,
        body=bytes(row.body),
        identity=None if row.identity is None else bytes(row.identity),
        commitment=bytes(row.commitment),
    )


def file_ids(report: UUID) -> list[UUID]:
    """Return the ids of all files of a report and its conversation."""
    return list(Attachment.objects.filter(report=report).values_list("pk", flat=True))


def kept_files(files: Collection[UUID]) -> set[UUID]:
    """Return those of the files that belong to a report or its conversation."""
    return set(Attachment.objects.filter(pk__in=files).values_list("pk", flat=True))
