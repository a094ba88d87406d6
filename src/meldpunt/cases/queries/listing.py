"""Lists of cases, read by key: the first page of a million cases costs what the first page of a hundred does."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from meldpunt.cases.models import Case, Thread
from meldpunt.cases.terms import CaseLine, Filter, Mark, ReportState, Side
from meldpunt.people.queries import brand_name


def list_cases(
    *, organisation: UUID, which: Filter, member: UUID, start: Mark | None, backwards: bool, limit: int
) -> list[CaseLine]:
    """Return up to `limit` cases after `start` (before it when `backwards`), always in the order of the list.

    Open cases come by when they are due, closed ones newest first. `member` is who asks, for MINE.
    """
    column = "closed_at" if which is Filter.CLOSED else "due_at"
    rising = (which is not Filter.CLOSED) is not backwards
    found = _chosen(organisation, which, member)
    if start is not None:
        found = _beyond(found, column, start, rising=rising)
    order = (column, "id") if rising else (f"-{column}", "-id")
    rows = list(found.order_by(*order)[:limit])
    return _lines(reversed(rows) if backwards else rows, column)


def count_cases(
    *, organisation: UUID, which: Filter, member: UUID, at_most: int, due_before: datetime | None = None
) -> int:
    """Return how many cases there are, counting no further than `at_most`."""
    found = _chosen(organisation, which, member)
    if due_before is not None:
        found = found.filter(due_at__lt=due_before)
    return found.order_by()[:at_most].count()


def _chosen(organisation: UUID, which: Filter, member: UUID) -> QuerySet[Case]:
    of = Case.objects.filter(organisation=organisation)
    if which is Filter.CLOSED:
        return of.filter(closed_at__isnull=False)
    if which is Filter.MINE:
        return of.filter(closed_at__isnull=True, assigned_to=member)
    if which is Filter.UNASSIGNED:
        return of.filter(closed_at__isnull=True, assigned_to__isnull=True)
    return of.filter(closed_at__isnull=True)


def _beyond(found: QuerySet[Case], column: str, start: Mark, *, rising: bool) -> QuerySet[Case]:
    """Begin right after a mark: a range of the index, less the few rows of the same moment that came before."""
    if rising:
        return found.filter(**{f"{column}__gte": start.at}).exclude(**{column: start.at, "id__lte": start.row})
    return found.filter(**{f"{column}__lte": start.at}).exclude(**{column: start.at, "id__gte": start.row})


def _lines(rows: Iterable[Case], column: str) -> list[CaseLine]:
    cases = list(rows)
    about = _threads(cases)
    return [_line(case, column, *about.get(case.pk, ("", "", "", ""))) for case in cases]


def _threads(cases: list[Case]) -> dict[int, tuple[str, str, str, str]]:
    """Return language, identity mode, channel and brand of each case's first report, without touching what is sealed."""
    threads = Thread.objects.filter(case__in=[case.pk for case in cases]).order_by("-report__received_at")
    return {
        case: (language, mode, channel, brand)
        for case, language, mode, channel, brand in threads.values_list(
            "case_id", "finder_language", "report__identity_mode", "report__channel", "report__brand"
        )
    }


def _line(case: Case, column: str, language: str, identity_mode: str, channel: str, brand: str) -> CaseLine:
    return CaseLine(
        mark=Mark(getattr(case, column), case.pk),
        id=case.uuid,
        number=case.number,
        state=ReportState(case.report_state),
        assigned_to=case.assigned_to_id,
        opened_at=case.opened_at,
        due_at=case.due_at,
        closed_at=case.closed_at,
        closing_reason=case.closing_reason,
        answered=case.answered_at is not None,
        last_word=Side(case.last_word),
        language=language,
        identity_mode=identity_mode,
        channel=channel,
        brand=brand_name(case.organisation_id, brand),
    )
