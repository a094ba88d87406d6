"""The access code: 128 bits in seven groups of four, a finder's only key back to the case.

The server stores neither the code nor what it was made of, only the locator and the public key that it derives.
"""

import hashlib
import os
from typing import Final

from meldpunt.sealing.rules.base32 import decode, encode, normal
from meldpunt.sealing.rules.derivation import derive
from meldpunt.sealing.terms import AccessCode, joined

CODE_SIZE: Final = 16
GROUP: Final = 4
RANDOM_SIZE: Final = 16


def derive_code(*, secret: bytes, form_random: bytes, digest: bytes) -> AccessCode:
    """Return the code of a report: the same form with the same content gives the same code again.

    `secret` is the server's form secret, `form_random` the form's own 16 random bytes, `digest` that of the content.
    """
    if len(form_random) != RANDOM_SIZE:
        message = "a form's random is 16 bytes"
        raise ValueError(message)
    code = derive(secret, label=b"meldpunt access code", salt=joined(form_random, digest), length=CODE_SIZE)
    return _of(code, valid=True)


def new_code() -> AccessCode:
    """Return a fresh code, for a report that came without a form, or in the place of one that was lost."""
    return _of(os.urandom(CODE_SIZE), valid=True)


def parse(text: str) -> AccessCode:
    """Return the code that somebody typed; never raises.

    Lower case, O for 0, I or L for 1, and any separators are understood. A text that is no code gives one that is not
    `valid`, with a locator that finds nothing, after the same work as any other code.
    """
    decoy = hashlib.sha256(b"meldpunt no code" + normal(text).encode("utf-8", "surrogatepass")).digest()[:CODE_SIZE]
    code = decode(text, size=CODE_SIZE)
    return _of(decoy if code is None else code, valid=code is not None)


def _of(code: bytes, *, valid: bool) -> AccessCode:
    return AccessCode(
        text=encode(code, group=GROUP),
        locator=derive(code, label=b"meldpunt code locator"),
        seed=derive(code, label=b"meldpunt code seed"),
        salt=derive(code, label=b"meldpunt code salt"),
        valid=valid,
    )
