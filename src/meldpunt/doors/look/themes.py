"""An organisation's colours and font as a stylesheet of tokens; people.rules.looks sees that it can be read."""

from hashlib import sha256

from meldpunt.people.rules.looks import FONT_STACKS, text_on
from meldpunt.people.terms import Theme

HATCH_ALPHA = "2e"


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
        tokens |= {"heading": FONT_STACKS[theme.font], "text": FONT_STACKS[theme.font]}
    lines = [f"  --{name}: {value};" for name, value in tokens.items()]
    return "\n".join([":root {", *lines, "}", ""])


def _accent_tokens(theme: Theme) -> dict[str, str]:
    return {
        "accent": _both(theme.accent, theme.accent_dark),
        "accent-ink": _both(text_on(theme.accent), text_on(theme.accent_dark)),
        "hatch": _both(theme.accent + HATCH_ALPHA, theme.accent_dark + HATCH_ALPHA),
    }


def _paper_tokens(theme: Theme) -> dict[str, str]:
    """Mix what lies between paper and ink from the two, so that the greys follow them."""
    mixes = {"ground": 8, "sunk": 4, "line": 22, "edge": 58, "soft": 74}
    mixed = {name: f"color-mix(in srgb, var(--ink) {share}%, var(--paper))" for name, share in mixes.items()}
    return {"ink": _both(theme.ink, theme.ink_dark), "paper": _both(theme.paper, theme.paper_dark), **mixed}


def _both(light: str, dark: str) -> str:
    return f"light-dark({light}, {dark})"
