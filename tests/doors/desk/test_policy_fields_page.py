"""The policy, filled in by fields at the desk."""

import html
import json
import re

import pytest
from django.test import Client
from django.utils import timezone

from meldpunt.people.actions import keep_draft
from meldpunt.people.models import Draft
from meldpunt.people.terms import Role
from meldpunt.policy.queries import newest_number, policy_source
from meldpunt.policy.rules.editing.filling import open_part
from meldpunt.policy.rules.editing.sections import PARTS, Part
from tests.factories.by_fields import HERE, draft, form
from tests.factories.desk import client_of, look
from tests.factories.people import MadeMember, MadeOrganisation, make_member, make_organisation
from tests.factories.policy import publish_text
from tests.factories.policy_texts import SMALL

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation() -> MadeOrganisation:
    made = make_organisation(name="Haven", host_names=["report.haven.example"])
    publish_text(made)
    return made


@pytest.fixture
def lead(organisation: MadeOrganisation) -> MadeMember:
    return make_member(organisation, Role.LEAD, language="en")


@pytest.fixture
def desk(lead: MadeMember) -> Client:
    return client_of(lead)


@pytest.mark.parametrize("part", PARTS, ids=[part.name for part in PARTS])
def test_a_section_saved_as_it_was_opened_changes_nothing(desk: Client, part: Part) -> None:
    answer = desk.post(f"{HERE}/{part.name}", form(desk, part.name))
    assert (answer.status_code, answer["Location"]) == (303, f"{HERE}/{part.name}?said=section_same")
    assert (draft(desk), Draft.objects.count()) == (SMALL, 0)


def test_a_change_is_in_the_draft_and_nothing_is_published(desk, organisation):
    answer = desk.post(f"{HERE}/rules", form(desk, "rules") | {"clauses.rules.no_spam": "yes"})
    assert (answer.status_code, answer["Location"]) == (303, f"{HERE}/rules?said=section_kept")
    assert draft(desk) == SMALL.replace('rules = ["tell_only_us"]', 'rules = ["tell_only_us", "no_spam"]')
    assert (newest_number(organisation.id), policy_source(organisation.id, 2)) == (2, SMALL)


def test_saving_goes_on_to_the_next_section_when_all_is_well(desk):
    answer = desk.post(f"{HERE}/ask", form(desk, "ask") | {"clauses.ask.send_soon": "yes", "next": "1"})
    assert answer["Location"] == f"{HERE}/rules?said=section_kept"


def test_what_is_wrong_stands_at_its_field_and_keeps_the_section_open(desk):
    answer = desk.post(
        f"{HERE}/promises", form(desk, "promises") | {"promises.first_answer.within.amount": "soon", "next": "1"}
    )
    assert answer["Location"] == f"{HERE}/promises?said=section_wrong"
    page = desk.get(answer["Location"]).text
    assert 'href="#promises.first_answer.within"' in page
    assert '<fieldset class="field wrong" id="promises.first_answer.within"' in page
    assert 'value="soon"' in page
    assert f'<a href="{HERE}/pledges">Go on all the same' in page
    assert "More may show up" in page
    assert "1 thing is to be put right elsewhere" in desk.get(f"{HERE}/rules").text


def test_a_clause_that_needs_a_number_says_so_beside_it(desk):
    desk.post(f"{HERE}/rules", form(desk, "rules") | {"clauses.rules.erase_within": "yes"})
    page = desk.get(f"{HERE}/rules").text
    assert "needs a number" in page.partition("clauses.rules.erase_within")[2].partition("</div>")[0]


def test_clauses_that_contradict_each_other_are_named_in_their_own_words(desk):
    two = {"clauses.rules.no_heavy_scanning": "yes", "clauses.rules.scan_at_most": "yes"}
    desk.post(f"{HERE}/rules", form(desk, "rules") | two | {"clauses.rules.scan_at_most.amount": "5"})
    page = html.unescape(desk.get(f"{HERE}/rules").text).partition('id="errors"')[2].partition("</ul>")[0]
    assert ("contradict each other. Take one of the two away." in page, "no_heavy_scanning" in page) == (True, False)


