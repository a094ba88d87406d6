"""The QR picture of an access code: the code as text, never as an address, so that what a phone reads opens nothing by itself.

Every code is as long as any other, so every picture has the same size, mask and frame. In such a picture each bit of the text turns over
the same modules whatever the other bits are, because error correction adds without carrying (ISO/IEC 18004, 7.5). So the library draws the
picture of a text of zeros and of each single bit, once; a code's picture is those of its bits laid over each other. Drawing each
picture from the start took a tenth of what a report costs. Nothing of a code is remembered.
"""

from collections.abc import Iterator
from functools import cache

import segno
from django.utils.html import format_html
from django.utils.safestring import SafeString

LENGTH = 34  # characters: seven groups of four, and a hyphen between them
CHARACTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"  # of the alphanumeric mode, each by its value
PAIR_BITS = 11  # two characters at a time
SIDE = 25  # modules of a picture of version 2
QUIET = 4  # modules of white around it


def code_as_qr(code: str) -> SafeString:
    """Draw the code, whatever stands between its groups."""
    text = "-".join(code.replace("-", " ").split())
    picture, turned_by = _laid_out()
    for bit in _bits(text):
        picture ^= turned_by[bit]
    side = SIDE + 2 * QUIET
    return format_html(
        '<svg viewBox="0 0 {} {}"><path stroke="#000" d="{}"/></svg>', side, side, _line(f"{picture:0{SIDE * SIDE}b}")
    )


def _line(modules: str) -> str:
    """Draw the modules, row by row, as one line as wide as they are: over a dark one it draws, over a light one the pen is lifted."""
    rows = "|".join(modules[start : start + SIDE] for start in range(0, SIDE * SIDE, SIDE))
    drawn = rows.replace("0", "m_ 0").replace("1", "h1").replace("_", "1").replace("|", f"m-{SIDE} 1")
    return f"M{QUIET} {QUIET}.5{drawn}"


def _bits(text: str) -> Iterator[int]:
    """Yield the numbers of the bits that are set in a text, as the alphanumeric mode writes it. ValueError when it is no code."""
    if len(text) != LENGTH:
        message = "an access code is 28 characters in groups of four"
        raise ValueError(message)
    for start in range(0, LENGTH, 2):
        value = CHARACTERS.index(text[start]) * len(CHARACTERS) + CHARACTERS.index(text[start + 1])
        for bit in range(PAIR_BITS):
            if value >> bit & 1:
                yield start // 2 * PAIR_BITS + bit


@cache
def _laid_out() -> tuple[int, list[int]]:
    """Return the picture of a text of zeros, and the modules that each bit of a text turns over."""
    zeros = CHARACTERS[0] * LENGTH
    blank = _drawn(zeros)
    turned_by = []
    for start in range(0, LENGTH, 2):
        for bit in range(PAIR_BITS):
            first, second = divmod(1 << bit, len(CHARACTERS))
            pair = CHARACTERS[first] + CHARACTERS[second]
            turned_by.append(blank ^ _drawn(zeros[:start] + pair + zeros[start + 2 :]))
    return blank, turned_by


def _drawn(text: str) -> int:
    """Return the picture of any text of this length, its modules row by row as the bits of a number."""
    qr = segno.make(text, version=2, mode="alphanumeric", mask=2, error="m", boost_error=False, micro=False)
    return int("".join(str(module) for row in qr.matrix for module in row), 2)
