"""Which password holds: long, not common, not about oneself, not a pattern. No rules about kinds of characters.

After NIST SP 800-63B-4, section 3.1.1.2: a minimum length, a list of known passwords, words of the context.
"""

import itertools
import re
from collections.abc import Container, Iterable
from typing import Final

from meldpunt.people.terms import Weakness

MIN_LENGTH: Final = 12
MAX_LENGTH: Final = 256
MIN_DIFFERENT: Final = 5
MIN_BESIDE_PERSONAL: Final = 8
MIN_PERSONAL_WORD: Final = 4
MOST_STEPS: Final = 0.6

_ROWS: Final = ("1234567890", "qwertyuiop", "azertyuiop", "asdfghjkl", "zxcvbnm", "abcdefghijklmnopqrstuvwxyz")
_STEPS: Final = frozenset(
    pair for row in _ROWS for line in (row, row[::-1]) for pair in (a + b for a, b in itertools.pairwise(line))
)


def weaknesses(password: str, *, about: Iterable[str], common: Container[str]) -> frozenset[Weakness]:
    """Return everything that is wrong with a password; nothing means that it holds.

    `about` is text about the member (name, address, organisation), `common` the known passwords in lower case.
    """
    low = password.casefold()
    found = {
        Weakness.TOO_SHORT: len(password) < MIN_LENGTH,
        Weakness.TOO_LONG: len(password) > MAX_LENGTH,
        Weakness.COMMON: _is_common(low, common),
        Weakness.PERSONAL: _is_personal(low, about),
        Weakness.REPETITIVE: _is_pattern(low[:MAX_LENGTH]),
    }
    return frozenset(weakness for weakness, is_so in found.items() if is_so)


def _is_common(low: str, common: Container[str]) -> bool:
    """Known as it is, or once digits and signs around it are taken away (`password2026!`)."""
    bare = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", low)
    return low in common or (bare != "" and bare in common)


def _is_personal(low: str, about: Iterable[str]) -> bool:
    """Little is left when words about the member are taken out."""
    words = {word for text in about for word in re.split(r"[\W_]+", text.casefold()) if len(word) >= MIN_PERSONAL_WORD}
    rest = low
    for word in sorted(words, key=len, reverse=True):
        rest = rest.replace(word, "")
    return rest != low and len(rest) < MIN_BESIDE_PERSONAL


def _is_pattern(low: str) -> bool:
    return len(set(low)) < MIN_DIFFERENT or _repeats(low) or _walks(low)


def _repeats(low: str) -> bool:
    """One piece over and over: `welkomwelkom`."""
    return any((low[:size] * len(low))[: len(low)] == low for size in range(1, len(low) // 2 + 1))


def _walks(low: str) -> bool:
    """Mostly steps along the alphabet, the digits or a row of keys, or the same key again."""
    pairs = [low[place : place + 2] for place in range(len(low) - 1)]
    steps = sum(pair in _STEPS or pair[0] == pair[1] for pair in pairs)
    return bool(pairs) and steps / len(pairs) > MOST_STEPS
