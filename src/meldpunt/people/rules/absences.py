"""Which days can be kept as an absence, and for how long they are."""

from datetime import date, timedelta
from typing import Final

from meldpunt.people.terms import AbsenceFlaw, AbsenceRefused

LONGEST: Final = timedelta(days=400)
FURTHEST: Final = timedelta(days=2 * 366)
MOST: Final = 50
"""How many a member has at most."""
KEPT_AFTER: Final = timedelta(days=30)
"""Nobody asks for days that are over longer than this."""


def check_absence(first: date, last: date, *, today: date, there: int) -> None:
    """Refuse days that make no sense; `there` is how many absences the member has. Raises AbsenceRefused."""
    flaws = {
        AbsenceFlaw.BACKWARDS: last < first,
        AbsenceFlaw.OVER: last < today,
        AbsenceFlaw.TOO_LONG: last - first >= LONGEST,
        AbsenceFlaw.TOO_FAR: last - today > FURTHEST,
        AbsenceFlaw.TOO_MANY: there >= MOST,
    }
    for flaw, is_so in flaws.items():
        if is_so:
            raise AbsenceRefused(flaw)
