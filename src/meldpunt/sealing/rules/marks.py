"""Marks: short proofs that somebody with a secret saw some facts as they stand. They seal nothing."""

import hashlib
import hmac

from meldpunt.sealing.rules.derivation import derive
from meldpunt.sealing.rules.formats import with_format, without_format
from meldpunt.sealing.rules.locks import same
from meldpunt.sealing.terms import Format, UnknownFormat, joined


def make(secret: bytes, info: bytes) -> bytes:
    """Return the mark of `info` under a secret (33 bytes)."""
    return with_format(Format.MARK, _digest(secret, info))


def fits(mark: bytes, secret: bytes, info: bytes) -> bool:
    """Tell whether a mark was made of this `info` under this secret; anything else, also nothing, does not fit."""
    try:
        return same(without_format(mark, Format.MARK), _digest(secret, info))
    except UnknownFormat:
        return False


def _digest(secret: bytes, info: bytes) -> bytes:
    key = derive(secret, label=b"meldpunt mark")
    return hmac.digest(key, joined(b"meldpunt mark", bytes([Format.MARK]), info), hashlib.sha256)
