"""Secrets as text that people copy by hand: Crockford's base 32 in groups, with two check characters.

The whole text, read as one number, is a multiple of 1021: the largest prime that two characters hold, for which one
wrong character or two swapped ones never pass (32 has order 68 modulo 1021, and no text here is longer).
"""

import math
import unicodedata
from typing import Final

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
VALUES: Final = {character: value for value, character in enumerate(ALPHABET)}
CHECK: Final = 1021
CHECK_BITS: Final = 10
LONGEST: Final = 400
"""Characters of typed text that are looked at; what comes after makes it wrong anyhow."""

LOOK_ALIKES: Final = str.maketrans(
    "OIL"
    "\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0425\u0406\u0405\u0408\u0423"
    "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a7",
    "011ABEKMH0PCTX1SJYABEZH1KMN0PTX",
)
"""Letters taken for one another: Crockford's own (O, I, L), then Cyrillic and Greek ones that look like Latin."""


def encode(secret: bytes, *, group: int) -> str:
    """Return a secret as text in groups of so many characters."""
    number = int.from_bytes(secret, "big") << CHECK_BITS
    number += -number % CHECK
    text = "".join(ALPHABET[number >> 5 * place & 31] for place in reversed(range(_length(len(secret)))))
    return "-".join(text[start : start + group] for start in range(0, len(text), group))


def decode(text: str, *, size: int) -> bytes | None:
    """Return the secret of `size` bytes that a person typed, or None when the text is not one."""
    characters = normal(text)
    if len(characters) != _length(size) or not VALUES.keys() >= set(characters):
        return None
    number = 0
    for character in characters:
        number = number << 5 | VALUES[character]
    if number % CHECK or number >> CHECK_BITS >= 1 << 8 * size:
        return None
    return (number >> CHECK_BITS).to_bytes(size, "big")


def normal(text: str) -> str:
    """Return typed text without separators, in upper case, look-alikes replaced; too long a text is cut off."""
    cut = text[: LONGEST + 1]
    upper = unicodedata.normalize("NFKC", cut).upper().translate(LOOK_ALIKES)
    return "".join(character for character in upper if character.isalnum())


def _length(size: int) -> int:
    return math.ceil(8 * size / 5) + 2
