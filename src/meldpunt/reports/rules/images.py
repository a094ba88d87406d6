"""Taking place and device data out of an image without touching the picture itself.

JPEG, PNG, WEBP and GIF are rewritten part by part: what draws the picture is copied as it is, what tells about the camera, the place,
the program or the person (Exif, XMP, IPTC, comments, texts, dates, previews, anything after the end) is left out. How a JPEG
must be turned to stand upright is kept. This file uses the standard library only and is run by itself, as a child process with
limits: it parses what strangers send. It reads the image from standard input and writes the new one to standard output.
"""

import re
import struct
import sys
import zlib

MEMORY = 512 * 1024 * 1024
CPU_SECONDS = 2
REFUSED = 3

PNG_HEAD = b"\x89PNG\r\n\x1a\n"
PNG_KEPT = frozenset(
    b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP sBIT bKGD pHYs hIST cICP mDCV cLLI acTL fcTL fdAT".split()
)
WEBP_KEPT = frozenset((b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"))
WEBP_EXIF_AND_XMP = 0x08 | 0x04

GIF_HEADS = (b"GIF87a", b"GIF89a")
GIF_TABLE = 0x80
GIF_BLOCK, GIF_PICTURE, GIF_END = 0x21, 0x2C, 0x3B
GIF_KEPT = frozenset((0x01, 0xF9))
GIF_LOOPS = (b"\x0bNETSCAPE2.0", b"\x0bANIMEXTS1.0")

JPEG_HEAD = b"\xff\xd8"
JPEG_MARKER = b"\xff"
JPEG_END = 0xD9
JPEG_SCAN = 0xDA
JPEG_COMMENT = 0xFE
JPEG_APPS = range(0xE0, 0xF0)
JPEG_KEPT_APPS = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
JPEG_EXIF = (0xE1, b"Exif\0\0")
NEXT_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
ORIENTATION = 0x0112
TURNED = range(2, 9)


class NotAnImage(ValueError):
    """The bytes are no whole image of a kind we can clean."""


def is_cleanable(head: bytes) -> bool:
    """Tell whether a file that begins so is of a kind that can be cleaned."""
    return head.startswith((JPEG_HEAD + JPEG_MARKER, PNG_HEAD, *GIF_HEADS)) or (
        head[:4] == b"RIFF" and head[8:12] == b"WEBP"
    )


def without_metadata(image: bytes) -> bytes:
    """Return the image without what tells about place, device, time or person; raises NotAnImage."""
    try:
        if image.startswith(JPEG_HEAD):
            return _jpeg(image)
        if image.startswith(PNG_HEAD):
            return _png(image)
        if image[:4] == b"RIFF" and image[8:12] == b"WEBP":
            return _webp(image)
        if image.startswith(GIF_HEADS):
            return _gif(image)
    except (struct.error, IndexError) as error:
        raise NotAnImage from error
    raise NotAnImage


def _png(image: bytes) -> bytes:
    parts, at = [PNG_HEAD], len(PNG_HEAD)
    while True:
        (size,) = struct.unpack_from(">I", image, at)
        kind, end = image[at + 4 : at + 8], at + 12 + size
        if end > len(image):
            raise NotAnImage
        if kind in PNG_KEPT:
            parts.append(_without_profile_name(image[at:end]) if kind == b"iCCP" else image[at:end])
        if kind == b"IEND":
            return b"".join(parts)
        at = end


def _without_profile_name(chunk: bytes) -> bytes:
    """Keep the colours, but not the profile's name, which may be a device's."""
    _, found, rest = chunk[8:-4].partition(b"\0")
    if not found:
        raise NotAnImage
    body = b"iCCP" + b"profile\0" + rest
    return struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))


def _webp(image: bytes) -> bytes:
    end = min(len(image), 8 + struct.unpack_from("<I", image, 4)[0])
    parts, at = [], 12
    while at + 8 <= end:
        kind, size = image[at : at + 4], struct.unpack_from("<I", image, at + 4)[0]
        content = image[at + 8 : at + 8 + size]
        if len(content) != size:
            raise NotAnImage
        if kind in WEBP_KEPT:
            parts.append(_webp_chunk(kind, content))
        at += 8 + size + size % 2
    if not parts:
        raise NotAnImage
    body = b"WEBP" + b"".join(parts)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _webp_chunk(kind: bytes, content: bytes) -> bytes:
    if kind == b"VP8X":
        content = bytes([content[0] & ~WEBP_EXIF_AND_XMP]) + content[1:]
    return kind + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)


