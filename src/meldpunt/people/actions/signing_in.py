"""Passwords: signing in, unlocking, changing.

`sign_in`, `finish_sign_in` and `unlock` take no `by`: who it is, is what they find out.
"""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils.crypto import constant_time_compare

from meldpunt.journal import terms as journal
from meldpunt.journal.actions import record, transaction
from meldpunt.people.access import stamp_of
from meldpunt.people.actions import addresses
from meldpunt.people.actions.codes import Use, use_code
from meldpunt.people.actions.keys import check_current_key, hold_organisation, put_behind
from meldpunt.people.actions.passwords import check_strength
from meldpunt.people.models import FeedAddress, Member, PasswordLock, SecondFactor
from meldpunt.people.rules.credentials import lock_key_of, stretch
from meldpunt.people.rules.keys import Pin, lock_content, lock_info, read_lock
from meldpunt.people.terms import CodeRefused, Halfway, SignedIn, SignInOver, SignInRefused, Visitor
from meldpunt.sealing.rules import bodies
from meldpunt.sealing.terms import SealingError


def sign_in(*, email: str, password: str, now: datetime) -> SignedIn | Halfway:
    """Check the password of whoever has this address, and open the member's seed.

    Whoever has a second factor is only halfway then: `finish_sign_in` asks the code. The same work is done for an unknown
    address as for a wrong password. Checks the organisation's key as every unlocking does. Raises SignInRefused.
    """
    lock = find_lock(email=addresses.as_stored(email))
    lock_key, seed, pin = open_lock(lock, password)
    with transaction():
        member = hold_unchanged(lock).member
        _check_key(member, lock_key, seed, pin, now)
        asks_code = SecondFactor.objects.filter(member=member).exists()
        _record(member, "member.code_asked" if asks_code else "member.signed_in", now)
        stamp = stamp_of(member.id)
    if asks_code:
        return Halfway(member=member.id, stamp=stamp, seed=seed)
    return SignedIn(member=member.id, stamp=stamp, seed=seed)


def finish_sign_in(*, halfway: Halfway, code: str, now: datetime) -> SignedIn:
    """Use up a code of the second factor after the password was right. Raises CodeRefused, CodesPaused, SignInOver."""
    member = _as_it_was(halfway)
    with transaction():
        hold_organisation(member.organisation_id)
        member = _as_it_was(halfway)
        factor = SecondFactor.objects.filter(member=member).select_related("member").first()
        if factor is None:
            raise SignInOver
        fits = use_code(factor, code, seed=halfway.seed, now=now) is not Use.WRONG
        if fits:
            _record(member, "member.signed_in", now)
    if not fits:
        raise CodeRefused
    return SignedIn(member=member.id, stamp=halfway.stamp, seed=halfway.seed)


def unlock(*, member: UUID, password: str, now: datetime) -> SignedIn:
    """Open the seed of a member who is signed in already: the password alone is asked. Raises SignInRefused."""
    lock = find_lock(pk=member)
    lock_key, seed, pin = open_lock(lock, password)
    with transaction():
        row = hold_unchanged(lock).member
        _check_key(row, lock_key, seed, pin, now)
        _record(row, "member.unlocked", now)
        stamp = stamp_of(member)
    return SignedIn(member=member, stamp=stamp, seed=seed)


def change_password(*, old: str, new: str, by: Visitor, now: datetime) -> SignedIn:
    """Put the member's seed behind a new password; other sessions end, and so does the address of the calendar feed. Raises SignInRefused, PasswordTooWeak."""
    lock = find_lock(pk=by.member)
    _, seed, pin = open_lock(lock, old)
    check_strength(new, organisation=by.organisation.id, about=(by.name, lock.member.email or "") if lock else ())
    stretched = stretch(new, pepper=settings.MELDPUNT_SECRETS.pepper)
    with transaction():
        member = hold_unchanged(lock).member
        put_behind(member=member, stretched=stretched, seed=seed, pin=pin)
        FeedAddress.objects.filter(member=member).delete()
        _record(member, "member.password_changed", now)
        stamp = stamp_of(member.id)
    return SignedIn(member=by.member, stamp=stamp, seed=seed)


def find_lock(**who: object) -> PasswordLock | None:
    """Return the lock of a present member, or None."""
    present = Member.objects.filter(removed_at__isnull=True, **who)
    return PasswordLock.objects.filter(member__in=present).select_related("member").first()


def open_lock(lock: PasswordLock | None, password: str) -> tuple[bytes, bytes, Pin | None]:
    """Return lock key, seed and pin. Raises SignInRefused, after the same work whatever is wrong."""
    lock_key = lock_key_of(
        password,
        salt=bytes(lock.salt) if lock else None,
        verifier=lock.member.password if lock else "",
        pepper=settings.MELDPUNT_SECRETS.pepper,
    )
    if lock is None or lock_key is None:
        raise SignInRefused
    try:
        return lock_key, *read_lock(bodies.open_under(lock_key, bytes(lock.sealed), lock_info(lock.member_id)))
    except SealingError:
        raise SignInRefused from None


def hold_unchanged(lock: PasswordLock | None) -> PasswordLock:
    """Hold the organisation, and return the lock if its password is still the one that opened it. Raises SignInRefused.

    Stretching a password takes long enough for it to be changed, or for its member to be removed, meanwhile.
    """
    if lock is None:
        raise SignInRefused
    hold_organisation(lock.member.organisation_id)
    if not PasswordLock.objects.filter(pk=lock.pk, salt=lock.salt).exists():
        raise SignInRefused
    return lock


def _check_key(member: Member, lock_key: bytes, seed: bytes, pin: Pin | None, now: datetime) -> None:
    """Hold the organisation's key against what the member knows, and keep what the member knows from now on."""
    newer = check_current_key(member=member, seed=seed, pin=pin, now=now)
    if newer != pin:
        sealed = bodies.seal_under(lock_key, lock_content(seed, newer), lock_info(member.id))
        PasswordLock.objects.filter(pk=member.id).update(sealed=sealed)


def _as_it_was(halfway: Halfway) -> Member:
    """Return the member who is halfway, unless removed or with another password since. Raises SignInOver."""
    member = Member.objects.filter(pk=halfway.member, removed_at__isnull=True).first()
    if member is None or not constant_time_compare(stamp_of(member.id), halfway.stamp):
        raise SignInOver
    return member


def _record(member: Member, deed: str, now: datetime) -> None:
    who = journal.member(member.id)
    record(organisation=member.organisation_id, case=None, by=who, deed=deed, facts={}, now=now)
