"""What an organisation can set."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from meldpunt.journal.actions import record, transaction
from meldpunt.people.access import allow
from meldpunt.people.actions import addresses
from meldpunt.people.actions.keys import hold_for
from meldpunt.people.models import Organisation
from meldpunt.people.rules import settings as rules
from meldpunt.people.rules.looks import check_theme, logo_version, read_logo, theme_to
from meldpunt.people.terms import AddressNotUsable, Deed, Settings, SettingsRefused, Theme, Visitor

_SWITCHES: Final = {
    "figures_public": {True: "settings.figures_shown", False: "settings.figures_hidden"},
    "reroutes_alone": {True: "settings.reroutes_alone", False: "settings.reroutes_asked"},
    "tests_way_in": {True: "settings.tests_on", False: "settings.tests_off"},
    "tests_mail": {True: "settings.mail_tests_on", False: "settings.mail_tests_off"},
}
"""What is told by itself in the journal when it is switched."""


def change_settings(*, settings: Settings, by: Visitor, now: datetime) -> None:
    """Change name, languages, zone, sender and notices. Raises NotAllowed, SettingsRefused."""
    allow(by, Deed.CHANGE_SETTINGS)
    tidy = rules.check_settings(settings)
    values = {
        "name": tidy.name,
        "languages": list(tidy.languages),
        "zone": tidy.zone,
        "region": tidy.region,
        "closed_days": list(tidy.closed_days),
        "worked_days": list(tidy.worked_days),
        "mail_from": _address("mail_from", tidy.mail_from),
        "mail_in": _address("mail_in", tidy.mail_in),
        "subaddress": tidy.subaddress,
        "notice_phrase": tidy.notice_phrase,
        "finder_mail_enabled": tidy.finder_mail_enabled,
    }
    with transaction():
        _refuse_taken(values["mail_in"], by)
        _change(values, "settings.changed", by, now)
        if tidy.second_factor is not by.organisation.second_factor:
            need = {"second_factor": tidy.second_factor.value}
            _change(need, "settings.second_factor_changed", by, now, **need)
        for switch, deeds in _SWITCHES.items():
            wanted = getattr(tidy, switch)
            if wanted is not getattr(by.organisation, switch):
                _change({switch: wanted}, deeds[wanted], by, now)


def change_theme(*, theme: Theme, by: Visitor, now: datetime) -> None:
    """Change colours and font, if everything stays readable. Raises NotAllowed, SettingsRefused."""
    allow(by, Deed.CHANGE_SETTINGS)
    check_theme(theme)
    _change({"theme": theme_to(theme)}, "settings.theme_changed", by, now)


def change_logo(*, content: bytes, by: Visitor, now: datetime) -> None:
    """Set the logo: a PNG or WEBP picture. Raises NotAllowed, SettingsRefused."""
    allow(by, Deed.CHANGE_SETTINGS)
    logo = read_logo(content)
    values = {"logo": logo.content, "logo_type": logo.media_type.value, "logo_version": logo_version(logo)}
    _change(values, "settings.logo_changed", by, now)


def remove_logo(*, by: Visitor, now: datetime) -> None:
    """Go back to the name alone. Raises NotAllowed."""
    allow(by, Deed.CHANGE_SETTINGS)
    _change({"logo": None, "logo_type": "", "logo_version": ""}, "settings.logo_removed", by, now)


def _address(field: str, address: str) -> str:
    try:
        return addresses.usable(address) if address else ""
    except AddressNotUsable:
        raise SettingsRefused(field, "not an address") from None


def _refuse_taken(mail_in: object, by: Visitor) -> None:
    """Refuse an address at which another organisation's mail comes in. Raises SettingsRefused."""
    if mail_in and Organisation.objects.filter(mail_in=mail_in).exclude(pk=by.organisation.id).exists():
        raise SettingsRefused("mail_in", "taken")


def _change(values: Mapping[str, object], deed: str, by: Visitor, now: datetime, **facts: str) -> None:
    with transaction():
        hold_for(by, Deed.CHANGE_SETTINGS)
        Organisation.objects.filter(pk=by.organisation.id).update(**values)
        record(organisation=by.organisation.id, case=None, by=by.actor, deed=deed, facts=facts, now=now)
