"""The privacy statement: true of the program, derived from policy and settings, and silent about people behind the policy."""

import pytest
from django.test import Client
from django.utils import timezone

from meldpunt.people.models import Organisation
from tests.doors.public.test_brands import BRANDS
from tests.factories.cases import make_case
from tests.factories.people import MadeOrganisation, make_organisation
from tests.factories.policy import publish_text
from tests.factories.policy_texts import SMALL, with_lines

pytestmark = pytest.mark.django_db
HOST = "report.haven.example"
UNSAID = "Not stated here yet. Ask us."
TOLD = """
[privacy]
controller = "Haven Holding B.V."
address = "Kade 1, 1234 AB Havenstad"
officer = "fg@haven.example"
basis = "legitimate_interests"
processors = ["Dok Hosting B.V."]
outside_eea = { nl = "Niets.", en = "Nothing goes there." }
statement = "https://haven.example/privacy"
"""


@pytest.fixture
def organisation() -> MadeOrganisation:
    return make_organisation(name="Haven", host_names=[HOST])


def words(language: str = "en", host: str = HOST) -> str:
    return " ".join(Client(headers={"host": host, "accept-language": language}).get("/privacy").text.split())


def published(organisation: MadeOrganisation, text: str = SMALL) -> str:
    publish_text(organisation, text, now=timezone.now())
    return words()


@pytest.mark.usefixtures("organisation")
@pytest.mark.parametrize(("language", "told"), [("en", "What we keep of you"), ("nl", "Wat wij van u bewaren")])
def test_it_is_there_before_anything_was_published(language, told):
    assert told in words(language)


@pytest.mark.parametrize("gone", ["address", "officer", "basis"])
def test_what_the_policy_does_not_say_is_not_made_up(organisation, gone):
    lines = [line for line in TOLD.splitlines(keepends=True) if not line.startswith(gone)]
    assert published(organisation, SMALL + "".join(lines)).count(UNSAID) == 1


def test_what_the_policy_says_stands_there(organisation):
    html = published(organisation, SMALL + TOLD)
    told = (
        "Haven Holding B.V.",
        "Kade 1, 1234 AB Havenstad",
        'href="mailto:fg@haven.example"',
        "article 6(1)(f)",
        "You can object",
        "Dok Hosting B.V.",
        "Nothing goes there.",
        "https://haven.example/privacy",
    )
    assert ([each for each in told if each not in html], UNSAID in html) == ([], False)


def test_no_officer_is_told_as_that(organisation):
    text = SMALL + TOLD.replace('officer = "fg@haven.example"', "without_officer = true")
    assert "None: we are not obliged to have one." in published(organisation, text)


@pytest.mark.parametrize(
    ("kept", "contact", "told"),
    [
        (True, '["email", "phone"]', (True, False, True)),
        (False, '["email", "phone"]', (False, True, True)),
        (True, '["phone"]', (False, False, False)),
        (False, '["phone"]', (False, False, False)),
    ],
)
def test_mail_is_told_as_settings_and_policy_have_it(organisation, kept, contact, told):
    Organisation.objects.filter(pk=organisation.id).update(finder_mail_enabled=kept)
    html = published(organisation, f"{SMALL}\n[finder]\ncontact = {contact}\n")
    asked = (
        "in a way that our server can open by itself",
        "Our server keeps no address",
        "your mail provider and ours",
    )
    assert tuple(each in html for each in asked) == told


@pytest.mark.parametrize(
    ("finder", "told"),
    [
        ("", "if you tell us. You need not tell us."),
        ('identity = ["anonymous"]\ncontact = []', "we do not ask for them"),
        ('identity = ["name"]\ncontact_is = "required"', "a name and for an address or number: without them"),
        ('identity = ["name"]', "We ask for a name: without one"),
        ('contact_is = "required"\nidentity = ["pseudonym"]\ncontact = ["phone"]', "without them the form"),
    ],
)
def test_what_must_be_given_is_told_beforehand(organisation, finder, told):
    """GDPR, article 13(2), point e."""
    assert told in published(organisation, f"{SMALL}\n[finder]\n{finder}\n")


def test_times_are_those_of_the_policy(organisation):
    html = published(
        organisation,
        SMALL
        + '\n[retention]\nidentity = "2 weeks"\nfinder_page = "90 days"\nfiles = "4 months"\nreport = "9 months"\n',
    )
    told = [
        "90 days after your report is closed. Then the code opens nothing",
        *(f"{span} after your report is closed" for span in ("2 weeks", "4 months", "9 months")),
    ]
    assert [each for each in told if each not in html] == []


@pytest.mark.usefixtures("organisation")
def test_under_the_built_in_policy_no_time_is_made_up():
    assert words().count(UNSAID) == 6


