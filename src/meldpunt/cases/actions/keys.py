"""Sealing to an organisation whose key may change meanwhile."""

from collections.abc import Callable
from uuid import UUID

from meldpunt.cases.terms import IntakeStopped
from meldpunt.people.queries import current_key, is_current_key
from meldpunt.sealing.terms import PublicKey

TRIES = 3


class KeyReplaced(Exception):
    """A key that was sealed to was replaced between sealing and keeping: seal again."""


def with_current_key[T](organisation: UUID, attempt: Callable[[PublicKey], T]) -> T:
    """Run `attempt` with the current key, again when the key was replaced before its commit; raises IntakeStopped in the end.

    Each attempt calls `hold_key` inside its transaction.
    """
    for _ in range(TRIES):
        try:
            return attempt(current_key(organisation))
        except KeyReplaced:
            continue
    raise IntakeStopped


def hold_key(organisation: UUID, key: PublicKey) -> None:
    """Make sure, inside the transaction, that what was sealed was sealed to the key in force; raises KeyReplaced."""
    if not is_current_key(organisation, key.id):
        raise KeyReplaced
