"""Whether a file is a picture that may tell about place, device or person, whatever its sender calls it.

A browser guesses the kind of a file from its name, so its bytes are asked as well. Pictures of kinds that `images` cannot clean are
known here too (HEIC, TIFF and raw photos, AVIF, JPEG XL, JPEG 2000, Photoshop, SVG), so that nobody believes they were cleaned.
"""

from meldpunt.arrivals.terms import HEAD
from meldpunt.reports.rules.images import is_cleanable

HEADS = (b"II*\0", b"MM\0*", b"8BPS", b"\xff\x0a", b"\0\0\0\x0cJXL ", b"\0\0\0\x0cjP  ")
BRANDS = frozenset((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis", b"crx "))


def is_picture(head: bytes, media_type: str) -> bool:
    """Tell whether a file that begins with `head`, or that its sender calls `media_type`, is a picture."""
    return media_type.lower().startswith("image/") or is_cleanable(head) or _is_known(head)


def _is_known(head: bytes) -> bool:
    if head.startswith(HEADS) or (head[4:8] == b"ftyp" and head[8:12] in BRANDS):
        return True
    return b"<svg" in head[:HEAD].lower()
