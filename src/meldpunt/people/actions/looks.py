"""How an organisation looks, where its policy says so."""

from datetime import datetime
from uuid import UUID

from meldpunt.journal.actions import record, transaction
from meldpunt.journal.terms import Actor
from meldpunt.people.actions.keys import hold_organisation
from meldpunt.people.models import Organisation
from meldpunt.people.rules.looks import check_theme, logo_version, read_logo, theme_to
from meldpunt.people.terms import Theme


def set_look(*, organisation: UUID, theme: Theme | None, logo: bytes | None, by: Actor, now: datetime) -> None:
    """Let an organisation look as the policy says; None leaves colours and font, or the logo, as they are.

    Raises SettingsRefused, NotThere.
    """
    values: dict[str, object] = {}
    if theme is not None:
        check_theme(theme)
        values["theme"] = theme_to(theme)
    if logo is not None:
        picture = read_logo(logo)
        values |= {"logo": logo, "logo_type": picture.media_type.value, "logo_version": logo_version(picture)}
    with transaction():
        owner = hold_organisation(organisation)
        shown = {name: value for name, value in values.items() if name != "logo"}
        if all(getattr(owner, name) == value for name, value in shown.items()):
            return
        Organisation.objects.filter(pk=organisation).update(**values)
        record(organisation=organisation, case=None, by=by, deed="organisation.look_set", facts={}, now=now)
