"""Whether a file is a picture that may tell about place, device or person, whatever its sender calls it.

A browser guesses the kind of a file from its name, so its bytes are asked as well. Pictures of kinds that `images` cannot clean are
known here too (HEIC, TIFF and raw photos, AVIF, JPEG XL, JPEG 2000, Photoshop, SVG), so that nobody believes they were cleaned.

No two bytes make a picture, because one of 65,536 random files begins with them. A bare JPEG XL codestream has no longer mark; it counts
where its name or type agrees. What tells of place stands in the boxes of a container (ISO/IEC 18181-2), which has a mark of twelve bytes.
"""

from meldpunt.arrivals.terms import HEAD
from meldpunt.reports.rules.images import is_cleanable

HEADS = (b"II*\0", b"MM\0*", b"8BPS", b"\0\0\0\x0cJXL ", b"\0\0\0\x0cjP  ")
CODESTREAM, CODESTREAM_NAME = b"\xff\x0a", ".jxl"
BRANDS = frozenset((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis", b"crx "))


def is_picture(head: bytes, *, name: str, media_type: str) -> bool:
    """Tell whether a file that begins with `head`, or that its sender calls `name` and `media_type`, is a picture."""
    return media_type.lower().startswith("image/") or is_cleanable(head) or _is_known(head, name)


def _is_known(head: bytes, name: str) -> bool:
    if head.startswith(HEADS) or (head[4:8] == b"ftyp" and head[8:12] in BRANDS):
        return True
    if head.startswith(CODESTREAM):
        return name.lower().endswith(CODESTREAM_NAME)
    return b"\0" not in head[:HEAD] and b"<svg" in head[:HEAD].lower()
