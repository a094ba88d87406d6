"""An organisation's colours and font as a stylesheet of tokens; the ink on the accent follows by contrast."""

from hashlib import sha256

from meldpunt.people.terms import FontStack, Theme

FONTS = {
    FontStack.SYSTEM: 'system-ui, -apple-system, "Segoe UI", "Noto Sans", "Liberation Sans", sans-serif',
    FontStack.HUMANIST: 'Seravek, "Gill Sans Nova", Ubuntu, Calibri, "DejaVu Sans", sans-serif',
    FontStack.GEOMETRIC: 'Avenir, Montserrat, Corbel, "URW Gothic", sans-serif',
    FontStack.SERIF: 'Charter, "Bitstream Charter", "Sitka Text", Cambria, "Noto Serif", serif',
    FontStack.SLAB: 'Rockwell, "Rockwell Nova", "Roboto Slab", "DejaVu Serif", serif',
    FontStack.MONO: 'ui-monospace, "Cascadia Mono", Menlo, Consolas, "Liberation Mono", monospace',
}
HATCH_ALPHA = "2e"
DARK_INK, LIGHT_INK = "#0a1413", "#ffffff"


def theme_version(theme: Theme) -> str:
    """Give a short word that changes with the theme, for the stylesheet's address."""
    return sha256(repr(theme).encode()).hexdigest()[:8]


def stylesheet(theme: Theme) -> str:
    """Write the tokens in which `theme` differs from the look's own; public.css says what each is for."""
    own = Theme()
    tokens: dict[str, str] = {}
    if (theme.accent, theme.accent_dark) != (own.accent, own.accent_dark):
        tokens |= _accent_tokens(theme)
    if (theme.ink, theme.paper, theme.ink_dark, theme.paper_dark) != (own.ink, own.paper, own.ink_dark, own.paper_dark):
        tokens |= _paper_tokens(theme)
    if theme.font != own.font:
        tokens |= {"heading": FONTS[theme.font], "text": FONTS[theme.font]}
    lines = [f"  --{name}: {value};" for name, value in tokens.items()]
    return "\n".join([":root {", *lines, "}", ""])


def contrast(one: str, other: str) -> float:
    """Give the contrast of two colours (`#rrggbb`), 1 to 21, as WCAG 2.2 defines it."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _accent_tokens(theme: Theme) -> dict[str, str]:
    return {
        "accent": _both(theme.accent, theme.accent_dark),
        "accent-ink": _both(_ink_on(theme.accent), _ink_on(theme.accent_dark)),
        "hatch": _both(theme.accent + HATCH_ALPHA, theme.accent_dark + HATCH_ALPHA),
    }


def _paper_tokens(theme: Theme) -> dict[str, str]:
    """Mix what lies between paper and ink from the two, so that the greys follow them."""
    mixes = {"ground": 8, "sunk": 4, "line": 22, "edge": 58, "soft": 74}
    mixed = {name: f"color-mix(in srgb, var(--ink) {share}%, var(--paper))" for name, share in mixes.items()}
    return {"ink": _both(theme.ink, theme.ink_dark), "paper": _both(theme.paper, theme.paper_dark), **mixed}


def _both(light: str, dark: str) -> str:
    return f"light-dark({light}, {dark})"


def _ink_on(colour: str) -> str:
    return max((LIGHT_INK, DARK_INK), key=lambda ink: contrast(ink, colour))


def _luminance(colour: str) -> float:
    """Give the relative luminance of `#rrggbb`, 0 to 1 (WCAG 2.2, definition of relative luminance)."""
    red, green, blue = (_linear(int(colour[start : start + 2], 16) / 255) for start in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(share: float) -> float:
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - sRGB, IEC 61966-2-1
