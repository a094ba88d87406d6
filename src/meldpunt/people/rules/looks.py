"""Whether a theme stays readable and a logo is a small picture.

Contrast after WCAG 2.2, success criterion 1.4.3 (level AA): 4.5 to 1 for text.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import asdict
from typing import Final

from meldpunt.people.terms import FontStack, Logo, LogoType, SettingsRefused, Theme

CONTRAST: Final = 4.5
DARKEST: Final = 0.04045
MAX_LOGO_BYTES: Final = 32 * 1024
MAX_LOGO_SIDE: Final = 1024
WEBP_HEAD: Final = 30

FONT_STACKS: Final[Mapping[FontStack, str]] = {
    FontStack.SYSTEM: "system-ui, sans-serif",
    FontStack.HUMANIST: "Seravek, 'Gill Sans Nova', Ubuntu, Calibri, 'DejaVu Sans', source-sans-pro, sans-serif",
    FontStack.GEOMETRIC: "Avenir, Montserrat, Corbel, 'URW Gothic', source-sans-pro, sans-serif",
    FontStack.SERIF: "Charter, 'Bitstream Charter', 'Sitka Text', Cambria, serif",
    FontStack.SLAB: "Rockwell, 'Rockwell Nova', 'Roboto Slab', 'DejaVu Serif', serif",
    FontStack.MONO: "ui-monospace, 'Cascadia Code', 'Source Code Pro', Menlo, Consolas, monospace",
}

_COLOUR: Final = re.compile(r"#[0-9a-f]{6}")
_COLOURS: Final = ("accent", "ink", "paper", "accent_dark", "ink_dark", "paper_dark")
_PAIRS: Final = (
    ("ink", "paper"),
    ("accent", "paper"),
    ("ink_dark", "paper_dark"),
    ("accent_dark", "paper_dark"),
)


def check_theme(theme: Theme) -> None:
    """Refuse what is no colour, or cannot be read. Raises SettingsRefused with the field and why."""
    for name in _COLOURS:
        if not _COLOUR.fullmatch(getattr(theme, name)):
            raise SettingsRefused(name, "not a colour")
    for text, ground in _PAIRS:
        if contrast(getattr(theme, text), getattr(theme, ground)) < CONTRAST:
            raise SettingsRefused(text, "too little contrast")


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours (`#rrggbb`), from 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def text_on(ground: str) -> str:
    """Return black or white, whichever reads better on a colour."""
    return max("#ffffff", "#000000", key=lambda text: contrast(text, ground))


def theme_to(theme: Theme) -> dict[str, str]:
    """Return a theme as it is stored."""
    return {name: str(value) for name, value in asdict(theme).items()}


def theme_from(stored: Mapping[str, str]) -> Theme:
    """Return a stored theme; what is missing or unknown is as it comes from the box."""
    colours = {name: stored[name] for name in _COLOURS if name in stored}
    fonts = {font.value: font for font in FontStack}
    return Theme(**colours, font=fonts.get(stored.get("font", ""), FontStack.SYSTEM))


def read_logo(content: bytes) -> Logo:
    """Return the logo in these bytes: PNG or WEBP, small in bytes and in pixels. Raises SettingsRefused."""
    if len(content) > MAX_LOGO_BYTES:
        raise SettingsRefused("logo", "too large")
    found = _read_png(content) or _read_webp(content)
    if found is None:
        raise SettingsRefused("logo", "not a PNG or WEBP picture")
    media_type, width, height = found
    if not (0 < width <= MAX_LOGO_SIDE and 0 < height <= MAX_LOGO_SIDE):
        raise SettingsRefused("logo", "too many pixels")
    return Logo(media_type=media_type, content=content, width=width, height=height)


def logo_version(logo: Logo) -> str:
    """Return what changes with the picture, for its address."""
    return hashlib.sha256(logo.content).hexdigest()[:16]


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[start : start + 2], 16) / 255) for start in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(share: float) -> float:
    return share / 12.92 if share <= DARKEST else ((share + 0.055) / 1.055) ** 2.4


def _read_png(content: bytes) -> tuple[LogoType, int, int] | None:
    if not content.startswith(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR") or not content.endswith(b"IEND\xaeB`\x82"):
        return None
    return LogoType.PNG, int.from_bytes(content[16:20], "big"), int.from_bytes(content[20:24], "big")


def _read_webp(content: bytes) -> tuple[LogoType, int, int] | None:
    """Read the size out of the first chunk (RFC 9649)."""
    if len(content) < WEBP_HEAD or content[:4] != b"RIFF" or content[8:12] != b"WEBP":
        return None
    if content[12:16] == b"VP8X":
        return LogoType.WEBP, _little(content[24:27]) + 1, _little(content[27:30]) + 1
    if content[12:16] == b"VP8L":
        bits = _little(content[21:25])
        return LogoType.WEBP, (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if content[12:16] == b"VP8 " and content[23:26] == b"\x9d\x01\x2a":
        return LogoType.WEBP, _little(content[26:28]) & 0x3FFF, _little(content[28:30]) & 0x3FFF
    return None


def _little(some: bytes) -> int:
    return int.from_bytes(some, "little")
