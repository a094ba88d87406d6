"""How an organisation may look: colours, font and logo."""

from dataclasses import dataclass, field
from enum import StrEnum


class FontStack(StrEnum):
    """The closed list of fonts: all of them already on the visitor's device."""

    SYSTEM = "system"
    HUMANIST = "humanist"
    GEOMETRIC = "geometric"
    SERIF = "serif"
    SLAB = "slab"
    MONO = "mono"


@dataclass(frozen=True)
class Theme:
    """The colours (`#rrggbb`) and the font an organisation can set, for light and for dark."""

    accent: str = "#0b5a5e"
    ink: str = "#14211d"
    paper: str = "#fcfdfc"
    accent_dark: str = "#7fd1c7"
    ink_dark: str = "#e4ece8"
    paper_dark: str = "#17201d"
    font: FontStack = FontStack.SYSTEM


class LogoType(StrEnum):
    """The kinds of picture a logo may be."""

    PNG = "image/png"
    WEBP = "image/webp"


@dataclass(frozen=True)
class BrandLook:
    """A brand as a policy names it: its key, its name, where it is found (the shown host first), and how it looks.

    `logo` holds the bytes of a picture, or nothing.
    """

    key: str
    name: str
    hosts: tuple[str, ...]
    theme: Theme
    logo: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Logo:
    """An organisation's logo, checked."""

    media_type: LogoType
    content: bytes = field(repr=False)
    width: int
    height: int
