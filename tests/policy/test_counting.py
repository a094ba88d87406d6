"""How a policy has its promises counted: what the file says, what the page tells, and what is stored."""

import pytest

from meldpunt.policy.rules.settled import promises_of, terms_of
from meldpunt.policy.rules.showing import clauses_of
from meldpunt.policy.rules.storage import from_stored, to_stored
from meldpunt.policy.terms import Promise, PromiseKind, Section, Unit
from tests.factories.policy_texts import SMALL, policy_of

SILENCE = '\n[promises.silence]\nwithin = "30 days"\n'
COUNTING = '\n[counting]\noffice_hours = "09:00-17:00"\noutside_office_hours = "next_opening"\nclosed_last_day = "next_working_day"\n'


def told(text: str) -> list[str]:
    """Return what the page says of the promises, but for the promises themselves."""
    clauses = [clause for clause in clauses_of(policy_of(text)) if clause.section is Section.PROMISES]
    return [clause.text("en") for clause in clauses if clause.id not in set(PromiseKind)]


def test_without_a_choice_the_page_tells_the_rule_alone():
    assert told(SMALL) == [
        "The day on which a time limit begins does not count. A limit in days, weeks or months ends on its last day at 23:59."
    ]


def test_choices_are_told_on_the_page():
    assert told(SMALL + COUNTING)[1:] == [
        "What you send outside our office hours (working days, 09:00-17:00) counts from when we open again.",
        "Is the last day no working day? Then the time limit ends on the next working day.",
    ]


def test_only_what_the_finder_sends_waits_for_the_opening_and_erasure_never_moves():
    assert promises_of(policy_of(SMALL + SILENCE + COUNTING)) == (
        Promise(PromiseKind.FIRST_ANSWER, 5, Unit.WORKING_DAYS, office="09:00-17:00", moves=True),
        Promise(PromiseKind.SILENCE, 30, Unit.DAYS, moves=True),
        Promise(PromiseKind.ERASURE, 30, Unit.DAYS),
    )


def test_choices_are_kept_with_the_version():
    terms = terms_of(policy_of(SMALL + SILENCE + COUNTING))
    assert from_stored(to_stored(terms)) == terms


def test_a_version_of_before_the_choices_is_counted_as_before():
    stored = to_stored(terms_of(policy_of(SMALL)))
    for promise in stored["promises"]:
        del promise["office"], promise["moves"]
    assert from_stored(stored) == terms_of(policy_of(SMALL))


@pytest.mark.parametrize("calendar", ["BE", "NL-ATW"])
def test_days_that_move_may_have_a_calendar(calendar):
    text = SMALL + SILENCE + f'calendar = "{calendar}"\n[counting]\nclosed_last_day = "next_working_day"\n'
    assert promises_of(policy_of(text))[1].calendar == calendar
