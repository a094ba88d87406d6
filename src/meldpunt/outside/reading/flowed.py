"""Paragraphs that were broken for sending, joined again (format=flowed, RFC 3676)."""

import re
from typing import Final

_QUOTED: Final = re.compile(r">*")
_SIGNATURE: Final = "-- "


def unflowed(text: str, *, del_sp: bool) -> str:
    """Return the text with its soft breaks taken out; `del_sp`: the space before one was added for sending (DelSp=yes)."""
    lines: list[list[str]] = []
    depth_before, is_open = 0, False
    for line in text.replace("\r\n", "\n").split("\n"):
        depth = len((_QUOTED.match(line) or [""])[0])
        words = line[depth:].removeprefix(" ")
        is_signature = words == _SIGNATURE
        if not is_open or depth != depth_before or is_signature:
            lines.append([">" * depth + " " * bool(depth)])
        is_open = words.endswith(" ") and not is_signature
        lines[-1].append(words[:-1] if is_open and del_sp else words)
        depth_before = depth
    return "\n".join("".join(pieces) for pieces in lines)
