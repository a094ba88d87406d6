"""The organisation looks as its policy says, from the moment it is in force; what that leaves open is set at the desk."""

import pytest
from django.utils import timezone

from meldpunt.journal.queries import entries_of_organisation
from meldpunt.people.queries import organisation_facts
from meldpunt.people.rules.looks import logo_version, read_logo
from meldpunt.people.terms import FontStack, Theme
from meldpunt.policy.actions import change_logo, change_theme
from meldpunt.policy.jobs import settle_versions
from meldpunt.policy.terms import PolicyDecides
from tests.factories.desk import client_of
from tests.factories.people import NOW, MadeMember, MadeOrganisation, make_lead
from tests.factories.policy import publish_text
from tests.factories.policy_texts import SMALL
from tests.people.pictures import png
from tests.policy.test_take_effect import LATER, THEN

pytestmark = pytest.mark.django_db
COLOUR, LOGO = 'accent = "#7a1022"', 'logo = "logo.png"'
WINE = Theme(accent="#7a1022")


@pytest.fixture
def lead(organisation: MadeOrganisation) -> MadeMember:
    return make_lead(organisation, language="en")


def looking(*lines: str, first: str = "format = 1") -> str:
    """Return a policy with these lines about the look."""
    return SMALL.replace("format = 1", first).replace(
        "[contact]", "\n".join(("[organisation.look]", *lines, "", "[contact]"))
    )


def publish(organisation: MadeOrganisation, *lines: str, first: str = "format = 1") -> None:
    publish_text(organisation, looking(*lines, first=first), files={"logo.png": png(64, 32)}, now=NOW)


def test_colours_and_logo_are_there_when_it_is_published(organisation):
    publish(organisation, COLOUR, LOGO)
    found = organisation_facts(organisation.id)
    assert (found.theme, found.logo_version) == (WINE, logo_version(read_logo(png(64, 32))))


def test_a_version_to_come_changes_nothing_before_its_day(organisation):
    publish(organisation, COLOUR, LOGO, first=f"format = 1\n{LATER}")
    before = organisation_facts(organisation.id)
    done, after = settle_versions(now=THEN), organisation_facts(organisation.id)
    assert (before.theme, before.logo_version, done) == (Theme(), "", 1)
    assert (after.theme, after.logo_version != "") == (WINE, True)


def test_what_the_policy_leaves_open_stays_as_the_desk_has_it(organisation, lead):
    change_theme(theme=Theme(font=FontStack.SERIF), by=lead.unlocked, now=NOW)
    change_logo(content=png(32, 32), by=lead.unlocked, now=NOW)
    publish_text(organisation)
    found = organisation_facts(organisation.id)
    assert (found.theme, found.logo_version) == (Theme(font=FontStack.SERIF), logo_version(read_logo(png(32, 32))))


def test_what_the_policy_decides_the_desk_does_not_change(organisation, lead):
    publish(organisation, COLOUR, LOGO)
    with pytest.raises(PolicyDecides):
        change_theme(theme=Theme(), by=lead.unlocked, now=NOW)
    for content in (None, png(32, 32)):
        with pytest.raises(PolicyDecides):
            change_logo(content=content, by=lead.unlocked, now=NOW)
    assert organisation_facts(organisation.id).theme == WINE


def test_the_desk_decides_again_when_the_policy_does_not(organisation, lead):
    publish(organisation, COLOUR)
    publish_text(organisation, now=NOW)
    change_theme(theme=Theme(), by=lead.unlocked, now=NOW)
    assert organisation_facts(organisation.id).theme == Theme()


def test_the_same_look_is_journalled_once(organisation):
    publish(organisation, COLOUR, LOGO)
    publish_text(organisation, looking(COLOUR, LOGO) + "# again", files={"logo.png": png(64, 32)}, now=NOW)
    assert [entry.deed for entry in entries_of_organisation(organisation.id)].count("organisation.look_set") == 1


def test_the_page_says_who_decides_and_where(organisation, lead):
    publish_text(organisation, looking(COLOUR), now=timezone.now())
    desk = client_of(lead)
    page = desk.get("/desk/settings/look").text
    told = ("The policy in force decides colours and font.", ">Save<", "Use this picture")
    assert [part in page for part in told] == [True, False, True]


@pytest.mark.parametrize(("address", "typed"), [("logo", {"remove": "1"}), ("look", {})])
def test_a_form_that_was_open_is_refused_with_the_remedy(organisation, lead, address, typed):
    desk = client_of(lead)
    publish_text(organisation, looking(COLOUR, LOGO), files={"logo.png": png(64, 32)}, now=timezone.now())
    colours = {
        "accent": "#0b5a5e",
        "ink": "#14211d",
        "paper": "#fcfdfc",
        "accent_dark": "#7fd1c7",
        "ink_dark": "#e4ece8",
        "paper_dark": "#17201d",
        "font": "system",
    }
    answer = desk.post(f"/desk/settings/{address}", typed or colours)
    assert (answer.status_code, "decides colours, font and logo" in answer.text) == (409, True)
    assert organisation_facts(organisation.id).theme == WINE
