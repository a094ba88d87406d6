"""Can you keep this? What is played: the reports of the last 52 weeks, the people who answered them, and who is away."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from meldpunt.obligations.queries import outlook
from meldpunt.obligations.rules.keeping import A_YEAR, colleagues_of
from meldpunt.obligations.terms.keeping import Bounds, Days, Outlook, Worker
from meldpunt.people.actions import note_absence
from meldpunt.people.terms import Role
from meldpunt.policy.queries import policy_in_force
from meldpunt.policy.terms import PolicyTerms, Promise, PromiseKind, Unit
from tests.factories.cases import answer, make_case
from tests.factories.obligations import DAY, settle_all
from tests.factories.people import NOW, MadeOrganisation, make_member, make_organisation
from tests.obligations.playing import NL

ANNA, WIM = UUID(int=1), UUID(int=2)
HANDLERS = {ANNA: "Anna", WIM: "Wim"}
ENOUGH = Bounds(reports=100, steps=100_000, trying=100_000)
FIVE_DAYS = Promise(PromiseKind.FIRST_ANSWER, 5, Unit.WORKING_DAYS)


@pytest.mark.parametrize(
    ("answered", "per_day", "wanted"),
    [
        ({ANNA: [NOW, NOW, NOW + DAY]}, None, [("Anna", 1.5, True)]),
        ({}, None, [("Anna", 1, False), ("Wim", 1, False)]),
        ({ANNA: [NOW]}, 0.5, [("Anna", 0.5, False), ("Wim", 0.5, False)]),
        ({UUID(int=3): [NOW]}, None, [("Anna", 1, False), ("Wim", 1, False)]),
    ],
)
def test_who_answers_and_how_much(answered, per_day, wanted) -> None:
    found = colleagues_of(HANDLERS, answered, {}, NL, per_day=per_day)
    assert [(each.name, each.worker.per_day, each.seen) for each in found] == wanted


def test_who_is_away_is_away() -> None:
    week = Days(date(2026, 12, 21), date(2027, 1, 4))
    found = colleagues_of(HANDLERS, {ANNA: [NOW]}, {ANNA: [week], WIM: [week]}, NL, per_day=None)
    assert [each.worker for each in found] == [Worker(1, (week,))]


@pytest.fixture
def organisation() -> MadeOrganisation:
    """Give an organisation that was made two years ago."""
    return make_organisation(now=NOW - 2 * A_YEAR)


def terms_of(organisation: MadeOrganisation, *promises: Promise) -> PolicyTerms:
    """Return a policy with these promises."""
    return replace(policy_in_force(organisation.id, now=NOW).terms, promises=promises or (FIVE_DAYS,))


def looked(
    organisation: MadeOrganisation, *promises: Promise, bounds: Bounds = ENOUGH, per_day: float | None = None
) -> Outlook:
    """Play the policy."""
    terms = terms_of(organisation, *promises)
    return outlook(organisation.facts, terms, now=NOW, bounds=bounds, per_day=per_day)


def with_reports(organisation: MadeOrganisation, *days_ago: int) -> None:
    for days in days_ago:
        make_case(organisation, now=NOW - days * DAY)


@pytest.mark.django_db
def test_only_the_last_52_weeks_are_played(organisation: MadeOrganisation) -> None:
    with_reports(organisation, 365, 363, 1)
    assert (looked(organisation).reports, looked(organisation).left_out) == (2, 0)


@pytest.mark.django_db
def test_of_many_the_newest_are_played_and_the_rest_is_told(organisation: MadeOrganisation) -> None:
    with_reports(organisation, 30, 20, 10)
    found = looked(organisation, bounds=Bounds(reports=2, steps=1000, trying=1000))
    assert (found.reports, found.left_out) == (2, 1)


@pytest.mark.django_db
def test_too_much_to_play_is_told_and_nothing_is_tried(organisation: MadeOrganisation) -> None:
    make_member(organisation)
    with_reports(organisation, 30, 20, 10)
    found = looked(organisation, per_day=0.1, bounds=Bounds(reports=9, steps=7, trying=1000))
    assert (found.until is None, found.helped, found.remedies) == (False, False, ())


@pytest.mark.django_db
def test_too_much_to_try_is_told(organisation: MadeOrganisation) -> None:
    make_member(organisation)
    with_reports(organisation, 30, 20, 10)
    found = looked(organisation, per_day=0.1, bounds=Bounds(reports=9, steps=1000, trying=5))
    assert (found.until, found.is_kept, found.helped, found.remedies) == (None, False, False, ())


@pytest.mark.django_db
def test_what_was_broken_in_fact_stands_beside_it(organisation: MadeOrganisation) -> None:
    """Reports that nobody answered: the model takes people to answer all year as on the days on which they did."""
    make_member(organisation)
    with_reports(organisation, 360, 300, 40, 1)
    make_case(make_organisation(now=NOW - A_YEAR), now=NOW - 40 * DAY)
    settle_all(now=NOW)
    found = looked(organisation)
    assert (found.is_kept, found.was_kept, found.in_fact[PromiseKind.FIRST_ANSWER]) == (True, False, 3)


@pytest.mark.django_db
def test_only_the_last_52_weeks_count_as_broken(organisation: MadeOrganisation) -> None:
    with_reports(organisation, 400, 1)
    settle_all(now=NOW)
    assert looked(organisation).was_kept


@pytest.mark.django_db
def test_what_is_not_promised_any_more_is_not_said_to_be_broken(organisation: MadeOrganisation) -> None:
    with_reports(organisation, 40)
    settle_all(now=NOW)
    assert looked(organisation, Promise(PromiseKind.SOLVED, 1, Unit.DAYS)).was_kept


@pytest.mark.django_db
def test_only_promises_with_a_clock_are_played(organisation: MadeOrganisation) -> None:
    terms = terms_of(organisation, FIVE_DAYS, Promise(PromiseKind.KEY, 4, Unit.WEEKS))
    found = outlook(organisation.facts, terms, now=NOW, bounds=ENOUGH)
    assert [each.promise for each in found.played] == [FIVE_DAYS]


@pytest.mark.django_db
def test_nobody_elses_reports_are_played(organisation: MadeOrganisation) -> None:
    with_reports(make_organisation(), 10)
    assert looked(organisation).reports == 0


@pytest.mark.django_db
def test_without_anybody_who_answers_everything_is_broken(organisation: MadeOrganisation) -> None:
    make_member(organisation, Role.ADMINISTRATOR)
    with_reports(organisation, 10)
    (played,) = looked(organisation).played
    assert (played.made, len(played.broken), looked(organisation).is_kept) == (1, 1, False)


@pytest.mark.django_db
def test_a_handler_keeps_it_unless_they_are_away(organisation: MadeOrganisation) -> None:
    wim = make_member(organisation, name="Wim")
    with_reports(organisation, 20)
    assert looked(organisation).is_kept
    came_again = (NOW - 20 * DAY + A_YEAR).date()
    note_absence(member=wim.id, first=came_again, last=came_again + timedelta(days=21), by=wim.unlocked, now=NOW)
    found = looked(organisation)
    assert (found.is_kept, len(found.help_for(FIVE_DAYS))) == (False, 2)


@pytest.mark.django_db
def test_who_answered_last_year_answers_as_much(organisation: MadeOrganisation) -> None:
    anna = make_member(organisation, name="Anna")
    make_member(organisation, name="Wim")
    for case in [make_case(organisation, now=NOW - 10 * DAY) for _ in range(3)]:
        answer(case, anna.unlocked, now=NOW - 9 * DAY)
    seen, given = looked(organisation), looked(organisation, per_day=2)
    assert [(each.name, each.worker.per_day) for each in seen.colleagues] == [("Anna", 3)]
    assert [(each.name, each.worker.per_day) for each in given.colleagues] == [("Anna", 2), ("Wim", 2)]
