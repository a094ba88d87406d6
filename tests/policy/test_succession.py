"""Which version follows which, where some are planned."""

from datetime import UTC, datetime, timedelta

import pytest

from meldpunt.journal.terms import OPERATOR
from meldpunt.policy.queries import (
    falling_away,
    in_force_and_planned,
    policy_history,
    replaced_by,
    replaced_with,
    try_out,
)
from meldpunt.policy.rules.succession import Dated, replacements
from meldpunt.policy.terms import ShownClause
from tests.factories.people import MadeOrganisation
from tests.factories.policy import make_haven, publish_text
from tests.factories.policy_texts import SMALL, with_lines

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def text(within: str, takes_effect: str = "") -> str:
    """Return a policy that answers within this time, from this day on."""
    return with_lines('"5 working days"', f'"{within}"').replace(
        "format = 1\n", f"format = 1\ntakes_effect = {takes_effect}\n" if takes_effect else "format = 1\n"
    )


def dated(number: int, published: int, begins: int) -> Dated:
    """Return a version by the days on which it was published and begins."""
    return Dated(number, NOW + published * DAY, NOW + begins * DAY)


@pytest.mark.parametrize(
    ("days", "gone"),
    [
        ([(0, 0), (1, 1), (2, 2)], {}),
        ([(0, 0), (1, 9), (2, 2)], {2: 3}),
        ([(0, 0), (1, 9), (2, 12)], {}),
        ([(0, 0), (1, 9), (2, 9)], {2: 3}),
        ([(0, 0), (1, 9), (2, 8)], {2: 3}),
        ([(0, 0), (1, 9), (2, 12), (3, 3)], {2: 4, 3: 4}),
        ([(0, 0), (1, 9), (10, 10)], {}),
        ([(0, 0), (0, 0)], {}),
    ],
    ids=["one after the other", "at once", "later", "same day", "earlier", "two of them", "it was", "same moment"],
)
def test_a_planned_version_that_a_newer_one_replaces_is_never_in_force(days, gone):
    versions = [dated(number, *each) for number, each in enumerate(days, start=1)]
    assert replacements(versions) == gone


def words(clause: ShownClause | None) -> str:
    """Return what a clause says."""
    return clause.text("en") if clause else ""


@pytest.fixture
def haven(db: None) -> MadeOrganisation:  # noqa: ARG001 - what it is made in
    """Publish version 2, plan version 3 for December, and replace it with version 4 at once."""
    organisation = make_haven()
    publish_text(organisation, text("2 weeks"), now=NOW)
    publish_text(organisation, text("1 week", "2026-12-01"), now=NOW + DAY)
    publish_text(organisation, text("13 days"), now=NOW + 2 * DAY)
    return organisation


def test_the_history_compares_with_what_was_in_force(haven):
    """Finders had two weeks, never one."""
    four, three, two, _one = policy_history(haven.id)
    said = [[(words(each.before), words(each.after)) for each in one.differences] for one in (four, three)]
    weeks = "We answer your report within 2 weeks."
    assert said == [
        [(weeks, "We answer your report within 13 days.")],
        [(weeks, "We answer your report within 1 week.")],
    ]
    assert [(one.before.number if one.before else 0, one.replaced_by) for one in (four, three, two)] == [
        (2, None),
        (2, 4),
        (1, None),
    ]


def test_who_replaced_what_can_be_asked(haven):
    assert [replaced_by(haven.id, number) for number in (1, 2, 3, 4)] == [None, None, 4, None]
    assert [one.number for one in replaced_with(haven.id, 4)] == [3]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("takes_effect", "before", "away"), [("", 2, [3]), ("2026-12-01", 2, [3]), ("2026-12-02", 3, [])]
)
def test_trying_compares_with_what_will_be_in_force_and_names_what_falls_away(takes_effect, before, away):
    organisation = make_haven()
    publish_text(organisation, text("2 weeks"), now=NOW)
    publish_text(organisation, text("1 week", "2026-12-01"), now=NOW)
    content = text("13 days", takes_effect).encode()
    tried = try_out(organisation.facts, content=content, files={}, by=OPERATOR, now=NOW + DAY)
    found = (tried.number, tried.before, [one.number for one in tried.falls_away])
    assert found == (3, before, away)


def test_what_fell_away_falls_away_once(haven):
    assert falling_away(haven.id, begins=NOW + 3 * DAY, now=NOW + 3 * DAY) == ()


@pytest.mark.django_db
def test_the_next_version_is_the_one_that_begins_first_of_those_that_will_be_in_force():
    organisation = make_haven()
    assert in_force_and_planned(organisation.id, now=NOW)[1] is None
    publish_text(organisation, SMALL, now=NOW)
    publish_text(organisation, text("1 week", "2026-12-01"), now=NOW)
    publish_text(organisation, text("2 weeks", "2026-12-09"), now=NOW)
    publish_text(organisation, text("3 weeks", "2026-12-05"), now=NOW)
    found = []
    for day in (0, 11, 15):
        policy, planned = in_force_and_planned(organisation.id, now=NOW + day * DAY)
        found.append((policy.number, planned.number if planned else None))
    assert found == [(2, 3), (3, 5), (5, None)]
