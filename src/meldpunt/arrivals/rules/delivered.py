"""To which addresses a message in a mailbox came, as the mail server wrote on top of it when it laid it there: there is no envelope any more.

Whoever wrote the message can write such a line too. It says no more than To does: that somebody knew an address.
"""

import re
from typing import Final

MOST: Final = 10
LONGEST_HEAD: Final = 64 * 1024
_FIELD: Final = re.compile(
    rb"^(?:delivered-to|x-original-to|envelope-to)[ \t]*:[ \t]*<?([^\s<>]{1,254}@[^\s<>]{1,254})>?[ \t]*\r?$",
    re.IGNORECASE | re.MULTILINE,
)
_BLANK_LINE: Final = re.compile(rb"\r?\n\r?\n")


def delivered_to(raw: bytes) -> tuple[str, ...]:
    """Return the addresses, the newest first; none where the mail server wrote none, or they are not in ASCII."""
    head = _BLANK_LINE.split(raw[:LONGEST_HEAD], 1)[0]
    found = (match[1] for match in _FIELD.finditer(head))
    return tuple(dict.fromkeys(each.decode() for each in found if each.isascii()))[:MOST]
