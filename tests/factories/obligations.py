"""Obligations for tests: those of a case, settled, and rows of their own."""

from datetime import datetime, timedelta

from meldpunt.journal.terms import SYSTEM
from meldpunt.obligations.actions import settle
from meldpunt.obligations.jobs import settle_obligations
from meldpunt.obligations.models import Followed, MadeFigures, Named, Obligation, PlannedWarning, WantedFigures
from tests.factories.cases import MadeCase
from tests.factories.people import NOW

__all__ = (
    "Followed",
    "MadeFigures",
    "Named",
    "Obligation",
    "PlannedWarning",
    "WantedFigures",
    "rows_of",
    "settle_all",
    "settle_case",
    "standing",
)


def settle_case(case: MadeCase, *, now: datetime = NOW) -> int:
    """Settle one case."""
    return settle(organisation=case.organisation.id, case=case.row.uuid, by=SYSTEM, now=now)


def settle_all(*, now: datetime = NOW, most: int = 1000) -> int:
    """Settle as the worker does, until there is nothing to do; return how many rounds it took."""
    for number in range(most):
        if settle_obligations(now=now) == 0:
            return number
    message = "it never ends"
    raise AssertionError(message)


def rows_of(case: MadeCase) -> list[Obligation]:
    """Return the rows of a case, as they were made."""
    return list(Obligation.objects.filter(case__uuid=case.row.uuid).order_by("id"))


def standing(case: MadeCase) -> list[tuple[str, datetime, datetime | None, datetime | None]]:
    """Return kind, date, when it was fulfilled and when it was broken of each row."""
    return [(row.kind, row.due_at, row.fulfilled_at, row.broken_at) for row in rows_of(case)]


DAY = timedelta(days=1)
