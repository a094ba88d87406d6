"""Keeping sealed reports and files. All but the last run inside the transaction of the verb that calls them, which records it."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from pathlib import Path
from uuid import UUID

from django.core.files.storage import storages
from django.db import transaction as database

from meldpunt.arrivals import queries as arrivals
from meldpunt.arrivals.actions import discard_file
from meldpunt.arrivals.rules.places import FOLDER
from meldpunt.arrivals.terms import ORPHAN_AGE
from meldpunt.journal.actions import insert
from meldpunt.journal.terms import Actor
from meldpunt.policy.terms import IdentityMode
from meldpunt.reports.models import Attachment, Report
from meldpunt.reports.terms import SealedFile, SealedReport

FOLDERS = 256
SECONDS_PER_FOLDER = 60


def keep_report(*, report: SealedReport, by: Actor, now: datetime) -> None:
    """Keep a report with its files."""
    insert(
        row=Report(
            id=report.id,
            organisation_id=report.organisation,
            policy_version_id=report.policy_version,
            policy_shown=report.policy_shown,
            agreed=report.agreed,
            channel=report.channel,
            language=report.language,
            brand=report.brand,
            identity_mode=report.identity_mode,
            received_at=report.received_at,
            body=report.body,
            identity=report.identity,
            commitment=report.commitment,
            size_class=len(report.body),
        )
    )
    add_files(report=report.id, files=report.files, by=by, now=now)


def add_files(*, report: UUID, files: Iterable[SealedFile], by: Actor, now: datetime) -> None:  # noqa: ARG001 - the caller records it
    """Keep more files with a report: the ones it came with, or those of a later message."""
    for position, file in enumerate(files):
        insert(
            row=Attachment(
                id=file.id,
                report_id=report,
                sealed=file.sealed,
                stored_as=file.stored_as,
                size_class=file.size_class,
                added_at=now,
                scrubbed=file.scrubbed,
                position=position,
            )
        )


def replace_person(*, report: UUID, mode: IdentityMode, sealed: bytes | None, by: Actor, now: datetime) -> None:  # noqa: ARG001 - the caller records it
    """Put another name and contact in the place of what was there."""
    Report.objects.filter(pk=report).update(identity=sealed, identity_mode=mode)


def forget_person(*, report: UUID, by: Actor, now: datetime) -> None:
    """Erase the sealed name and contact; the caller destroys the key."""
    replace_person(report=report, mode=IdentityMode.ANONYMOUS, sealed=None, by=by, now=now)


def forget_report(*, report: UUID, by: Actor, now: datetime) -> list[str]:  # noqa: ARG001 - the caller says whether it is recorded
    """Erase a whole report with its files' rows; return what is to be discarded of the store once that is committed."""
    files = Attachment.objects.filter(report=report)
    stored = list(files.values_list("stored_as", flat=True))
    files.delete()
    Report.objects.filter(pk=report).delete()
    return stored


def empty_report(*, report: UUID, body: bytes, by: Actor, now: datetime) -> list[UUID]:  # noqa: ARG001 - the caller records it
    """Put another sealed body in the place of a report's, and remove its files; return their ids, whose keys the caller destroys."""
    files = Attachment.objects.filter(report=report)
    found = list(files.values_list("pk", "stored_as"))
    files.delete()
    Report.objects.filter(pk=report).update(body=body, size_class=len(body))
    for _, stored_as in found:
        database.on_commit(partial(discard_file, stored_as=stored_as), robust=True)
    return [file for file, _ in found]


def remove_orphans(*, now: datetime) -> int:
    """Remove stored files older than a day that no row names, in one of the 256 folders; return how many.

    Each minute has its own folder, so the whole store is seen every four hours and a store of any size costs little.
    """
    name = f"{FOLDER}/{int(now.timestamp() / SECONDS_PER_FOLDER) % FOLDERS:02x}"
    folder = Path(storages["sealed"].path(name))
    if not folder.is_dir():
        return 0
    limit = (now - ORPHAN_AGE).timestamp()
    old = {f"{name}/{file.name}" for file in folder.iterdir() if file.stat().st_mtime < limit}
    orphans = old - arrivals.waiting_files(old)
    orphans -= set(Attachment.objects.filter(stored_as__in=orphans).values_list("stored_as", flat=True))
    for stored_as in orphans:
        discard_file(stored_as=stored_as)
    return len(orphans)