def test_a_problem_leads_to_the_section_of_its_other_half(desk):
    desk.post(f"{HERE}/ask", form(desk, "ask") | {"clauses.ask.ask_for_key": "yes"})
    page = desk.get(f"{HERE}/ask").text
    assert "Or first choose there: The key is sent on request." in page
    assert f'<a href="{HERE}/ways-in">Ways in</a></p>' in page


def test_a_day_off_that_the_settings_do_not_name_leads_to_them_beside_other_problems(desk):
    """The settings are looked at although clauses contradict each other."""
    desk.post(f"{HERE}/organisation", form(desk, "organisation") | {"organisation.closed": "2999-12-24"})
    desk.post(f"{HERE}/ask", form(desk, "ask") | {"clauses.ask.ask_for_key": "yes"})
    page = desk.get(f"{HERE}/organisation").text
    assert 'Fill in the same here as in the settings of the desk. <a href="/desk/settings">' in page
    assert "More may show up" not in page


def test_a_day_that_is_none_is_told_with_its_line(desk):
    desk.post(f"{HERE}/organisation", form(desk, "organisation") | {"organisation.closed": "2999-12-24\n24-12-2999"})
    assert "Line 2: &quot;24-12-2999&quot; is not a date." in desk.get(f"{HERE}/organisation").text


def test_rules_stand_in_groups(desk):
    page = desk.get(f"{HERE}/rules").text.partition('class="by-fields"')[2].partition("</form>")[0]
    assert re.findall("<h2>(.*?)</h2>", page) == ["What the finder does with what was found", "How the finder looks"]


def test_an_example_becomes_the_draft_where_nothing_was_changed_yet(desk):
    assert 'value="clinic">A clinic</button>' in desk.get(HERE).text
    answer = desk.post(HERE, {"example": "clinic"})
    assert answer["Location"] == f"{HERE}?said=draft_example"
    begun = draft(desk)
    assert ('name = "Haven"' in begun, begun == SMALL) == (True, False)
    desk.post(HERE, {"example": "insurer"})
    assert (draft(desk), "Begin with an example" in desk.get(HERE).text) == (begun, False)


def test_the_draft_is_tried_and_published_from_the_page_of_the_text(desk, organisation):
    desk.post(f"{HERE}/rules", form(desk, "rules") | {"clauses.rules.no_spam": "yes"})
    text = draft(desk)
    assert "Send no spam" in desk.post("/desk/policy", {"text": text}).text
    desk.post("/desk/policy", {"text": text, "seen": look(desk, text), "publish": "1"})
    assert (newest_number(organisation.id), Draft.objects.count()) == (3, 0)


def test_two_windows_in_different_sections_both_stay(desk):
    rules, people = form(desk, "rules"), form(desk, "people")
    desk.post(f"{HERE}/rules", rules | {"clauses.rules.no_spam": "yes"})
    desk.post(f"{HERE}/people", people | {"people.stand_in.name": "Q"})
    assert ('"no_spam"' in draft(desk), 'name = "Q"' in draft(desk)) == (True, True)


def test_two_windows_in_one_section_are_told_and_lose_nothing(desk):
    first, second = form(desk, "people"), form(desk, "people")
    desk.post(f"{HERE}/people", first | {"people.stand_in.name": "Q"})
    answer = desk.post(f"{HERE}/people", second | {"people.breach_contact.name": "R"})
    assert (answer.status_code, 'name = "Q"' in draft(desk), 'name = "R"' in draft(desk)) == (409, True, False)
    assert ('value="R"' in answer.text, "<bdi>Q</bdi>" in answer.text) == (True, True)


def test_a_version_that_was_published_meanwhile_is_told(desk, organisation):
    desk.post(f"{HERE}/rules", form(desk, "rules") | {"clauses.rules.no_spam": "yes"})
    publish_text(organisation, SMALL + "# new\n", now=timezone.now())
    assert "Version 3 was published after you began" in desk.get(HERE).text


