"""What goes to a child process and back: several contents as one on a pipe, each behind its length; and what it knows of the machine."""

import os
from typing import Final

LENGTH: Final = 8
"""Bytes of a length."""


def framed(*parts: bytes) -> bytes:
    """Return the parts as one, each behind its length."""
    return b"".join(piece for part in parts for piece in (len(part).to_bytes(LENGTH, "big"), part))


def unframed(data: bytes) -> list[bytes]:
    """Return the parts of what `framed` made."""
    parts, at = [], 0
    while at < len(data):
        size = int.from_bytes(data[at : at + LENGTH], "big")
        parts.append(data[at + LENGTH : at + LENGTH + size])
        at += LENGTH + size
    return parts


def surroundings() -> dict[str, str]:
    """Return the environment of a child: none of ours, but where a Python that was built by hand has its libraries."""
    return {name: os.environ[name] for name in ("LD_LIBRARY_PATH",) if name in os.environ}
