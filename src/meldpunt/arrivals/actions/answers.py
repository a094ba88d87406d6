"""How often somebody is answered without a person having written: so that no answer is answered for ever (RFC 3834, 2)."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.conf import settings

from meldpunt.arrivals.models import Answered
from meldpunt.arrivals.rules.mail_marks import mark_of_answer
from meldpunt.arrivals.terms import Channel

HOUR: Final = timedelta(hours=1)
A_DAY: Final = timedelta(days=1)
MOST_AN_HOUR: Final = 60
"""Of an organisation: so many receipts, and so many other answers."""
RECEIPTS_A_DAY: Final = 10
"""To one address; of every other kind one. A receipt is the finder's only way back, so a second report has its own."""
LATEST: Final = A_DAY
"""A receipt that would leave later than this is not owed."""
AT_ONCE: Final = 500


class AnswerKind(StrEnum):
    """What such an answer says; each is counted for itself."""

    KEY = "key"
    UNREADABLE = "unreadable"
    REROUTED = "rerouted"


def may_answer(*, organisation: UUID, kind: AnswerKind, to: str, by: Channel, now: datetime) -> bool:  # noqa: ARG001 - no journal yet
    """Tell whether an address is answered once more today, and count it, in the caller's transaction; the day is that of UTC."""
    mark = _mark(kind, to, organisation, now)
    others = Answered.objects.filter(organisation=organisation, is_receipt=False)
    if others.filter(at__gt=now - HOUR).count() >= MOST_AN_HOUR or others.filter(mark=mark).exists():
        return False
    Answered.objects.create(organisation_id=organisation, mark=mark, at=now)
    return True


def receipt_leaves_at(*, organisation: UUID, to: str, by: Channel, now: datetime) -> datetime | None:  # noqa: ARG001 - no journal yet
    """Return when the receipt of a report may leave, and count it, in the caller's transaction: now, or its turn after very many others.

    None where the address had enough of them today, or where its turn would come too late.
    """
    mark, receipts = _mark("receipt", to, organisation, now), Answered.objects.filter(is_receipt=True)
    if receipts.filter(mark=mark).count() >= RECEIPTS_A_DAY:
        return None
    newest = receipts.filter(organisation=organisation).order_by("-at").values_list("at", flat=True)
    before = next(iter(newest[MOST_AN_HOUR - 1 : MOST_AN_HOUR]), None)
    at = max(now, before + HOUR) if before else now
    if at > now + LATEST:
        return None
    Answered.objects.create(organisation_id=organisation, mark=mark, at=at, is_receipt=True)
    return at


def _mark(kind: str, to: str, organisation: UUID, now: datetime) -> bytes:
    secret = settings.MELDPUNT_SECRETS.mail
    return mark_of_answer(kind, to, organisation=organisation, day=now.date(), secret=secret)


def expire_answered(*, now: datetime) -> int:
    """Forget a batch of answers of a day ago and longer; return how many."""
    old = list(Answered.objects.filter(at__lte=now - A_DAY).order_by("at").values_list("pk", flat=True)[:AT_ONCE])
    return Answered.objects.filter(pk__in=old).delete()[0] if old else 0