def _gif(image: bytes) -> bytes:
    """Keep the pictures, their colours, timing and loops; leave out comments and what programs wrote for themselves."""
    at = 13 + _gif_table(image[10])
    parts = [image[:at]]
    while image[at] != GIF_END:
        if image[at] == GIF_PICTURE:
            end = _gif_blocks_end(image, at + 11 + _gif_table(image[at + 9]))
            kept = True
        elif image[at] == GIF_BLOCK:
            end = _gif_blocks_end(image, at + 2)
            kept = image[at + 1] in GIF_KEPT or image[at + 2 : at + 14] in GIF_LOOPS
        else:
            raise NotAnImage
        parts += [image[at:end]] if kept else []
        at = end
    return b"".join([*parts, b"\x3b"])


def _gif_table(flags: int) -> int:
    """Return how many bytes of colours follow."""
    return 3 << (flags & 7) + 1 if flags & GIF_TABLE else 0


def _gif_blocks_end(image: bytes, at: int) -> int:
    """Return where a row of blocks ends: after an empty one."""
    while size := image[at]:
        at += size + 1
    return at + 1


def _jpeg(image: bytes) -> bytes:
    parts, at = [JPEG_HEAD], 2
    while True:
        if image[at] != 0xFF:  # noqa: PLR2004 - every JPEG marker begins so
            raise NotAnImage
        marker = image[at + 1]
        if marker == JPEG_END:
            return b"".join([*parts, b"\xff\xd9"])
        if marker == 0xFF:  # noqa: PLR2004 - a marker may be preceded by fill bytes
            at += 1
            continue
        end = at + 2 + struct.unpack_from(">H", image, at + 2)[0]
        if end > len(image):
            raise NotAnImage
        end = _end_of_scan(image, end) if marker == JPEG_SCAN else end
        parts.append(_jpeg_part(marker, image[at:end]))
        at = end


def _end_of_scan(image: bytes, start: int) -> int:
    """Return where the picture data that begins at `start` ends: at the next marker that is not part of it."""
    found = NEXT_MARKER.search(image, start)
    if found is None:
        raise NotAnImage
    return found.end() - 2


def _jpeg_part(marker: int, part: bytes) -> bytes:
    """Return what is kept of one part: all of what draws, nothing of what tells, and the orientation."""
    if marker == JPEG_COMMENT:
        return b""
    if marker not in JPEG_APPS:
        return part
    if marker == JPEG_EXIF[0] and part[4:].startswith(JPEG_EXIF[1]):
        return _orientation_only(part[10:])
    kept = JPEG_KEPT_APPS.get(marker)
    return part if kept is not None and part[4:].startswith(kept) else b""


def _orientation_only(tiff: bytes) -> bytes:
    """Return an Exif part with nothing but how the picture must be turned; empty when it stands upright."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return b""
    try:
        turned = _orientation(tiff, order)
    except struct.error:
        return b""
    if turned not in TURNED:
        return b""
    body = b"Exif\0\0MM\0*" + struct.pack(">IHHHIHHI", 8, 1, ORIENTATION, 3, 1, turned, 0, 0)
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def _orientation(tiff: bytes, order: str) -> int:
    (start,) = struct.unpack_from(order + "I", tiff, 4)
    (count,) = struct.unpack_from(order + "H", tiff, start)
    for index in range(min(count, 512)):
        tag, _, _, value = struct.unpack_from(order + "HHIH", tiff, start + 2 + 12 * index)
        if tag == ORIENTATION:
            return int(value)
    return 1


def _limit_this_process() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))


def main() -> int:
    """Clean the image on standard input; the exit code says whether standard output can be used."""
    _limit_this_process()
    try:
        sys.stdout.buffer.write(without_metadata(sys.stdin.buffer.read()))
    except (NotAnImage, MemoryError):
        return REFUSED
    return 0


if __name__ == "__main__":
    sys.exit(main())
