"""Words of what is published beside the policy: how the OpenPGP key and `security.txt` stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from meldpunt.people.terms import OpenPgpKeyFacts


class KeyTrouble(StrEnum):
    """What somebody should do something about."""

    UNREADABLE = "policy unreadable"
    MISSING = "missing"
    ADDRESS_TAKEN = "address taken"
    ENDS = "ends"
    OTHER_ADDRESS = "other address"
    PUBLIC_ONLY = "public only"
    NOT_SIGNED = "not signed"


@dataclass(frozen=True)
class KeyStanding:
    """The key in use, until when the signature under `security.txt` holds, and what is wrong with either."""

    key: OpenPgpKeyFacts | None
    signed_until: datetime | None
    troubles: tuple[KeyTrouble, ...]
