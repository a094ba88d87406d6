"""When a policy is to be looked at again: told from thirty days before, and past from the day after."""

from datetime import date, timedelta

import pytest

from meldpunt.people.queries import organisation_facts
from meldpunt.policy.queries import review_due
from meldpunt.policy.rules.review_day import review_day
from meldpunt.policy.terms import ReviewDay
from meldpunt.upkeep.rules import installation as rules
from tests.factories.desk import client_of
from tests.factories.people import NOW, make_lead
from tests.factories.policy import publish_text
from tests.factories.policy_texts import SMALL, policy_of, with_lines

DAY = date(2027, 3, 1)
DATED = with_lines("format = 1", f"format = 1\nreview_by = {DAY}")


@pytest.mark.parametrize(
    ("before", "found"),
    [
        (31, None),
        (30, ReviewDay(DAY, passed=False)),
        (0, ReviewDay(DAY, passed=False)),
        (-1, ReviewDay(DAY, passed=True)),
    ],
)
def test_the_day_is_told_when_it_is_near_or_past(before, found):
    assert review_day(policy_of(DATED), today=DAY - timedelta(days=before)) == found


def test_without_a_day_nothing_is_told():
    assert review_day(policy_of(SMALL), today=DAY) is None


def test_the_policy_in_force_is_asked_on_the_clock_there(organisation):
    publish_text(organisation, DATED)
    last = NOW.replace(year=2027, month=3, day=1, hour=22, minute=59)
    facts = organisation_facts(organisation.id)
    found = [review_due(facts, now=last + timedelta(minutes=minutes)) for minutes in (0, 1)]
    assert found == [ReviewDay(DAY, passed=False), ReviewDay(DAY, passed=True)]


def test_the_built_in_policy_has_none(organisation):
    assert review_due(organisation_facts(organisation.id), now=NOW) is None


@pytest.mark.parametrize(("due", "well"), [(ReviewDay(DAY, passed=False), True), (ReviewDay(DAY, passed=True), False)])
def test_the_doctor_names_whose_it_is_and_what_to_do(due, well):
    told = rules.review("haven", due)
    parts = ("haven", "2027-03-01", "review_by")
    assert (told.well, [part in told.advice for part in parts]) == (well, [True] * 3)


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "The policy in force was to be looked at again by"),
        ("nl", "Het beleid dat geldt, moest opnieuw worden bekeken"),
    ],
)
def test_the_page_of_the_policy_says_so(organisation, language, told):
    text = with_lines("format = 1", "format = 1\nreview_by = 2020-03-01")
    publish_text(organisation, text, now=NOW.replace(year=2020, month=1))
    assert told in client_of(make_lead(organisation, language=language)).get("/desk/policy").text
