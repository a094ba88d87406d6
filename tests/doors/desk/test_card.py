"""The card for the front desk: from the policy, for every brand and language, to members alone."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from meldpunt.people.terms import Role
from tests.doors.public.test_brands import BRANDS
from tests.factories.desk import client_of
from tests.factories.people import MadeMember, MadeOrganisation, make_member, make_organisation
from tests.factories.policy import publish_text
from tests.factories.policy_texts import SMALL, with_lines

pytestmark = pytest.mark.django_db
HOST = "report.haven.example"


@pytest.fixture
def organisation() -> MadeOrganisation:
    return make_organisation(name="Haven", host_names=["testserver", HOST])


@pytest.fixture
def handler(organisation: MadeOrganisation) -> MadeMember:
    return make_member(organisation, Role.HANDLER)


def words(member: MadeMember, query: str = "") -> str:
    return " ".join(client_of(member).get(f"/desk/card{query}").text.split())


def printed(organisation: MadeOrganisation, member: MadeMember, text: str = SMALL, query: str = "?language=en") -> str:
    publish_text(organisation, text, now=timezone.now())
    return words(member, query)


def test_it_names_whom_to_call_in_order(organisation, handler):
    html = printed(organisation, handler)
    assert html.index("a@haven.example") < html.index("b@haven.example") < html.index("c@haven.example")


def test_it_leads_the_caller_to_the_form(organisation, handler):
    assert "testserver:8000/report</span>" in printed(organisation, handler)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (SMALL, (True, True, False, False, False)),
        (with_lines('rules = ["tell_only_us"]', "rules = []"), (True, False, False, False, False)),
        (SMALL + '[finder]\nidentity = ["name"]\n', (False, True, False, False, False)),
        (SMALL + '[[way_in]]\nkind = "phone"\naddress = "+31 88 000 00 00"\n', (True, True, False, False, False)),
        (SMALL + '[[way_in]]\nkind = "mail"\naddress = "security@haven.example"\n', (True, True, False, True, False)),
        (
            SMALL + '[[other_channel]]\nabout = ["fraud"]\nphone = "+31 88 000 00 01"\n',
            (True, True, False, False, True),
        ),
    ],
)
def test_it_says_what_the_policy_says(organisation, handler, text, told):
    """Except for a number to call: the finder is calling."""
    html = printed(organisation, handler, text)
    asked = (
        "You need not give your name",
        "tell nobody else",
        "+31 88 000 00 00",
        "You can also send a mail",
        'fraud: <span class="mono whole">+31 88 000 00 01',
    )
    assert tuple(each in html for each in asked) == told


def test_the_promised_time_is_told(organisation, handler):
    assert "“You get an answer within 5 working days.”" in printed(organisation, handler)


@pytest.mark.parametrize(("language", "told"), [("nl", "Zeg dit"), ("en", "Say this")])
def test_it_is_there_in_each_language(organisation, handler, language, told):
    html = printed(organisation, handler, query=f"?language={language}")
    assert (f'<article class="paper card" lang="{language}"' in html, f"<h3>{told}</h3>" in html) == (True, True)


def test_a_language_that_is_not_spoken_here_is_not_taken(organisation):
    lead = make_member(organisation, Role.LEAD, language="en")
    assert 'class="paper card" lang="en"' in words(lead, "?language=fr")


@pytest.mark.parametrize(("brand", "name"), [("", "Haven"), ("bloom", "Bloom &amp; Co"), ("nothing", "Haven")])
def test_each_brand_has_its_own(organisation, handler, brand, name):
    html = printed(organisation, handler, SMALL + BRANDS, f"?language=en&brand={brand}")
    form = "lek.bloom.example:8000/report" if brand == "bloom" else "testserver:8000/report"
    assert (f'<p class="soft"><bdi>{name}</bdi>.' in html, form in html) == (True, True)


@pytest.mark.usefixtures("organisation")
def test_under_the_built_in_policy_it_leaves_room_for_a_name(handler):
    assert "Our policy names nobody yet" in words(handler, "?language=en")


@pytest.mark.parametrize("role", list(Role))
def test_every_role_finds_it(organisation, role):
    member = make_member(organisation, role)
    page = "/desk/people" if role is Role.ADMINISTRATOR else "/desk/"
    assert 'href="/desk/card"' in client_of(member).get(page).text


def test_a_stranger_sees_nobody(organisation):
    publish_text(organisation, now=timezone.now())
    answer = Client().get("/desk/card")
    assert (answer.status_code, "a@haven.example" in answer.text) == (303, False)


def test_a_member_of_another_organisation_sees_their_own(organisation):
    publish_text(organisation, now=timezone.now())
    other = make_member(make_organisation(name="Other", host_names=["other.example"]), Role.LEAD)
    assert "a@haven.example" not in words(other)


def test_without_a_number_there_is_a_line_to_write_it_on(organisation, handler):
    """Told above the card as well, and what to add."""
    text = with_lines('mail = "a@haven.example"', 'mail = "a@haven.example"\nphone = "+31 20 000 00 01"')
    html = printed(organisation, handler, text)
    asked = ("+31 20 000 00 01", "[people.technical_contact]", "[people.stand_in]", "[people.breach_contact]")
    assert (html.count('<span class="number">'), *(each in html for each in asked)) == (2, True, False, True, True)


def test_with_every_number_nothing_is_missing(organisation, handler):
    text = re.sub(r'(mail = "[abc]@haven.example")', r'\1\nphone = "+31 20 000 00 01"', SMALL)
    html = printed(organisation, handler, text)
    assert ('<span class="number">' in html, "no telephone number" in html) == (False, False)
