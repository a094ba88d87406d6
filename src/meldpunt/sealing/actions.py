"""Keeping, destroying and handing on wrapped keys.

These verbs take no `by` and no `now`: a wrapped key has no author and no moment of its own. They run inside the
transaction of the verb that calls them, which records who did what and when.
"""

from collections import defaultdict
from collections.abc import Iterable
from itertools import batched
from typing import Final
from uuid import UUID

from django.db.transaction import get_connection

from meldpunt.sealing.models import Wrap
from meldpunt.sealing.queries import older_wraps, wraps_left
from meldpunt.sealing.rules.pairs import opening_key, public_key
from meldpunt.sealing.rules.wraps import unwrap_any, wrap_all
from meldpunt.sealing.terms import ContentKey, KeyRing, PublicKey, Resealed, Rewrapped, SealingError, Wrapped

AT_ONCE: Final = 500


def keep_wraps(*, key: ContentKey, to: Iterable[PublicKey]) -> None:
    """Wrap a content key to each recipient and keep that."""
    keep_wrapped(wrapped=wrap_all([key], to=to))


def keep_wrapped(*, wrapped: Iterable[Wrapped]) -> None:
    """Keep what `rules.wraps.wrap_all` wrapped before the transaction began.

    Where a key is wrapped to that recipient already, the wrap that is there stays.
    """
    table = Wrap._meta  # noqa: SLF001 - documented as public
    fields = [field for field in table.concrete_fields if not field.primary_key]
    here = get_connection()
    rows = [[field.get_db_prep_value(getattr(one, field.attname), here) for field in fields] for one in wrapped]
    columns = ", ".join(str(field.column) for field in fields)
    # every intake keeps several: building this statement anew each time cost more than running it
    statement = f"INSERT INTO {table.db_table} ({columns}) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING"  # noqa: S608 - a name of our own
    with here.cursor() as cursor:
        cursor.executemany(statement, rows)


def destroy_keys(*, keys: Iterable[UUID]) -> None:
    """Destroy content keys: what they sealed can never be opened again, by anybody."""
    for some in batched(keys, AT_ONCE):
        Wrap.objects.filter(key__in=some).delete()


def replace_wraps(*, recipient: UUID, wrapped: Iterable[Wrapped]) -> None:
    """Take everything from a recipient's key pair, and keep what was wrapped instead to the one that takes its place under the same id."""
    Wrap.objects.filter(recipient=recipient).delete()
    keep_wrapped(wrapped=wrapped)


def rewrap_batch(*, ring: KeyRing, old: UUID, to: PublicKey, limit: int) -> Rewrapped:
    """Hand on up to `limit` keys from the `old` recipient key, whose seed is in the ring, to a new one.

    Interrupted, it resumes with what is left. A wrap that does not open is passed over and stays. The old key may go
    when none is left; when nothing moved and some are left, those do not open.
    """
    opener = opening_key(ring.seeds[old])
    moved: list[ContentKey] = []
    for row in Wrap.objects.filter(recipient=old).order_by("id").iterator(limit):
        if len(moved) == limit:
            break
        try:
            moved.append(unwrap_any(bytes(row.sealed), key_id=row.key, recipient=old, opener=opener))
        except SealingError:
            continue
    keep_wrapped(wrapped=wrap_all(moved, to=[to]))
    for some in batched(moved, AT_ONCE):
        Wrap.objects.filter(recipient=old, key__in=[key.id for key in some]).delete()
    return Rewrapped(moved=len(moved), left=wraps_left(old))


def reseal_batch(*, ring: KeyRing, after: int, limit: int) -> Resealed:
    """Wrap anew, in the newest format and to the same key pair, up to `limit` keys that the ring's keys have in an older one.

    Begins behind the row `after` (0 at first). What does not open is passed over and stays as it is. May run beside a server:
    a key that is destroyed meanwhile stays destroyed.
    """
    rows = list(older_wraps(ring.seeds).filter(id__gt=after).order_by("id")[:limit])
    openers = {recipient: opening_key(seed) for recipient, seed in ring.seeds.items()}
    opened: dict[UUID, list[tuple[Wrap, ContentKey]]] = defaultdict(list)
    for row in rows:
        try:
            key = unwrap_any(bytes(row.sealed), key_id=row.key, recipient=row.recipient, opener=openers[row.recipient])
        except SealingError:
            continue
        opened[row.recipient].append((row, key))
    for recipient, pairs in opened.items():
        to = public_key(ring.seeds[recipient], recipient)
        for (row, _), wrapped in zip(pairs, wrap_all([key for _, key in pairs], to=[to]), strict=True):
            # never a delete and an insert: what another process destroys in between would come back
            Wrap.objects.filter(id=row.id, sealed=row.sealed).update(sealed=wrapped.sealed)
    moved = sum(map(len, opened.values()))
    return Resealed(moved=moved, passed_over=len(rows) - moved, last=rows[-1].id if rows else None)
