"""The second factor: set up, spare codes anew, removed by its member, cleared by a lead."""

from datetime import datetime
from uuid import UUID

from meldpunt.journal.actions import record, transaction
from meldpunt.journal.terms import Actor
from meldpunt.outbox.terms import Letter
from meldpunt.people.access import allow, allow_unlocked, stamp_of
from meldpunt.people.actions.codes import Use, make_spare_codes, tell_about, use_code
from meldpunt.people.actions.keys import hold_for, organisation_seeds
from meldpunt.people.actions.signing_in import find_lock, hold_unchanged, open_lock
from meldpunt.people.actions.telling import tell_members
from meldpunt.people.models import Member, SecondFactor
from meldpunt.people.rules.permissions import LEADS
from meldpunt.people.rules.second_factor import offered_secret, seal_secret, used_step
from meldpunt.people.terms import CodeRefused, Deed, FactorChanged, FactorThere, NotAllowed, NotThere, Role, Visitor


def set_up_second_factor(*, password: str, offered: str, code: str, by: Visitor, now: datetime) -> FactorChanged:
    """Take over the secret that was offered, once a code confirms that the app has it; return the spare codes, shown once.

    All other sessions of the member end. Raises SignInRefused, CodeRefused, FactorThere, NotThere.
    """
    allow(by, Deed.KEEP_OWN_ACCOUNT)
    _, seed, _ = open_lock(lock := find_lock(pk=by.member), password)
    secret = offered_secret(offered, member=by.member, seed=seed)
    step = used_step(secret, code, after=-1, now=now) if secret else None
    if secret is None or step is None:
        raise CodeRefused
    sealed = seal_secret(secret, member=by.member, seed=seed)
    with transaction():
        hold_for(by, Deed.KEEP_OWN_ACCOUNT)
        member = hold_unchanged(lock).member
        if SecondFactor.objects.filter(member=member, sealed__isnull=False).exists():
            raise FactorThere
        fresh = {"sealed": sealed, "last_step": step, "set_up_at": now, "wrong": 0, "wrong_at": None}
        factor, _ = SecondFactor.objects.update_or_create(member=member, defaults=fresh)
        codes = make_spare_codes(factor)
        _record(member, "member.factor_set_up", by, now)
        tell_about(member, now=now)
        return FactorChanged(stamp_of(member.id), codes)


def renew_spare_codes(*, password: str, code: str, by: Visitor, now: datetime) -> FactorChanged:
    """Make new spare codes, shown once; the old ones fit no more. Raises SignInRefused, CodeRefused, CodesPaused, NotThere."""
    allow(by, Deed.KEEP_OWN_ACCOUNT)
    _, seed, _ = open_lock(lock := find_lock(pk=by.member), password)
    codes: tuple[str, ...] = ()
    with transaction():
        hold_unchanged(lock)
        factor = _held_factor(by.member, by, Deed.KEEP_OWN_ACCOUNT)
        if fits := use_code(factor, code, seed=seed, now=now) is not Use.WRONG:
            codes = make_spare_codes(factor)
            _record(factor.member, "member.spare_codes_renewed", by, now)
            tell_about(factor.member, now=now)
        stamp = stamp_of(by.member)
    if not fits:
        raise CodeRefused
    return FactorChanged(stamp, codes)


def remove_second_factor(*, password: str, code: str, by: Visitor, now: datetime) -> FactorChanged:
    """Take one's own second factor away; all other sessions of the member end. Raises SignInRefused, CodeRefused, CodesPaused, NotThere."""
    allow(by, Deed.KEEP_OWN_ACCOUNT)
    _, seed, _ = open_lock(lock := find_lock(pk=by.member), password)
    with transaction():
        hold_unchanged(lock)
        factor = _held_factor(by.member, by, Deed.KEEP_OWN_ACCOUNT)
        if fits := use_code(factor, code, seed=seed, now=now) is not Use.WRONG:
            SecondFactor.objects.filter(pk=factor.pk).delete()
            _record(factor.member, "member.factor_removed", by, now)
            tell_about(factor.member, now=now)
        stamp = stamp_of(by.member)
    if not fits:
        raise CodeRefused
    return FactorChanged(stamp)


def clear_second_factor(*, member: UUID, by: Visitor, now: datetime) -> None:
    """Take away the second factor of a colleague who lost it; the member and all leads are told.

    Nobody clears their own, and only a lead who holds the organisation's key clears: a password that was reset by mail
    gives none. Raises NotAllowed, DeskLocked, NotThere, KeysSubstituted.
    """
    allow_unlocked(by, Deed.CLEAR_SECOND_FACTOR)
    if member == by.member:
        raise NotAllowed
    with transaction():
        factor = _held_factor(member, by, Deed.CLEAR_SECOND_FACTOR)
        organisation_seeds(by)
        forget_factor(factor.member, by=by.actor, now=now)


def forget_factor(member: Member, *, by: Actor, now: datetime) -> None:
    """Clear a member's second factor, if there is one, inside the caller's transaction: written down, and told."""
    if not SecondFactor.objects.filter(member=member).delete()[0]:
        return
    organisation, about = member.organisation_id, {"member": str(member.id)}
    record(organisation=organisation, case=None, by=by, deed="member.factor_cleared", facts=about, now=now)
    facts, letter = {"member": member.name}, Letter.FACTOR_CLEARED
    tell_members(organisation=organisation, letter=letter, facts=facts, roles=LEADS, now=now)
    if member.role != Role.LEAD.value:
        tell_about(member, letter=letter, now=now)


def _held_factor(member: UUID, by: Visitor, deed: Deed) -> SecondFactor:
    """Hold the organisation for `deed`, and return the factor of a present member of it. Raises NotAllowed, NotThere."""
    hold_for(by, deed)
    factor = SecondFactor.objects.filter(member=_present(member, by)).select_related("member").first()
    if factor is None:
        raise NotThere
    return factor


def _present(member: UUID, by: Visitor) -> Member:
    row = Member.objects.filter(pk=member, organisation=by.organisation.id, removed_at__isnull=True).first()
    if row is None:
        raise NotThere
    return row


def _record(member: Member, deed: str, by: Visitor, now: datetime) -> None:
    facts = {"member": str(member.id)}
    record(organisation=member.organisation_id, case=None, by=by.actor, deed=deed, facts=facts, now=now)
