"""What an organisation can set."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from meldpunt.journal.terms import Actor
from meldpunt.people.terms import Settings, Theme, Visitor


def change_settings(*, settings: Settings, by: Visitor, now: datetime) -> None:
    """Change name, languages, zone, sender and notices. Raises NotAllowed, SettingsRefused."""
    raise NotImplementedError


def change_theme(*, theme: Theme, by: Visitor, now: datetime) -> None:
    """Change colours and font, if everything stays readable. Raises NotAllowed, SettingsRefused."""
    raise NotImplementedError


def change_logo(*, content: bytes, by: Visitor, now: datetime) -> None:
    """Set the logo: a PNG or WEBP picture. Raises NotAllowed, SettingsRefused."""
    raise NotImplementedError


def remove_logo(*, by: Visitor, now: datetime) -> None:
    """Go back to the name alone. Raises NotAllowed."""
    raise NotImplementedError


def set_host_names(*, organisation: UUID, hosts: Sequence[str], by: Actor, now: datetime) -> None:
    """Set the host names of an organisation, the shown one first; for the operator. Raises HostTaken, NotThere."""
    raise NotImplementedError
