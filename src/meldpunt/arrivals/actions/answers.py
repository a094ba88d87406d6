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
AT_ONCE: Final = 500


class AnswerKind(StrEnum):
    """What such an answer says; each is counted for itself."""

    RECEIPT = "receipt"
    KEY = "key"
    UNREADABLE = "unreadable"
    REROUTED = "rerouted"


MOST_A_DAY: Final = {AnswerKind.RECEIPT: 10}
"""To one address; of every other kind one. A receipt is the finder's only way back, so a second report has its own."""


def may_answer(*, organisation: UUID, kind: AnswerKind, to: str, by: Channel, now: datetime) -> bool:  # noqa: ARG001 - no journal yet
    """Tell whether an address is answered once more today, and count it, in the caller's transaction; the day is that of UTC."""
    secret = settings.MELDPUNT_SECRETS.mail
    mark = mark_of_answer(kind, to, organisation=organisation, day=now.date(), secret=secret)
    of_late = Answered.objects.filter(organisation=organisation, at__gt=now - HOUR).count()
    if of_late >= MOST_AN_HOUR or Answered.objects.filter(mark=mark).count() >= MOST_A_DAY.get(kind, 1):
        return False
    Answered.objects.create(organisation_id=organisation, mark=mark, at=now)
    return True


def expire_answered(*, now: datetime) -> int:
    """Forget a batch of answers of a day ago and longer; return how many."""
    old = list(Answered.objects.filter(at__lte=now - A_DAY).order_by("at").values_list("pk", flat=True)[:AT_ONCE])
    return Answered.objects.filter(pk__in=old).delete()[0] if old else 0
