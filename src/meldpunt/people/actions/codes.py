"""Using codes of the second factor up; runs inside the transaction of the verb, after it held the organisation.

These take no `by`: whose factor it is, is who uses it.
"""

from datetime import datetime
from enum import Enum

from django.conf import settings

from meldpunt.journal import terms as journal
from meldpunt.journal.actions import record
from meldpunt.outbox.terms import Letter
from meldpunt.people.actions.telling import tell_members
from meldpunt.people.models import Member, SecondFactor, SpareCode
from meldpunt.people.rules.permissions import ALL
from meldpunt.people.rules.second_factor import (
    MOST_WRONG,
    WRONG_BEFORE_PAUSE,
    new_spare_codes,
    open_secret,
    pause_after,
    spare_digest,
    still_wrong,
    used_step,
)
from meldpunt.people.terms import CodesPaused
from meldpunt.sealing.terms import SealingError


class Use(Enum):
    """What became of a code."""

    OF_THE_APP = "app"
    SPARE = "spare"
    WRONG = "wrong"


def use_code(factor: SecondFactor, typed: str, *, seed: bytes, now: datetime) -> Use:
    """Use up a code of the app or a spare code; a wrong one is counted and written down. Raises CodesPaused."""
    if use_spare_code(factor, typed, now=now):
        return Use.SPARE
    _refuse_while_paused(factor, now)
    step = _fitting_step(factor, typed, seed=seed, now=now)
    later = SecondFactor.objects.filter(pk=factor.pk, last_step__lt=step if step is not None else 0)
    if step is None or not later.update(last_step=step):
        _count_wrong(factor, now)
        return Use.WRONG
    return Use.OF_THE_APP


def use_spare_code(factor: SecondFactor, typed: str, *, now: datetime) -> bool:
    """Use up a spare code; False when it is none of the member's. Needs no key; the member is told."""
    digest = spare_digest(typed, member=factor.member_id, pepper=settings.MELDPUNT_SECRETS.pepper)
    if digest is None or not SpareCode.objects.filter(factor=factor, digest=digest).delete()[0]:
        return False
    SecondFactor.objects.filter(pk=factor.pk).update(wrong=0, wrong_at=None)
    _record(factor.member, "member.spare_code_used", now)
    tell_about(factor.member, now=now)
    return True


def make_spare_codes(factor: SecondFactor) -> tuple[str, ...]:
    """Put fresh spare codes in the place of those there are."""
    codes, pepper = new_spare_codes(), settings.MELDPUNT_SECRETS.pepper
    factor.spare_codes.all().delete()
    for code in codes:
        SpareCode.objects.create(factor=factor, digest=spare_digest(code, member=factor.member_id, pepper=pepper))
    return codes


def tell_about(member: Member, *, now: datetime, letter: Letter = Letter.FACTOR_CHANGED) -> None:
    """Owe the member a letter about their own second factor."""
    facts = {"member": member.name}
    tell_members(
        organisation=member.organisation_id, letter=letter, facts=facts, members=[member.id], roles=ALL, now=now
    )


def _refuse_while_paused(factor: SecondFactor, now: datetime) -> None:
    if factor.wrong_at is None:
        return
    left = factor.wrong_at + pause_after(factor.wrong) - now
    if left.total_seconds() > 0:
        raise CodesPaused(int(left.total_seconds()) + 1)


def _fitting_step(factor: SecondFactor, typed: str, *, seed: bytes, now: datetime) -> int | None:
    """Return the step of a code that fits and was not used; None without a secret that this seed opens."""
    if factor.sealed is None:
        return None
    try:
        secret = open_secret(bytes(factor.sealed), member=factor.member_id, seed=seed)
    except SealingError:
        return None
    return used_step(secret, typed, after=factor.last_step, now=now)


def _count_wrong(factor: SecondFactor, now: datetime) -> None:
    before = still_wrong(factor.wrong, since=now - factor.wrong_at) if factor.wrong_at else 0
    SecondFactor.objects.filter(pk=factor.pk).update(wrong=min(before + 1, MOST_WRONG), wrong_at=now)
    _record(factor.member, "member.code_refused", now)
    if before + 1 == WRONG_BEFORE_PAUSE:
        tell_about(factor.member, letter=Letter.CODES_REFUSED, now=now)


def _record(member: Member, deed: str, now: datetime) -> None:
    who = journal.member(member.id)
    record(organisation=member.organisation_id, case=None, by=who, deed=deed, facts={}, now=now)
