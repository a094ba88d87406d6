"""When the way in is tested by mail, and what became of a test."""

from datetime import datetime, timedelta
from typing import Final

from meldpunt.arrivals.terms import SentCanary
from meldpunt.outbox.terms import Fate
from meldpunt.upkeep.rules.channel import AGAIN, EVERY, SETTLING
from meldpunt.upkeep.terms import Mailed, Trouble

WITHIN: Final = timedelta(hours=2)
"""So long a mail may take to come back: a server that greylists lets it wait, one that was restarted too."""
SOON: Final = timedelta(hours=4)
"""After this a test that failed is repeated."""
MAY_WORK: Final = frozenset({None, Trouble.MAIL_NEVER})


def became(sent: SentCanary, fate: Fate | None, *, never: bool, now: datetime) -> Mailed:
    """Return what became of a test. `never`: it is not known that mail ever came in here.

    The time in which it has to come begins when our mail server took it: what waits here is told as letters that wait.
    """
    if sent.came_at is not None:
        return Mailed(sent.sent_at, sent.came_at, trouble=None if sent.is_read_back else Trouble.NO_WAY_BACK)
    if sent.returned_at is not None or (fate is not None and fate.given_up_at is not None):
        return Mailed(sent.sent_at, trouble=Trouble.MAIL_RETURNED)
    if fate is None or fate.delivered_at is None or now < fate.delivered_at + WITHIN:
        return Mailed(sent.sent_at, is_known=False)
    return Mailed(sent.sent_at, trouble=Trouble.MAIL_NEVER if never else Trouble.MAIL_NOT_BACK)


def is_news(mailed: Mailed, *, before: Trouble | None, at: datetime | None, now: datetime) -> bool:
    """Tell whether what became of a test is to be noted: it is not what was noted `at`, of another test, or a trouble of a while ago."""
    if at is None or mailed.trouble is not before:
        return True
    if mailed.trouble is None:
        return mailed.came_at is not None and at < mailed.came_at
    return now >= at + AGAIN


def is_mail_due(last: Mailed, *, made_at: datetime, now: datetime) -> bool:
    """Tell whether a test by mail is due: once a day, sooner after one that failed, never while it is not known what became of the last one."""
    if last.sent_at is None:
        return now >= made_at + SETTLING
    return last.is_known and now >= last.sent_at + (EVERY if last.trouble in MAY_WORK else SOON)