def test_what_was_typed_at_a_locked_desk_comes_back_whole(desk, lead):
    typed = form(desk, "people") | {"people.stand_in.name": "Q", "people.stand_in.outside": "yes"}
    assert client_of(lead, locked=True).post(f"{HERE}/people", typed).status_code == 303
    page = desk.get(f"{HERE}/people").text
    assert ('value="Q"' in page, 'name="people.stand_in.outside" value="yes" checked' in page) == (True, True)
    assert (draft(desk), "not saved yet" in page) == (SMALL, True)


def test_text_and_fields_are_one_draft(desk):
    text = SMALL.replace('name = "Haven"', 'name = "Kade" # new')
    answer = desk.post("/desk/policy", {"text": text, "fields": "1"})
    assert (answer.status_code, answer["Location"]) == (303, HERE)
    assert form(desk, "organisation")["organisation.name"] == "Kade"
    desk.post("/desk/policy/fields/put-away")
    assert draft(desk) == SMALL


def test_another_text_does_not_write_over_the_draft_unasked(desk):
    """Nor does the text that was published, which was only looked at."""
    desk.post(f"{HERE}/rules", form(desk, "rules") | {"clauses.rules.no_spam": "yes"})
    desk.post("/desk/policy", {"text": SMALL, "fields": "1", "over": ""})
    answer = desk.post("/desk/policy", {"text": SMALL + "# mine\n", "fields": "1", "over": ""})
    assert (answer.status_code, '"no_spam"' in draft(desk), "# mine" in answer.text) == (409, True, True)
    over = answer.text.partition('name="over" value="')[2].partition('"')[0]
    assert desk.post("/desk/policy", {"text": SMALL + "# mine\n", "fields": "1", "over": over}).status_code == 303
    assert draft(desk) == SMALL + "# mine\n"


def test_the_page_of_the_text_tells_of_a_draft(desk):
    desk.post(f"{HERE}/rules", form(desk, "rules") | {"clauses.rules.no_spam": "yes"})
    assert ["/desk/policy?draft=1" in desk.get(f"/desk/policy{query}").text for query in ("", "?draft=1")] == [
        True,
        False,
    ]


def test_a_text_that_is_no_toml_stays_a_text(desk):
    """There are no fields for it, so it becomes no draft."""
    answer = desk.post("/desk/policy", {"text": "format = \n", "fields": "1"})
    assert (answer.status_code, "This cannot be published yet" in answer.text) == (422, True)
    assert (draft(desk), Draft.objects.count()) == (SMALL, 0)


def test_a_draft_that_cannot_be_read_any_more_leads_to_the_text(desk, lead):
    clear = json.dumps({"text": "format = \n", "after": 2}).encode()
    keep_draft(member=lead.id, where=HERE, clear=clear, now=timezone.now())
    pages = [desk.get(place).text for place in (HERE, f"{HERE}/rules")]
    assert ["The text cannot be read" in page for page in pages] == [True, True]


def test_hostile_values_are_shown_and_harm_nothing(desk):
    nasty = '"><script>alert(1)</script>'
    desk.post(
        f"{HERE}/people", form(desk, "people") | {"people.stand_in.name": nasty, "people.stand_in.mail": "\x00{{ 1 }}"}
    )
    page = desk.get(f"{HERE}/people").text
    assert ("<script>alert" in page, html.escape(nasty) in page) == (False, True)
    assert open_part(draft(desk), PARTS[-2]).boxes["people.stand_in.name"] == nasty


def test_a_section_that_is_none_is_not_there(desk):
    assert (desk.get(f"{HERE}/nothing").status_code, desk.post(f"{HERE}/nothing").status_code) == (404, 404)


def test_a_draft_is_the_members_own(desk, organisation):
    desk.post(f"{HERE}/rules", form(desk, "rules") | {"clauses.rules.no_spam": "yes"})
    assert draft(client_of(make_member(organisation, Role.ADMINISTRATOR, language="en"))) == SMALL