@pytest.mark.parametrize(
    ("region", "told"),
    [("NL", "Autoriteit Persoonsgegevens"), ("BE", "Gegevensbeschermingsautoriteit"), ("DE-BY", "where you live")],
)
def test_complaints_go_to_the_authority_of_the_country(organisation, region, told):
    Organisation.objects.filter(pk=organisation.id).update(region=region)
    assert told in words()


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ('\n[people.second_pair_of_eyes]\nname = "D"\nmail = "d@cert.example"\noutside = true\n', "from outside our"),
        ('\n[[reward.step]]\nseverity = "low"\nleast = 5\nmost = 9\n', "To give you the reward"),
        (
            '\n[[way_in]]\nkind = "mail"\naddress = "security@haven.example"\n',
            "Do you report by mail? Then what you tell is also kept there.",
        ),
        ('\n[[way_in]]\nkind = "phone"\naddress = "+31 88 000 00 00"\n', "From then on it is sealed here"),
    ],
)
def test_what_is_only_sometimes_so_is_told_only_then(organisation, more, told):
    assert [told in published(organisation, text) for text in (SMALL, SMALL + more)] == [False, True]


def test_the_police_are_named_where_the_policy_announces_it(organisation):
    misuse = with_lines('kind = "no_steps"', 'kind = "no_steps"\nmisuse = ["misuse_passing_on"]')
    assert ["The police" in published(organisation, text) for text in (SMALL, misuse)] == [False, True]


def test_an_onion_address_is_named(organisation):
    onion = "a" * 56 + ".onion"
    make_organisation(name="Onion", host_names=["onion.example", onion])
    assert [onion in words(host=host) for host in (HOST, "onion.example")] == [False, True]
    assert organisation.id


def test_a_brand_says_whose_name_it_is(organisation):
    published(organisation, SMALL + BRANDS)
    html = words(host="lek.bloom.example")
    assert "<bdi>Haven</bdi>. <bdi>Bloom &amp; Co</bdi> is one of its names." in html


@pytest.mark.usefixtures("organisation")
def test_an_unknown_host_has_none():
    assert Client(headers={"host": "nobody.example"}).get("/privacy").status_code == 404


def test_it_names_nobody_behind_the_policy(organisation):
    assert "a@haven.example" not in published(organisation, SMALL + TOLD)


@pytest.mark.usefixtures("organisation")
@pytest.mark.parametrize("path", ["/", "/policy", "/privacy", "/accessibility", "/sealed", "/report", "/case"])
def test_reading_sets_no_cookie(path):
    """As the statement says."""
    assert dict(Client(headers={"host": HOST}).get(path).cookies) == {}


@pytest.mark.usefixtures("organisation")
def test_sending_a_report_sets_no_cookie():
    """As the statement says."""
    visitor = Client(headers={"host": HOST})
    token = visitor.get("/report").text.partition('name="form" value="')[2].partition('"')[0]
    answer = visitor.post("/report", {"form": token, "where": "a", "what": "b"})
    assert (answer.status_code, dict(answer.cookies)) == (200, {})


@pytest.mark.usefixtures("organisation")
def test_every_page_leads_to_it():
    pages = [Client(headers={"host": HOST}).get(path).text for path in ("/", "/report", "/case", "/policy")]
    assert ['href="/privacy"' in html for html in pages] == [True] * 4


def test_a_change_shows_at_once(organisation):
    shown = [published(organisation), published(organisation, SMALL + TOLD)]
    Organisation.objects.filter(pk=organisation.id).update(finder_mail_enabled=False)
    assert len({*shown, words()}) == 3


BOTH = f'{SMALL}\n[finder]\nidentity = ["anonymous", "name"]\ncontact = ["email", "phone"]\n'
NEITHER = f'{SMALL}\n[finder]\nidentity = ["anonymous"]\ncontact = []\n'
NOT_ASKED = "No name and no address: we do not ask for them."
ONCE_MORE = "your e-mail address once more"
DELETE = "You can delete your name and contact details yourself"


@pytest.mark.parametrize("reported", [False, True])
def test_what_was_left_under_an_earlier_version_is_told_once_somebody_reported_then(organisation, reported):
    if reported:
        make_case(organisation, now=timezone.now())
    published(organisation, BOTH)
    html = published(organisation, NEITHER)
    asked = (NOT_ASKED, "under an earlier version of our policy. We do not ask for them any more.", ONCE_MORE, DELETE)
    assert [each in html for each in asked] == [not reported, reported, reported, reported]


@pytest.mark.parametrize(
    ("finder", "told"),
    [
        ('identity = ["anonymous"]', "Your name or pseudonym, if you gave it under an earlier version"),
        ("contact = []", "How to reach you, if you told us under an earlier version"),
        ('contact = ["phone"]', "Who asked for them before still gets them."),
    ],
)
def test_one_of_them_that_is_not_asked_any_more_is_told_apart(organisation, finder, told):
    make_case(organisation, now=timezone.now())
    html = published(organisation, f"{SMALL}\n[finder]\n{finder}\n")
    assert (told in html, "if you tell us." in html or "if you give it." in html) == (True, True)


def test_what_was_left_before_is_told_in_dutch_too(organisation):
    make_case(organisation, now=timezone.now())
    published(organisation, NEITHER)
    assert "onder een eerdere versie van ons beleid. Wij vragen daar niet meer om." in words("nl")
