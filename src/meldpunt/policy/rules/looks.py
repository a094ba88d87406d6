"""How a policy wants pages to look: colours that can be read, and a picture that is a logo."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict

from meldpunt.people.rules.looks import check_theme, read_logo
from meldpunt.people.terms import FontStack, SettingsRefused, Theme
from meldpunt.policy.rules.file.words import Complaint, Path
from meldpunt.policy.rules.file.words import mark as _
from meldpunt.policy.terms import Look, PolicyText


def theme_of(look: Look) -> Theme:
    """Return colours and font as pages are drawn with them."""
    colours = {name: value for name, value in asdict(look).items() if name not in {"font", "logo"}}
    return Theme(**colours, font=FontStack(look.font.value))


def look_of(policy: PolicyText) -> tuple[Theme | None, str | None]:
    """Return what the policy decides of the organisation's look: colours and font, and the name of its logo; None for what is left to the settings."""
    look, theme = policy.organisation.look, theme_of(policy.organisation.look)
    return (None if theme == Theme() else theme), look.logo


def looks_can_be_seen(policy: PolicyText, files: Mapping[str, bytes]) -> Iterator[Complaint]:
    """Yield colours that cannot be read, and pictures that are no logo; `files` are those beside the policy, by name."""
    looks: list[tuple[Path, Look]] = [(("organisation", "look"), policy.organisation.look)]
    looks += [(("brand", at, "look"), brand.look) for at, brand in enumerate(policy.brand)]
    for path, look in looks:
        yield from _look(path, look, files)


def _look(path: Path, look: Look, files: Mapping[str, bytes]) -> Iterator[Complaint]:
    try:
        check_theme(theme_of(look))
    except SettingsRefused as refused:
        yield Complaint(
            (*path, refused.field),
            _("This colour cannot be read well on its background."),
            _("Choose two colours with a contrast of at least 4.5 to 1."),
        )
    if look.logo is None or look.logo not in files:
        return
    try:
        read_logo(files[look.logo])
    except SettingsRefused:
        yield Complaint(
            (*path, "logo"),
            _("This picture cannot be a logo."),
            _("Use a PNG or WEBP of at most 32 kB and 1024 by 1024 pixels."),
        )
