"""When every password is lost, or the keys are not what they were."""

from datetime import datetime
from uuid import UUID, uuid4

from django.conf import settings

from meldpunt.journal.actions import record, transaction
from meldpunt.journal.terms import Actor
from meldpunt.outbox.terms import Letter
from meldpunt.people.access import allow_unlocked, recovery_seeds, stamp_of
from meldpunt.people.actions import addresses
from meldpunt.people.actions.keys import (
    check_current_key,
    first_pin,
    hand_out,
    hold_for,
    hold_organisation,
    organisation_seeds,
    put_behind,
)
from meldpunt.people.actions.organisations import put_recovery_lock
from meldpunt.people.actions.passwords import check_strength
from meldpunt.people.actions.resets import give_new_key
from meldpunt.people.actions.second_factor import forget_factor
from meldpunt.people.actions.signing_in import find_lock, hold_unchanged, open_lock
from meldpunt.people.actions.telling import tell_members
from meldpunt.people.models import Member, Organisation, OrganisationKey, RecoveryLock
from meldpunt.people.queries import organisation_facts
from meldpunt.people.rules import settings as rules
from meldpunt.people.rules.credentials import stretch
from meldpunt.people.rules.keys import seed_fits
from meldpunt.people.rules.permissions import LEADS
from meldpunt.people.terms import (
    AddressTaken,
    Deed,
    KeysSubstituted,
    RecoveryRefused,
    Role,
    SignedIn,
    Visitor,
)
from meldpunt.sealing import actions as sealing
from meldpunt.sealing.rules import locks, pairs
from meldpunt.sealing.terms import BadToken, KeyRing, Resealed


def recover(
    *,
    organisation: UUID,
    recovery_code: str,
    email: str,
    name: str,
    language: str,
    password: str,
    by: Actor,
    now: datetime,
) -> SignedIn:
    """Make a lead with all keys out of the recovery code; a member with this address gets a new key and lock.

    A second factor of theirs is cleared. All leads are told. The code stays valid: replace it afterwards. Raises RecoveryRefused, SettingsRefused,
    PasswordTooWeak, AddressNotUsable, AddressTaken, KeysSubstituted.
    """
    code_seed = _open(organisation, recovery_code)
    address, tidy, spoken = (
        addresses.usable(email),
        rules.line("name", name, longest=rules.MAX_NAME),
        rules.language(language),
    )
    check_strength(password, organisation=organisation, about=(tidy, address))
    stretched, seed = stretch(password, pepper=settings.MELDPUNT_SECRETS.pepper), pairs.new_seed()
    with transaction():
        holder = hold_organisation(organisation)
        seeds = _true_seeds(organisation, code_seed)
        member = _lead(holder, email=address, name=tidy, language=spoken, seed=seed, now=now)
        give_new_key(member=member, stretched=stretched, seed=seed)
        hand_out(seeds=seeds, to=member, now=now)
        put_behind(member=member, stretched=stretched, seed=seed, pin=first_pin(organisation, seeds))
        facts = {"member": str(member.id)}
        forget_factor(member, by=by, now=now)
        record(organisation=organisation, case=None, by=by, deed="member.recovered", facts=facts, now=now)
        told = {"member": member.name}
        tell_members(organisation=organisation, letter=Letter.KEYS_CHANGED, facts=told, roles=LEADS, now=now)
        stamp = stamp_of(member.id)
    return SignedIn(member=member.id, stamp=stamp, seed=seed)


def replace_recovery_code(*, by: Visitor, now: datetime) -> str:
    """Make a new recovery code, shown once; the old one opens nothing any more.

    Raises NotAllowed, DeskLocked, KeysSubstituted.
    """
    allow_unlocked(by, Deed.REPLACE_RECOVERY_CODE)
    code = locks.new_token()
    with transaction():
        organisation = hold_for(by, Deed.REPLACE_RECOVERY_CODE)
        seeds = organisation_seeds(by)
        hand_out(seeds=seeds, to=put_recovery_lock(organisation, code, now), now=now)
        _record("keys.recovery_code_replaced", by, now)
    return code


def reseal_batch(
    *, organisation: UUID, recovery_code: str, after: int, limit: int, by: Actor, now: datetime
) -> Resealed:
    """Move up to `limit` content keys of the organisation out of older formats, from behind the row `after` on.

    The copies that finders' codes open are left alone: which public key a code has is known from the database only, and who
    writes there would have old reports sealed to their own. Raises RecoveryRefused, KeysSubstituted.
    """
    code_seed = _open(organisation, recovery_code)
    with transaction():
        hold_organisation(organisation)
        ring = KeyRing(_true_seeds(organisation, code_seed))
        done = sealing.reseal_batch(ring=ring, after=after, limit=limit)
        if done.last is None:
            record(organisation=organisation, case=None, by=by, deed="keys.resealed", facts={}, now=now)
    return done


def resume_intake(*, password: str, by: Visitor, now: datetime) -> None:
    """Take reports again after an alarm, if the stored key is the one the visitor knows from before.

    The password is asked, because what the visitor last saw stands behind it. Raises NotAllowed, DeskLocked,
    SignInRefused, KeysSubstituted.
    """
    allow_unlocked(by, Deed.RESUME_INTAKE)
    _, seed, pin = open_lock(lock := find_lock(pk=by.member), password)
    with transaction():
        hold_unchanged(lock)
        hold_for(by, Deed.RESUME_INTAKE)
        Organisation.objects.filter(pk=by.organisation.id).update(intake_stopped_at=None)
        check_current_key(member=Member.objects.get(pk=by.member), seed=seed, pin=pin, now=now)
        if organisation_facts(by.organisation.id).intake_stopped:
            raise KeysSubstituted
        organisation_seeds(by)
        _record("intake.resumed", by, now)


def _open(organisation: UUID, code: str) -> bytes:
    """Return the seed of the recovery lock. Raises RecoveryRefused."""
    try:
        seed = locks.open_token(code, use="recovery").seed
    except BadToken:
        raise RecoveryRefused from None
    lock = RecoveryLock.objects.filter(organisation=organisation).first()
    if lock is None or not seed_fits(seed, bytes(lock.public)):
        raise RecoveryRefused
    return seed


def _true_seeds(organisation: UUID, code_seed: bytes) -> dict[UUID, bytes]:
    """Return the organisation's keys behind the recovery lock, once the current one proved true."""
    lock = RecoveryLock.objects.filter(organisation=organisation).first()
    if lock is None or not seed_fits(code_seed, bytes(lock.public)):
        raise RecoveryRefused
    seeds = recovery_seeds(lock, code_seed)
    current = OrganisationKey.objects.get(organisation=organisation, retired_at__isnull=True)
    if not seed_fits(seeds.get(current.id), bytes(current.public)):
        raise KeysSubstituted
    return seeds


def _lead(organisation: Organisation, *, email: str, name: str, language: str, seed: bytes, now: datetime) -> Member:
    """Return the member with this address, as a lead; made when there is none."""
    member = Member.objects.filter(email=email).first()
    if member is not None and member.organisation_id != organisation.id:
        raise AddressTaken
    if member is None:
        member = Member(id=uuid4(), organisation=organisation, email=email, joined_at=now)
        member.public = pairs.public_key(seed, member.id).raw
    member.name, member.language, member.role = name, language, Role.LEAD.value
    member.save()
    return member


def _record(deed: str, by: Visitor, now: datetime) -> None:
    record(organisation=by.organisation.id, case=None, by=by.actor, deed=deed, facts={}, now=now)
