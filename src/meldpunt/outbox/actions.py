"""Owing a letter, and settling what became of it."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from meldpunt.outbox.terms import Letter


def owe(
    *,
    organisation: UUID,
    to: str,
    letter: Letter,
    language: str,
    facts: Mapping[str, str],
    now: datetime,
    sender: str = "",
) -> UUID:
    """Owe a letter, in the caller's transaction; return its id.

    `facts` are exactly the ones `rules.FACTS[letter]` names, one line each. An empty `sender` is the carrier's own.
    Raises FactsDoNotFit, AddressNotUsable.
    """
    raise NotImplementedError
