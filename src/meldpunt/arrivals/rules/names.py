"""Names of files as they may be shown and handed out."""

import unicodedata
from typing import Final

LONGEST_BYTES: Final = 200
LONGEST_EXTENSION: Final = 20
LONGEST_TYPE: Final = 100
UNSAFE: Final = frozenset('"<>:|?*%\\/;`$')
HIDDEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
DEVICES: Final = frozenset(
    {"con", "prn", "aux", "nul", *(f"com{digit}" for digit in range(10)), *(f"lpt{digit}" for digit in range(10))}
)
NAMELESS: Final = "file"


def clean_name(name: str) -> str:
    """Return a harmless file name: no path, no control or direction characters, at most 200 bytes, never empty."""
    last = unicodedata.normalize("NFC", name[:4096].replace("\\", "/")).rstrip("/").rpartition("/")[2]
    visible = "".join("_" if character in UNSAFE else character for character in last if not _hidden(character))
    trimmed = " ".join(visible.split()).strip(". ")
    if trimmed.partition(".")[0].strip().lower() in DEVICES:
        trimmed = f"_{trimmed}"
    return _shortened(trimmed) or NAMELESS


def clean_media_type(media_type: str) -> str:
    """Return a media type as `type/subtype`, or `application/octet-stream` for anything else."""
    kind = media_type.partition(";")[0].strip().lower()
    main, slash, sub = kind.partition("/")
    plain = all(
        part and part.isascii() and part.replace("-", "").replace(".", "").replace("+", "").isalnum()
        for part in (main, sub)
    )
    return kind if slash and plain and len(kind) <= LONGEST_TYPE else "application/octet-stream"


def _hidden(character: str) -> bool:
    return unicodedata.category(character) in HIDDEN


def _shortened(name: str) -> str:
    """Cut the stem, not the extension, to what a file system takes."""
    if len(name.encode()) <= LONGEST_BYTES:
        return name
    stem, dot, extension = name.rpartition(".")
    if not dot or len(extension.encode()) > LONGEST_EXTENSION:
        stem, dot, extension = name, "", ""
    room = LONGEST_BYTES - len((dot + extension).encode())
    return stem.encode()[:room].decode("utf-8", "ignore").rstrip(". ") + dot + extension
