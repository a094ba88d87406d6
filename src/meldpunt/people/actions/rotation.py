"""Rotation: a new key for the organisation, and the old one out of use."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID, uuid4

from meldpunt.journal.actions import record, transaction
from meldpunt.journal.terms import SYSTEM
from meldpunt.outbox.terms import Letter
from meldpunt.people.access import allow_unlocked, is_proven, kind_of
from meldpunt.people.actions.keys import hand_out, hold_for, organisation_seeds
from meldpunt.people.actions.telling import tell_members
from meldpunt.people.models import KeyGrant, Organisation, OrganisationKey
from meldpunt.people.queries import current_key, running_rotation
from meldpunt.people.rules.keys import vouch
from meldpunt.people.rules.permissions import LEADS
from meldpunt.people.terms import Deed, KeysSubstituted, NoRotation, Rotation, RotationRunning, RotationStuck, Visitor
from meldpunt.sealing.actions import rewrap_batch
from meldpunt.sealing.rules import pairs
from meldpunt.sealing.terms import KeyRing


def start_rotation(*, by: Visitor, now: datetime) -> Rotation:
    """Make a new organisation key, current at once, for everybody who held the old one. The old one retires.

    Whose grant has no mark that fits gets nothing and waits for a lead; all leads are told. Raises NotAllowed,
    DeskLocked, RotationRunning, KeysSubstituted.
    """
    ring = allow_unlocked(by, Deed.ROTATE_KEYS)
    with transaction():
        organisation = hold_for(by, Deed.ROTATE_KEYS)
        if running_rotation(organisation.id) is not None:
            raise RotationRunning
        seeds = organisation_seeds(by)
        retiring = OrganisationKey.objects.select_for_update(no_key=True).get(
            organisation=organisation, retired_at__isnull=True
        )
        OrganisationKey.objects.filter(pk=retiring.pk).update(retired_at=now)
        seed = pairs.new_seed()
        current = _successor(organisation, retiring, old_seed=seeds[retiring.id], seed=seed, now=now)
        _record(organisation.id, "keys.rotation_started", current, by, now)
        _hand_on({current: seed}, retiring=retiring.id, ring=ring, by=by, now=now)
    return _running(organisation.id)


def rotate_batch(*, limit: int, by: Visitor, now: datetime) -> int:
    """Wrap up to `limit` keys anew; return how many are left. At none left the old key is destroyed.

    May be stopped and taken up again by any unlocked lead; 100 at once stay well under 50 ms. Raises NotAllowed,
    DeskLocked, NoRotation, KeysSubstituted, and RotationStuck when nothing of what is left opens.
    """
    ring = allow_unlocked(by, Deed.ROTATE_KEYS)
    with transaction():
        organisation = hold_for(by, Deed.ROTATE_KEYS)
        rotation = _running(organisation.id)
        if rotation.retiring not in organisation_seeds(by):
            raise RotationStuck
        done = rewrap_batch(ring=ring, old=rotation.retiring, to=current_key(organisation.id), limit=limit)
        if done.left and not done.moved:
            raise RotationStuck
        if not done.left:
            _destroy(rotation.retiring, now)
            _record(organisation.id, "keys.rotation_finished", rotation.current, by, now)
    return done.left


def _hand_on(seeds: Mapping[UUID, bytes], *, retiring: UUID, ring: KeyRing, by: Visitor, now: datetime) -> None:
    """Give the new key to the proven holders of the old one, the visitor among them in any case. Raises KeysSubstituted."""
    withheld = []
    grants = KeyGrant.objects.filter(key=retiring).select_related("member", "recovery", "invitation").order_by("id")
    for grant in grants:
        if is_proven(grant, ring=ring):
            hand_out(seeds=seeds, to=grant.recipient, now=now)
        else:
            withheld.append(grant.recipient)
    if not KeyGrant.objects.filter(key__in=seeds, member=by.member).exists():
        raise KeysSubstituted
    for recipient in withheld:
        facts = {kind_of(recipient): str(recipient.id)}
        deed = f"keys.withheld_from_{kind_of(recipient)}"
        record(organisation=recipient.organisation_id, case=None, by=SYSTEM, deed=deed, facts=facts, now=now)
    if withheld:
        tell_members(organisation=by.organisation.id, letter=Letter.KEYS_WITHHELD, facts={}, roles=LEADS, now=now)


def _successor(
    organisation: Organisation, retiring: OrganisationKey, *, old_seed: bytes, seed: bytes, now: datetime
) -> UUID:
    key = uuid4()
    public = pairs.public_key(seed, key)
    OrganisationKey.objects.create(
        id=key,
        organisation=organisation,
        public=public.raw,
        follows=retiring,
        succession=vouch(organisation=organisation.id, old_seed=old_seed, new=public, new_seed=seed),
        made_at=now,
    )
    return key


def _running(organisation: UUID) -> Rotation:
    rotation = running_rotation(organisation)
    if rotation is None:
        raise NoRotation
    return rotation


def _destroy(key: UUID, now: datetime) -> None:
    """Take the key's seed from everybody; its public half stays, as a link in the chain of successions."""
    KeyGrant.objects.filter(key=key).delete()
    OrganisationKey.objects.filter(pk=key).update(gone_at=now)


def _record(organisation: UUID, deed: str, key: UUID, by: Visitor, now: datetime) -> None:
    record(organisation=organisation, case=None, by=by.actor, deed=deed, facts={"key": str(key)}, now=now)
