"""What an organisation can set."""

from dataclasses import replace
from typing import Any

import pytest

from meldpunt.journal.queries import entries_of_organisation
from meldpunt.people import queries
from meldpunt.people.actions import change_logo, change_settings, change_theme, remove_logo
from meldpunt.people.terms import Logo, LogoType, NotAllowed, Role, Settings, SettingsRefused, Theme, Visitor
from tests.factories.people import NOW, make_lead, make_member, make_organisation
from tests.people.pictures import png

pytestmark = pytest.mark.django_db

SETTINGS = Settings(
    name="Kliniek Noord",
    languages=("en", "nl"),
    zone="Europe/Brussels",
    region="BE",
    mail_from="meldpunt@noord.example",
    notice_phrase="blauwe fiets",
    finder_mail_enabled=False,
    closed_days=("2026-12-24", "2026-12-31"),
    worked_days=("2026-12-26",),
    mail_in="security@noord.example",
    subaddress="-",
)


@pytest.fixture
def administrator() -> Visitor:
    """Return an administrator, who needs no unlocked desk for this."""
    return make_member(make_organisation(), Role.ADMINISTRATOR).locked


def test_settings_are_changed(administrator: Visitor) -> None:
    change_settings(settings=SETTINGS, by=administrator, now=NOW)
    facts = queries.organisation_facts(administrator.organisation.id)
    changed = {name: getattr(facts, name) for name in vars(SETTINGS)}
    assert changed == vars(SETTINGS)


def test_change_stands_in_the_journal_without_values(administrator: Visitor) -> None:
    change_settings(settings=SETTINGS, by=administrator, now=NOW)
    (line,) = entries_of_organisation(administrator.organisation.id, limit=1)
    assert (line.deed, line.actor.id, line.facts) == ("settings.changed", administrator.member, {})


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 121),
        ("mail_in", "security"),
        ("mail_in", "a@b@c.example"),
        ("subaddress", "*"),
        ("subaddress", "++"),
        ("languages", ()),
        ("languages", ("de",)),
        ("zone", "Mars/Olympus"),
        ("region", "nl"),
        ("closed_days", ("24-12-2026",)),
        ("worked_days", ("2026-02-30",)),
        ("closed_days", tuple(f"2026-01-{day:02}" for day in range(1, 31)) * 20),
        ("mail_from", "nobody"),
        ("mail_from", "a@x.example\nBcc: b@x.example"),
        ("notice_phrase", "x" * 81),
        ("notice_phrase", "a\nb"),
    ],
)
def test_setting_that_cannot_be_used_changes_nothing(administrator: Visitor, field: str, value: Any) -> None:
    with pytest.raises(SettingsRefused) as refusal:
        change_settings(settings=replace(SETTINGS, **{field: value}), by=administrator, now=NOW)
    assert refusal.value.field == field
    assert queries.organisation_facts(administrator.organisation.id) == administrator.organisation


def test_theme_is_changed(administrator: Visitor) -> None:
    theme = replace(Theme(), accent="#7a1f3d")
    change_theme(theme=theme, by=administrator, now=NOW)
    assert queries.organisation_facts(administrator.organisation.id).theme == theme


def test_theme_that_cannot_be_read_changes_nothing(administrator: Visitor) -> None:
    with pytest.raises(SettingsRefused):
        change_theme(theme=replace(Theme(), accent="#ffff00"), by=administrator, now=NOW)
    assert queries.organisation_facts(administrator.organisation.id).theme == Theme()


def test_logo_is_kept_bit_for_bit(administrator: Visitor) -> None:
    change_logo(content=png(120, 40), by=administrator, now=NOW)
    assert queries.logo_of(administrator.organisation.id) == Logo(LogoType.PNG, png(120, 40), 120, 40)


def test_version_changes_with_the_logo(administrator: Visitor) -> None:
    versions = []
    for width in (120, 121):
        change_logo(content=png(width, 40), by=administrator, now=NOW)
        versions.append(queries.organisation_facts(administrator.organisation.id).logo_version)
    assert len({"", *versions}) == 3


def test_removed_logo_is_gone(administrator: Visitor) -> None:
    change_logo(content=png(120, 40), by=administrator, now=NOW)
    remove_logo(by=administrator, now=NOW)
    assert queries.logo_of(administrator.organisation.id) is None
    assert queries.organisation_facts(administrator.organisation.id).logo_version == ""


def test_handler_changes_no_settings() -> None:
    handler = make_member(make_organisation()).unlocked
    attempts = (
        lambda: change_settings(settings=SETTINGS, by=handler, now=NOW),
        lambda: change_theme(theme=Theme(), by=handler, now=NOW),
        lambda: change_logo(content=png(1, 1), by=handler, now=NOW),
        lambda: remove_logo(by=handler, now=NOW),
    )
    for attempt in attempts:
        with pytest.raises(NotAllowed):
            attempt()


def test_settings_of_another_organisation_stay(administrator: Visitor) -> None:
    other = make_lead(make_organisation()).locked.organisation
    change_settings(settings=SETTINGS, by=administrator, now=NOW)
    assert queries.organisation_facts(other.id) == other


def test_mail_of_two_organisations_does_not_come_in_at_one_address(administrator: Visitor) -> None:
    change_settings(settings=SETTINGS, by=administrator, now=NOW)
    other = make_member(make_organisation(), Role.ADMINISTRATOR).locked
    with pytest.raises(SettingsRefused) as refused:
        change_settings(settings=replace(SETTINGS, mail_in="Security@Noord.example "), by=other, now=NOW)
    assert (refused.value.field, refused.value.code) == ("mail_in", "taken")


def test_ones_own_address_stays_ones_own(administrator: Visitor) -> None:
    for _ in range(2):
        change_settings(settings=SETTINGS, by=administrator, now=NOW)
    assert queries.organisation_facts(administrator.organisation.id).mail_in == "security@noord.example"


@pytest.mark.parametrize(
    ("changed", "deed"),
    [
        ({"reroutes_alone": True}, "settings.reroutes_alone"),
        ({"tests_way_in": False}, "settings.tests_off"),
        ({"tests_mail": False}, "settings.mail_tests_off"),
    ],
)
def test_switches_that_change_what_happens_alone_are_told_by_themselves(
    administrator: Visitor, changed: Any, deed: str
) -> None:
    change_settings(settings=replace(SETTINGS, **changed), by=administrator, now=NOW)
    (line,) = entries_of_organisation(administrator.organisation.id, limit=1)
    assert line.deed == deed
