"""Pictures as small as they can be: a head that says the size, and an end."""

import struct


def png(width: int, height: int, rest: bytes = b"") -> bytes:
    """Return what starts and ends like a PNG picture."""
    head = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + struct.pack(">II", width, height)
    return head + b"\x08\x06\x00\x00\x00" + rest + b"IEND\xaeB`\x82"


def webp(kind: bytes, body: bytes) -> bytes:
    """Return what starts like a WEBP picture."""
    return b"RIFF\x00\x00\x00\x00WEBP" + kind + b"\x00\x00\x00\x00" + body.ljust(20, b"\x00")
