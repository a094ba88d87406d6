"""Images for tests, made of a few bytes."""

import struct
import zlib

PNG_HEAD = b"\x89PNG\r\n\x1a\n"


def make_png(*extra: bytes) -> bytes:
    """Return a picture of one pixel, with more chunks before its data."""
    header = png_chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    return PNG_HEAD + header + b"".join(extra) + png_chunk(b"IDAT", zlib.compress(b"\0\0")) + png_chunk(b"IEND", b"")


def png_chunk(kind: bytes, content: bytes) -> bytes:
    """Return one part of a PNG."""
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
