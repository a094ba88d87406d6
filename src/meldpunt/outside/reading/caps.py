"""How much of a message is looked at: parsers take gigabytes, or never end, over what strangers can send."""

from typing import Final

from meldpunt.arrivals.terms import CannotRead, MailFlaw

MOST: Final = 25 * 1024 * 1024
"""Bytes of a message."""
MOST_HEAD: Final = 64 * 1024
"""Bytes of all header fields of a part."""
MOST_FIELD: Final = 8 * 1024
"""Bytes of one header field."""
MOST_BOUNDARIES: Final = 100
"""Lines that part a message, in all its depths."""
MOST_DEPTH: Final = 24
"""Parts within parts; what lies deeper is kept as a file."""
MOST_TEXT: Final = 1024 * 1024
"""Bytes of one text that are read; a longer one is kept as a file as well."""
MOST_TEXTS: Final = 3 * 1024 * 1024
"""Bytes of all texts of a message together that are read; what comes after is kept as a file."""
MOST_WORDS: Final = 200_000
"""Signs of all texts of a message together; of more the whole is kept as a file."""
MOST_NAME: Final = 240
"""Signs of a file's name."""
MOST_KIND: Final = 12
"""Signs at its end that tell what kind of file it is, which a name keeps that is too long."""


def check_size(raw: bytes) -> None:
    """Look at the size alone. Raises CannotRead where a message is too large to be looked at."""
    if len(raw) > MOST:
        raise CannotRead(MailFlaw.TOO_LARGE)


class Toll:
    """Counts what one message parts, whatever part of it: hostile ones part and part again."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._boundaries = 0

    def pay(self, boundaries: int) -> None:
        """Count them. Raises CannotRead beyond the cap."""
        self._boundaries += boundaries
        if self._boundaries > MOST_BOUNDARIES:
            raise CannotRead(MailFlaw.NESTED)
