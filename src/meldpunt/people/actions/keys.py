"""What the verbs that touch keys have in common; runs inside their transaction.

These take no `by`: the verb that calls them records who did it.
"""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from meldpunt.journal.actions import record
from meldpunt.journal.terms import SYSTEM
from meldpunt.outbox.terms import Letter
from meldpunt.people.access import allow, kind_of, member_seeds
from meldpunt.people.actions.telling import tell_members
from meldpunt.people.models import (
    Invitation,
    KeyGrant,
    Member,
    Organisation,
    OrganisationKey,
    PasswordLock,
    RecoveryLock,
)
from meldpunt.people.rules.credentials import Stretched
from meldpunt.people.rules.keys import (
    Pin,
    StoredKey,
    grant_info,
    grant_mark,
    is_true_key,
    lock_content,
    lock_info,
    pin_of,
    seed_fits,
)
from meldpunt.people.rules.permissions import ALL
from meldpunt.people.terms import Deed, KeysSubstituted, NotAllowed, NotThere, Visitor
from meldpunt.sealing.rules import bodies, wraps
from meldpunt.sealing.terms import PublicKey


def hold_organisation(organisation: UUID) -> Organisation:
    """Lock the organisation's row, so that members and keys change one at a time. Raises NotThere.

    Rows that only point at the organisation, such as a new report, do not wait for it.
    """
    row = Organisation.objects.select_for_update(no_key=True).filter(pk=organisation).defer("logo").first()
    if row is None:
        raise NotThere
    return row


def hold_for(by: Visitor, deed: Deed) -> Organisation:
    """Hold the visitor's organisation, and look behind the lock whether they may still do `deed`. Raises NotAllowed.

    What was decided before the lock may be over by now: the member was removed meanwhile, or has another role.
    """
    organisation = hold_organisation(by.organisation.id)
    present = Member.objects.filter(pk=by.member, organisation=organisation, removed_at__isnull=True)
    if not present.filter(role=by.role.value).exists():
        raise NotAllowed
    allow(by, deed)
    return organisation


def hand_out(*, seeds: Mapping[UUID, bytes], to: Member | RecoveryLock | Invitation, now: datetime) -> None:
    """Grant organisation keys to a recipient of the same organisation, in place of what it had of them.

    Each grant is marked, so the caller must know that the recipient's public key is the recipient's.
    """
    public, kind = PublicKey(to.id, bytes(to.public)), kind_of(to)
    KeyGrant.objects.filter(key__in=seeds, **{kind: to}).delete()
    for key, seed in seeds.items():
        where = {"organisation": to.organisation_id, "key": key}
        sealed = wraps.seal_to(seed, to=public, info=grant_info(**where))
        mark = grant_mark(seed, **where, kind=kind, to=public)
        KeyGrant.objects.create(key_id=key, sealed=sealed, mark=mark, granted_at=now, **{kind: to})


def organisation_seeds(by: Visitor) -> dict[UUID, bytes]:
    """Return the organisation's keys in use out of the visitor's ring, once the current one and the visitor's own proved true.

    A password reset that came first put another key in the place of the visitor's own. Raises KeysSubstituted.
    """
    keys = OrganisationKey.objects.filter(organisation=by.organisation.id, gone_at__isnull=True)
    held = by.ring.seeds if by.ring else {}
    if not seed_fits(held.get(by.member), bytes(Member.objects.get(pk=by.member).public)):
        raise KeysSubstituted
    for key in keys:
        if key.retired_at is None and not seed_fits(held.get(key.id), bytes(key.public)):
            raise KeysSubstituted
    return {key.id: held[key.id] for key in keys if key.id in held}


def put_behind(*, member: Member, stretched: Stretched, seed: bytes, pin: Pin | None) -> None:
    """Put a member's seed and pin behind a password that was stretched before, in place of the old lock."""
    Member.objects.filter(pk=member.pk).update(password=stretched.verifier)
    sealed = bodies.seal_under(stretched.lock_key, lock_content(seed, pin), lock_info(member.id))
    PasswordLock.objects.update_or_create(member=member, defaults={"salt": stretched.salt, "sealed": sealed})


def first_pin(organisation: UUID, seeds: Mapping[UUID, bytes]) -> Pin | None:
    """Return the pin of the current key for somebody who was just given it, or None without it."""
    current = OrganisationKey.objects.get(organisation=organisation, retired_at__isnull=True)
    if current.id not in seeds:
        return None
    return pin_of(PublicKey(current.id, bytes(current.public)), seeds[current.id])


def check_current_key(*, member: Member, seed: bytes, pin: Pin | None, now: datetime) -> Pin | None:
    """Hold the stored current key against what the member knows; stop intake and raise the alarm if it is another.

    Returns the member's pin from now on.
    """
    stored = list(OrganisationKey.objects.filter(organisation=member.organisation_id))
    current = next(key for key in stored if key.retired_at is None)
    seeds = member_seeds(member, seed)
    is_held = not seeds or seed_fits(seeds.get(current.id), bytes(current.public))
    keys = {key.id: _stored(key) for key in stored}
    is_true = is_true_key(organisation=member.organisation_id, current=keys[current.id], keys=keys.values(), pin=pin)
    if not (is_held and is_true):
        _stop_intake(member.organisation_id, now)
        return pin
    return first_pin(member.organisation_id, seeds) or pin


def _stop_intake(organisation: UUID, now: datetime) -> None:
    running = Organisation.objects.filter(pk=organisation, intake_stopped_at__isnull=True)
    if not running.update(intake_stopped_at=now):
        return
    record(organisation=organisation, case=None, by=SYSTEM, deed="keys.substituted", facts={}, now=now)
    tell_members(organisation=organisation, letter=Letter.INTAKE_STOPPED, facts={}, roles=ALL, now=now)


def _stored(key: OrganisationKey) -> StoredKey:
    return StoredKey(
        id=key.id,
        follows=key.follows_id,
        public=bytes(key.public),
        succession=bytes(key.succession) if key.succession else None,
    )
