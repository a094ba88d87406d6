"""The accessibility statement: what was checked, what the policy tells, and no claim that nobody examined."""

import pytest
from django.test import Client
from django.utils import timezone

from meldpunt.people.models import Organisation
from tests.factories.people import MadeOrganisation, make_organisation
from tests.factories.policy import publish_text
from tests.factories.policy_texts import SMALL, with_lines

pytestmark = pytest.mark.django_db
HOST = "report.haven.example"
AUDIT = '\n[accessibility]\naudited_on = 2026-06-15\naudited_by = "Drempelvrij"\nreport = "https://haven.example/r"\n'
REGISTER = '\n[accessibility]\nregister = "https://register.example/7"\n'
PUBLIC = with_lines('name = "Haven"', 'name = "Haven"\npublic_body = true')


@pytest.fixture
def organisation() -> MadeOrganisation:
    return make_organisation(name="Haven", host_names=[HOST])


def words(language: str = "en") -> str:
    answer = Client(headers={"host": HOST, "accept-language": language}).get("/accessibility")
    return " ".join(answer.text.split())


def published(organisation: MadeOrganisation, text: str = SMALL) -> str:
    publish_text(organisation, text, now=timezone.now())
    return words()


@pytest.mark.usefixtures("organisation")
@pytest.mark.parametrize(("language", "told"), [("en", "EN 301 549"), ("nl", "Europese norm EN 301 549")])
def test_it_names_the_standard(language, told):
    assert told in words(language)


def test_without_an_audit_it_does_not_say_that_the_pages_conform(organisation):
    assert "we do not say that they meet the standard in full" in published(organisation)


def test_an_audit_is_told_with_who_and_when_and_where(organisation):
    html = published(organisation, SMALL + AUDIT)
    told = ("<bdi>Drempelvrij</bdi> examined", 'datetime="2026-06-15"', 'href="https://haven.example/r"')
    assert ([each in html for each in told], "nobody from outside" in html) == ([True] * 3, False)


@pytest.mark.parametrize(
    ("text", "region", "told"),
    [
        (SMALL, "NL", (False, False, False, False)),
        (PUBLIC, "NL", (True, False, True, False)),
        (PUBLIC + REGISTER, "NL", (True, True, True, False)),
        (PUBLIC.replace("languages", 'country = "BE"\nlanguages'), "BE", (True, False, False, True)),
    ],
)
def test_a_public_body_has_its_own_duties(organisation, text, region, told):
    Organisation.objects.filter(pk=organisation.id).update(region=region)
    html = published(organisation, text)
    asked = ("We are a public body.", "https://register.example/7", "nationaleombudsman.nl", "ombudsman for our")
    assert tuple(each in html for each in asked) == told


def test_limits_of_its_own_are_told_in_the_readers_language(organisation):
    published(organisation, SMALL + '\n[accessibility]\nlimits = { nl = "Geen gebarentaal.", en = "No signs." }\n')
    assert [("Geen gebarentaal." in words(each), "No signs." in words(each)) for each in ("nl", "en")] == [
        (True, False),
        (False, True),
    ]


def test_complaints_go_to_the_contact_of_the_policy(organisation):
    assert 'href="mailto:security@haven.example"' in published(organisation)


@pytest.mark.usefixtures("organisation")
def test_an_unknown_host_has_none():
    assert Client(headers={"host": "nobody.example"}).get("/accessibility").status_code == 404
