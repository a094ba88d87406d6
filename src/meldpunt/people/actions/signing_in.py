"""Passwords: signing in, unlocking, changing.

`sign_in` and `unlock` take no `by`: who it is, is what they find out.
"""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from meldpunt.journal import terms as journal
from meldpunt.journal.actions import record, transaction
from meldpunt.people.actions import addresses
from meldpunt.people.actions.keys import check_current_key, hold_organisation, put_behind
from meldpunt.people.actions.passwords import check_strength
from meldpunt.people.models import Member, PasswordLock
from meldpunt.people.rules.credentials import lock_key_of, stretch
from meldpunt.people.rules.keys import Pin, lock_content, lock_info, read_lock
from meldpunt.people.terms import SignedIn, SignInRefused, Visitor
from meldpunt.sealing.rules import bodies
from meldpunt.sealing.terms import SealingError


def sign_in(*, email: str, password: str, now: datetime) -> SignedIn:
    """Check the password of whoever has this address, and open the member's seed.

    The same work is done for an unknown address as for a wrong password. Checks the organisation's key as every
    unlocking does. Raises SignInRefused.
    """
    lock = find_lock(email=addresses.as_stored(email))
    return _opened(lock, password, deed="member.signed_in", now=now)


def unlock(*, member: UUID, password: str, now: datetime) -> SignedIn:
    """Open the seed of a member who is signed in already. Raises SignInRefused."""
    return _opened(find_lock(pk=member), password, deed="member.unlocked", now=now)


def change_password(*, old: str, new: str, by: Visitor, now: datetime) -> SignedIn:
    """Put the member's seed behind a new password; other sessions end. Raises SignInRefused, PasswordTooWeak."""
    lock = find_lock(pk=by.member)
    _, seed, pin = open_lock(lock, old)
    check_strength(new, about=(by.name, lock.member.email or "", by.organisation.name) if lock else ())
    stretched = stretch(new, pepper=settings.MELDPUNT_SECRETS.pepper)
    with transaction():
        hold_organisation(by.organisation.id)
        if lock is None or not _unchanged(lock).exists():
            raise SignInRefused
        put_behind(member=lock.member, stretched=stretched, seed=seed, pin=pin)
        record(
            organisation=by.organisation.id, case=None, by=by.actor, deed="member.password_changed", facts={}, now=now
        )
    return SignedIn(member=by.member, seed=seed)


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


def _opened(lock: PasswordLock | None, password: str, *, deed: str, now: datetime) -> SignedIn:
    lock_key, seed, pin = open_lock(lock, password)
    if lock is None:
        raise SignInRefused
    member = lock.member
    with transaction():
        hold_organisation(member.organisation_id)
        newer = check_current_key(member=member, seed=seed, pin=pin, now=now)
        if newer != pin:
            sealed = bodies.seal_under(lock_key, lock_content(seed, newer), lock_info(member.id))
            _unchanged(lock).update(sealed=sealed)
        who = journal.member(member.id)
        record(organisation=member.organisation_id, case=None, by=who, deed=deed, facts={}, now=now)
    return SignedIn(member=member.id, seed=seed)


def _unchanged(lock: PasswordLock) -> QuerySet[PasswordLock]:
    """Find the lock again unless the password changed meanwhile."""
    return PasswordLock.objects.filter(pk=lock.pk, salt=lock.salt)
