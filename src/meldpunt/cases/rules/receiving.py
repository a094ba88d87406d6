"""When a report was really received: what somebody read off a clock, made into a moment.

Invariants: a moment of receipt is never in the future, and never so long ago that it is a typing error; an hour that the clock showed
twice is asked after, one that it never showed is refused.
"""

from datetime import MAXYEAR, MINYEAR, UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from meldpunt.cases.terms import MomentFlaw, MomentRefused

LONGEST_AGO = timedelta(days=366)
"""A report that lay longer is not entered as if it were one: a year that was mistyped makes a promise that was broken long ago."""


def moment_on_clock(shown: datetime, *, zone: str, second: bool | None = None) -> datetime:
    """Return the moment (UTC) at which the clocks of a zone showed this (naive) time.

    `second` tells which one is meant where they showed it twice, because the clock was put back. Raises MomentRefused.
    """
    if shown.year in {MINYEAR, MAXYEAR}:  # beyond these no zone reckons
        raise MomentRefused(MomentFlaw.FUTURE if shown.year == MAXYEAR else MomentFlaw.TOO_LONG_AGO)
    first, last = (shown.replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC) for fold in (0, 1))
    if first.astimezone(ZoneInfo(zone)).replace(tzinfo=None) != shown:
        raise MomentRefused(MomentFlaw.NEVER_WAS)
    if first != last and second is None:
        raise MomentRefused(MomentFlaw.TWICE)
    return last if second else first


def newest_on_clock(shown: datetime, *, zone: str, now: datetime) -> datetime:
    """Return the moment (UTC) that was there by `now` at which the clocks of a zone showed this: of two the second, unless that is still to come.

    Raises MomentRefused, not for one that is to come.
    """
    second = moment_on_clock(shown, zone=zone, second=True)
    return second if second <= now else moment_on_clock(shown, zone=zone, second=False)


def check_received(moment: datetime, *, now: datetime) -> None:
    """Refuse a moment at which no report that is entered now can have come. Raises MomentRefused."""
    if moment > now:
        raise MomentRefused(MomentFlaw.FUTURE)
    if moment < now - LONGEST_AGO:
        raise MomentRefused(MomentFlaw.TOO_LONG_AGO)
