"""Paragraphs that were broken for sending, joined again (format=flowed, RFC 3676)."""

import re
from typing import Final

_QUOTED: Final = re.compile(r">*")
_SIGNATURE: Final = "-- "


def unflowed(text: str, *, del_sp: bool) -> str:
    """Return the text with its soft breaks taken out; `del_sp`: the space before one was added for sending (DelSp=yes)."""
    done: list[str] = []
    depth_before, is_open = 0, False
    for line in text.replace("\r\n", "\n").split("\n"):
        depth = len((_QUOTED.match(line) or [""])[0])
        words = line[depth:].removeprefix(" ")
        is_signature = words == _SIGNATURE
        if is_open and depth == depth_before and not is_signature:
            done[-1] += words
        else:
            done.append(">" * depth + " " * bool(depth) + words)
        is_open = words.endswith(" ") and not is_signature
        if is_open and del_sp:
            done[-1] = done[-1][:-1]
        depth_before = depth
    return "\n".join(done)
