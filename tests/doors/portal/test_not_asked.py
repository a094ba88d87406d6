"""What was filled in, under a policy that came into force meanwhile and asks for less: nothing of it is lost without a word."""

import re
from html import unescape

import pytest
from django.utils import timezone

from meldpunt.doors.portal.refitting import refitted
from meldpunt.policy.rules.clauses import FIRST_TERMS
from meldpunt.policy.rules.settled import terms_of
from meldpunt.reports.models import Report
from tests.factories.policy import publish_text
from tests.factories.policy_texts import policy_of, with_lines

pytestmark = pytest.mark.django_db
LEAK = "Leaked data: information that others can see, and should not"


def text(**finder):
    """Return the small policy, asking this of a finder, with a clause less than the built-in one."""
    lines = "".join(f"{key} = {value}\n" for key, value in finder.items())
    return with_lines("[clauses]", f"[finder]\n{lines}\n[clauses]")


LESS = text(identity='["anonymous"]', contact='["email"]', topics='["weakness"]')


@pytest.fixture
def less(finder, organisation):
    """Fill in all that is asked, and send it when less is asked."""
    finder.get("/report")
    publish_text(organisation, LESS, now=timezone.now())
    finder.again(who="pseudonym", name="Fox <b>", reach="phone", contact="+31 6 12345678", topic="leak")
    return finder


def left(finder):
    """Return what the page says is not asked any more."""
    shown = finder.found(r'<dl class="facts" id="left">(.*?)</dl>')
    return [unescape(each) for each in re.findall(r"<d[td][^>]*>(.*?)</d[td]>", shown)]


def test_what_changed_is_told_and_no_choice_is_judged(less):
    assert (less.response.status_code, Report.objects.count()) == (409, 0)
    assert ("Select a valid choice" in less.page, 'id="errors"' in less.page) == (False, False)


def test_what_is_not_asked_any_more_stands_there_to_copy(less):
    assert left(less) == [
        "What is it about?",
        LEAK,
        "Who are you?",
        "A pseudonym",
        "How may we reach you?",
        "Also by phone",
        "Name or pseudonym",
        "Fox <b>",
        "E-mail address or phone number",
        "+31 6 12345678",
    ]


def test_sent_once_more_it_goes_without(less):
    less.again()
    assert (less.response.status_code, Report.objects.get().identity) == (200, None)


def test_a_choice_that_is_still_offered_stays(finder, organisation):
    finder.get("/report")
    publish_text(organisation, text(contact='["email"]'), now=timezone.now())
    finder.again(who="pseudonym", name="Fox", reach="email", contact="fox@finder.example", topic="leak")
    assert ('value="Fox"' in finder.page, 'value="fox@finder.example"' in finder.page) == (True, True)
    assert "checked" in finder.found(r'(<input[^>]*value="leak"[^>]*>)')
    assert 'id="left"' not in finder.page


def test_a_choice_that_was_never_offered_is_told_in_our_own_words(finder):
    finder.report(topic="gossip")
    assert finder.response.status_code == 422
    assert "What was chosen here is not offered. Choose one of these." in finder.page
    assert "gossip" not in finder.page


@pytest.mark.parametrize(
    ("typed", "gone"),
    [
        ({"name": "Fox"}, ["Fox"]),
        ({"name": " "}, []),
        ({"contact": "fox@finder.example"}, []),
        ({"contact": "0612345678"}, ["0612345678"]),
        ({"contact": "0612345678", "reach": "none"}, ["0612345678"]),
        ({"who": "anonymous", "reach": "none", "topic": "weakness"}, []),
        ({"who": "forged", "reach": "forged", "topic": "forged"}, []),
        ({}, []),
    ],
)
def test_what_is_typed_is_fitted_to_what_is_asked(typed, gone):
    kept, apart = refitted(typed, terms_of(policy_of(LESS)))
    assert [each.answer for each in apart] == gone
    assert kept["agree"] == ""


def test_nothing_is_set_apart_where_all_is_asked():
    typed = {"who": "name", "name": "A", "reach": "phone", "contact": "1", "topic": "abuse", "notices": "on"}
    assert refitted(typed, FIRST_TERMS) == ({**typed, "agree": ""}, [])


def test_a_pseudonym_does_not_become_a_name():
    typed = {"who": "pseudonym", "name": "Fox"}
    kept, apart = refitted(typed, terms_of(policy_of(text(identity='["anonymous", "name"]'))))
    assert (kept["who"], kept["name"], len(apart)) == ("anonymous", "", 2)


def test_what_is_set_apart_is_in_no_repr():
    _kept, apart = refitted({"name": "Fox"}, terms_of(policy_of(LESS)))
    assert "Fox" not in repr(apart)
