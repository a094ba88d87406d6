"""The one way to a content key: somebody's key ring opens it, or nothing does."""

from collections.abc import Iterable
from contextlib import suppress
from uuid import UUID

from meldpunt.sealing.models import Wrap
from meldpunt.sealing.rules.pairs import opening_key
from meldpunt.sealing.rules.wraps import unwrap_any, unwrap_named
from meldpunt.sealing.terms import CannotOpen, ContentKey, KeyName, KeyRing, Purpose, SealingError


def open_key(*, key_id: UUID, purpose: Purpose, organisation: UUID, thread: UUID, ring: KeyRing) -> ContentKey:
    """Return one content key; CannotOpen when it is not there, not for this ring, or not the key it should be."""
    opened = open_keys(wanted=[KeyName(key_id, purpose, organisation, thread)], ring=ring)
    if key_id not in opened:
        raise CannotOpen
    return opened[key_id]


def open_keys(*, wanted: Iterable[KeyName], ring: KeyRing) -> dict[UUID, ContentKey]:
    """Return every wanted key that the ring opens, by its id: one query, and each key pair of the ring set up once."""
    names = {name.id: name for name in wanted}
    openers = {}
    opened: dict[UUID, ContentKey] = {}
    for wrap in Wrap.objects.filter(key__in=names, recipient__in=ring.seeds).order_by("id"):
        if wrap.key in opened:
            continue
        if wrap.recipient not in openers:
            openers[wrap.recipient] = opening_key(ring.seeds[wrap.recipient])
        try:
            opened[wrap.key] = unwrap_named(
                bytes(wrap.sealed), name=names[wrap.key], recipient=wrap.recipient, opener=openers[wrap.recipient]
            )
        except SealingError:
            continue  # another key pair of the ring may still open it
    return opened


def keys_shared_with(*, recipient: UUID, ring: KeyRing) -> list[ContentKey]:
    """Return every key that is wrapped to a recipient, opened with the ring of somebody else who has it: to wrap it to them anew.

    Raises CannotOpen where the ring does not open one of them.
    """
    openers = {mine: opening_key(seed) for mine, seed in ring.seeds.items()}
    wanted = list(Wrap.objects.filter(recipient=recipient).order_by("id").values_list("key", flat=True))
    ours = Wrap.objects.filter(key__in=wanted, recipient__in=openers).order_by("id")
    opened: dict[UUID, ContentKey] = {}
    for row in ours:
        with suppress(SealingError):
            opened[row.key] = unwrap_any(
                bytes(row.sealed), key_id=row.key, recipient=row.recipient, opener=openers[row.recipient]
            )
    if opened.keys() != set(wanted):
        raise CannotOpen
    return [opened[key] for key in wanted]
