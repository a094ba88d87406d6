"""What an answer is said to hold, and when a finder was told of it.

Invariant: what went by mail is told when the organisation's own mail server took it, unless the mail came back, or when the finder wrote
after it; what did not, when it was posted.
"""

from collections.abc import Iterable
from datetime import date, datetime

from meldpunt.cases.terms import (
    LONGEST_EXPECTED,
    MailFlaw,
    MailRefused,
    Move,
    OwnWord,
    PromisedFacts,
    Says,
    SaysFlaw,
    SaysRefused,
)


def check_says(says: Says, *, today: date) -> None:
    """Refuse a day that is over or years away, and a day together with a reason why there is none. Raises SaysRefused."""
    if says.fix_by is not None and says.no_date is not None:
        raise SaysRefused(SaysFlaw.BOTH)
    if says.fix_by is not None and says.fix_by < today:
        raise SaysRefused(SaysFlaw.PAST)
    if says.fix_by is not None and says.fix_by - today > LONGEST_EXPECTED:
        raise SaysRefused(SaysFlaw.FAR)


def codes_of(says: Says) -> dict[str, str | bool]:
    """Return what an answer says as facts for the journal; nothing where it says nothing of this."""
    found: dict[str, str | bool] = {}
    if says.assessment:
        found["assesses"] = True
    if says.fix_by is not None:
        found["fix_by"] = says.fix_by.isoformat()
    if says.no_date is not None:
        found["no_date"] = says.no_date.value
    return found


def told_at(
    at: datetime, *, mailed: bool, taken_at: datetime | None, finder_words: Iterable[datetime]
) -> datetime | None:
    """Return when a finder was told of what was posted `at`; None as long as the mail about it was not taken.

    Who writes after it has read the page: that tells as much as a mail server does.
    """
    if not mailed:
        return at
    known = [moment for moment in finder_words if moment > at]
    return min([*known, *([taken_at] if taken_at else [])], default=None)


def is_untold(facts: PromisedFacts) -> bool:
    """Tell whether the newest of our words and of the closings is known not to have reached the finder.

    Its own letter counts, not the newest: what was said after that on the page alone has none, and was told.
    """
    closings = [move for move in facts.moves if move.reason is not None]
    said: list[OwnWord | Move] = [*closings[-1:], *facts.own[-1:]]
    newest = max(said, key=lambda each: each.at, default=None)
    return newest is not None and newest.told_at is None and newest.failed_at is not None


def when_it_came_back(
    at: datetime, *, told_at: datetime | None, came_back_at: datetime | None, now: datetime
) -> datetime:
    """Return when a mail came back, which somebody read off a clock to the minute; never before it left. Raises MailRefused.

    It left when our mail server took it; one that waits still, or was refused there, did not come back.
    """
    if told_at is None:
        raise MailRefused(MailFlaw.NOT_SENT)
    if came_back_at is not None:
        raise MailRefused(MailFlaw.BACK_ALREADY)
    if at > now:
        raise MailRefused(MailFlaw.FUTURE)
    if at < told_at.replace(second=0, microsecond=0):
        raise MailRefused(MailFlaw.EARLY)
    return max(at, told_at)
