"""How an organisation looks, where its policy leaves that to the settings."""

from datetime import datetime

from meldpunt.journal.actions import transaction
from meldpunt.people import actions as people
from meldpunt.people.actions.keys import hold_organisation
from meldpunt.people.terms import Theme, Visitor
from meldpunt.policy.queries import decided_look
from meldpunt.policy.terms import PolicyDecides


def change_theme(*, theme: Theme, by: Visitor, now: datetime) -> None:
    """Change colours and font, if everything stays readable. Raises NotAllowed, SettingsRefused, PolicyDecides."""
    with transaction():
        hold_organisation(by.organisation.id)
        if decided_look(by.organisation.id, now=now).theme:
            raise PolicyDecides
        people.change_theme(theme=theme, by=by, now=now)


def change_logo(*, content: bytes | None, by: Visitor, now: datetime) -> None:
    """Set the logo, a PNG or WEBP picture, or go back to the name alone. Raises NotAllowed, SettingsRefused, PolicyDecides."""
    with transaction():
        hold_organisation(by.organisation.id)
        if decided_look(by.organisation.id, now=now).logo:
            raise PolicyDecides
        if content is None:
            people.remove_logo(by=by, now=now)
        else:
            people.change_logo(content=content, by=by, now=now)
