"""By which word a mail is known as the daily test of the way in: one that only this server can make."""

import re
from collections.abc import Iterable
from typing import Final
from uuid import UUID

from meldpunt.sealing.rules.derivation import derive

WORD_SIZE: Final = 16
LOOKED_AT: Final = 10_000
"""Characters of a text in which a word is looked for: ours is short."""
_FOLD: Final = re.compile(rb"\r?\n[ \t]+")
_END: Final = re.compile(rb"\r?\n\r?\n")
_WORD: Final = re.compile(r"\b[0-9a-f]{32}\b")


def canary_word(canary: UUID, *, organisation: UUID, secret: bytes) -> str:
    """Return the word of a canary; `secret` is the server's mail secret."""
    return derive(secret, label=b"meldpunt mail canary", salt=organisation.bytes + canary.bytes, length=WORD_SIZE).hex()


def is_headed(message: bytes, word: str) -> bool:
    """Tell whether the header of a message has this word in its subject, and says that a machine made it of its own accord (RFC 3834, 5)."""
    head = _FOLD.sub(b" ", _END.split(message, maxsplit=1)[0])
    lines = [line.lower() for line in head.splitlines()]
    is_named = any(line.startswith(b"subject:") and word.encode() in line for line in lines)
    return is_named and any(line.startswith(b"auto-submitted: auto-generated") for line in lines)


def words_in(texts: Iterable[str]) -> frozenset[str]:
    """Return what in these texts may be the word of a canary."""
    return frozenset(found for text in texts for found in _WORD.findall(text[:LOOKED_AT]))
