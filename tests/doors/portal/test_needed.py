"""A form says what its policy needs of a finder, and nothing else: a name, an address, both or neither."""

import re

import pytest
from django.utils import timezone

from meldpunt.reports.models import Report
from tests.doors.portal.conftest import Finder, multipart
from tests.factories.people import MadeOrganisation
from tests.factories.policy import publish_text
from tests.factories.policy_examples import make_example
from tests.factories.policy_texts import with_lines

pytestmark = pytest.mark.django_db
LEAD = "Only where it is and what you found are needed"
CONTROL = r'<input[^>]*name="{name}"[^>]*>'


def under(organisation: MadeOrganisation, **finder: str) -> None:
    """Publish a policy that asks this of a finder."""
    lines = "".join(f"{key} = {value}\n" for key, value in finder.items())
    publish_text(organisation, with_lines("[clauses]", f"[finder]\n{lines}\n[clauses]"), now=timezone.now())


def label(finder: Finder, name: str) -> str:
    """Return what stands before a field."""
    return " ".join(re.sub(r"<[^>]+>", " ", finder.found(rf'<label for="id_{name}">(.*?)</label>')).split())


def says(finder: Finder, text: str) -> bool:
    """Tell whether a text is on the page, whatever its lines."""
    return text in " ".join(finder.page.split())


def test_nothing_more_is_needed_under_the_built_in_policy(finder):
    finder.get("/report")
    assert (says(finder, LEAD), label(finder, "name")) == (True, "Name or pseudonym (optional)")


@pytest.mark.parametrize(
    ("modes", "said", "asked"),
    [
        ('["pseudonym"]', "a pseudonym", "Pseudonym"),
        ('["name"]', "your name", "Your name"),
        ('["pseudonym", "name"]', "a name or pseudonym", "Name or pseudonym"),
    ],
)
def test_a_name_that_is_needed_is_asked_as_such(finder, organisation, modes, said, asked):
    under(organisation, identity=modes)
    finder.get("/report")
    assert says(finder, f"Only this is needed: where it is, what you found and {said}. Leave the rest empty")
    assert (says(finder, LEAD), label(finder, "name")) == (False, asked)
    assert 'aria-required="true"' in finder.found(f"({CONTROL.format(name='name')})")


@pytest.mark.parametrize(
    ("modes", "said", "asked"),
    [
        ('["email"]', "an e-mail address", "E-mail address"),
        ('["phone"]', "a phone number", "Phone number"),
        ('["email", "phone"]', "an e-mail address or phone number", "E-mail address or phone number"),
    ],
)
def test_an_address_that_is_needed_is_asked_as_such(finder, organisation, modes, said, asked):
    under(organisation, identity='["pseudonym", "name"]', contact=modes, contact_is='"required"')
    finder.get("/report")
    assert says(finder, f"where it is, what you found, a name or pseudonym and {said}.")
    assert label(finder, "contact") == asked
    assert 'aria-required="true"' in finder.found(f"({CONTROL.format(name='contact')})")
    assert not says(finder, "It needs no address of yours.")


def test_what_is_missing_is_told_without_a_way_out_that_is_not_there(finder, organisation):
    under(organisation, identity='["pseudonym", "name"]', contact_is='"required"')
    finder.report(who="name", reach="email")
    assert finder.response.status_code == 422
    assert says(finder, "This organisation asks for a name or pseudonym. Type it here.")
    assert says(finder, "This organisation asks for an address or number. Type it here.")
    assert not says(finder, "or choose to")


def test_blanks_are_no_name(finder, organisation):
    under(organisation, identity='["name"]')
    finder.report(name="  ")
    assert says(finder, "This organisation asks for your name. Type it here.")


def test_a_way_out_that_is_there_is_named(finder):
    finder.report(who="name", reach="email")
    assert says(finder, "Type it here, or choose to say nothing.")
    assert says(finder, "Type it here, or choose to use only the page behind your access code.")


def test_where_only_anonymous_reports_are_taken_the_form_says_that_it_asks_nothing(finder, organisation):
    under(organisation, identity='["anonymous"]', contact="[]")
    finder.get("/report")
    assert says(finder, "We ask for no name.")
    assert says(finder, "We ask for no address: the page behind your access code is enough.")
    assert re.findall(r'name="(who|name|reach|contact|notices)"', finder.page) == []


def test_an_address_that_cannot_be_used_is_never_dropped_in_silence(finder, organisation):
    under(organisation, contact='["email"]')
    finder.report(contact="+31 6 12345678")
    assert (finder.response.status_code, Report.objects.count()) == (422, 0)
    assert says(finder, "This is not an e-mail address we can use.")


def test_page_for_details_says_what_is_needed(finder, organisation):
    finder.report()
    finder.enter()
    under(organisation, identity='["pseudonym", "name"]')
    finder.get("/case/contact")
    assert says(finder, "What this organisation needs to know of you: a name or pseudonym.")


def test_page_for_details_asks_nothing_where_nothing_is_taken(finder, organisation):
    finder.report()
    finder.enter()
    under(organisation, identity='["anonymous"]', contact="[]")
    finder.get("/case/contact")
    assert (says(finder, "We ask for no name."), ">Save<" in finder.page) == (True, False)


@pytest.mark.parametrize(
    ("language", "needed", "wrong"),
    [
        (
            "en",
            "where it is, what you found, a name or pseudonym and an e-mail address or phone number.",
            ("Only two things are compulsory", "You need leave no address", "(optional)</span></label>"),
        ),
        (
            "nl",
            "waar het is, wat u vond, een naam of schuilnaam en een e-mailadres of telefoonnummer.",
            ("Er zijn maar twee dingen verplicht", "toegangscode is genoeg", "(niet verplicht)</span></label>"),
        ),
    ],
)
def test_clinic_says_the_same_in_its_policy_on_its_first_page_and_in_its_form(client, language, needed, wrong):
    host = make_example("clinic", now=timezone.now()).text.organisation.hosts[0]
    headers = {"host": host, "accept-language": language}
    home, form = (" ".join(client.get(path, headers=headers).text.split()) for path in ("/", "/report"))
    person = form[form.index('id="part-you"') : form.index('id="part-rules"')]
    assert (needed in home, needed in form) == (True, True)
    assert [text for text in wrong if text in home or text in person] == []


def test_clinic_takes_a_report_with_both():
    host = make_example("clinic", now=timezone.now()).text.organisation.hosts[0]
    finder = Finder()
    finder.get("/report", host=host)
    sent = {**finder.hidden(), "where": "a", "what": "b", "name": "Fox", "contact": "fox@finder.example"}
    assert finder.send("/report", multipart(sent.items()), host=host).status_code == 200
