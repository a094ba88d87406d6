"""What the law forbids to tell, now."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from meldpunt.cases.models import Case, Withholding
from meldpunt.cases.terms import ReviewLine


def review_of(case: Case) -> datetime | None:
    """Return when it is looked at again that progress is withheld in a case; None where nothing is."""
    return Withholding.objects.filter(case=case, ended_at__isnull=True).values_list("review_at", flat=True).first()


def review_told(case: Case) -> datetime | None:
    """Return the same where finders may know of it; None where nothing is withheld, or they may not know."""
    rows = Withholding.objects.filter(case=case, ended_at__isnull=True, said=True)
    return rows.values_list("review_at", flat=True).first()


def withheld_in(cases: Iterable[UUID]) -> set[UUID]:
    """Return in which of these cases progress is withheld now."""
    rows = Withholding.objects.filter(case__uuid__in=list(cases), ended_at__isnull=True)
    return set(rows.order_by().values_list("case__uuid", flat=True))


def cases_with_unsaid(organisation: UUID) -> list[UUID]:
    """Return the cases of an organisation in which progress is or was withheld without the finders' knowing of it."""
    rows = Withholding.objects.filter(case__organisation=organisation, said=False)
    return list(rows.order_by("case").values_list("case__uuid", flat=True).distinct())


def list_reviews(*, organisation: UUID, limit: int) -> list[ReviewLine]:
    """Return up to `limit` withholdings that hold, those that are looked at again soonest first."""
    rows = Withholding.objects.filter(case__organisation=organisation, ended_at__isnull=True).defer("sealed")
    return [
        ReviewLine(row.case.number, row.case.uuid, row.case.assigned_to_id, row.review_at)
        for row in rows.select_related("case").order_by("review_at", "id")[:limit]
    ]
