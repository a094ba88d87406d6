"""A clock of what we tell stands still while the law forbids to tell, and runs on afterwards."""

from datetime import date, timedelta

import pytest

from meldpunt.cases.actions import end_withholding, withhold
from meldpunt.cases.terms import Ground, PromisedFacts, Withheld
from meldpunt.journal.queries import entries_of_case
from meldpunt.obligations.models import Obligation, PlannedWarning
from meldpunt.obligations.queries import list_due
from meldpunt.obligations.rules.making import owed
from meldpunt.obligations.rules.settling import settle
from meldpunt.obligations.terms import Settled, Span, Standing
from meldpunt.policy.terms import PolicyTerms, PromiseKind
from tests.factories.cases import MadeCase, answer, make_case
from tests.factories.obligations import DAY, settle_case
from tests.factories.people import NOW, make_lead, make_organisation
from tests.obligations.promising import REGION, Making, at, promise, terms, word

SILENCE = terms(promise(PromiseKind.SILENCE))


def stands(withheld: list[tuple[float, float | None]], now: float, policy: PolicyTerms = SILENCE) -> Settled:
    """Return how the promise stands that a word of hour 1 began, which is due a day later."""
    facts = Making(own=[word(1, 1)]).facts
    times = tuple(Withheld(at(since), None if until is None else at(until), said=True) for since, until in withheld)
    found = PromisedFacts(**{**vars(facts), "withheld": times})
    (owing,) = owed(policy, found, now=at(now))
    return settle(owing, None, REGION, now=at(now))


def test_nothing_withheld_changes_nothing() -> None:
    assert stands([], 10).due_at == at(25)


def test_it_stands_still_whatever_the_policy_says_of_questions() -> None:
    settled = stands([(5, None)], 50)
    assert (settled.standing, settled.broken_at, settled.due_at) == (Standing.PAUSED, None, at(70))


def test_ended_it_runs_on() -> None:
    settled = stands([(5, 15)], 20)
    assert (settled.standing, settled.due_at) == (Standing.RUNNING, at(35))


def test_one_that_gave_way_to_another_counts_as_one() -> None:
    assert stands([(5, 10), (10, 15)], 20).due_at == at(35)


def test_what_was_broken_before_stays_broken() -> None:
    settled = stands([(30, None)], 50)
    assert (settled.standing, settled.broken_at) == (Standing.BROKEN, at(25))


def test_one_of_before_the_promise_is_nothing() -> None:
    assert stands([(-5, 0.5)], 10).due_at == at(25)


@pytest.mark.parametrize("kind", [PromiseKind.FIRST_ANSWER, PromiseKind.FIX])
def test_what_is_not_telling_runs(kind: PromiseKind) -> None:
    """A first answer needs no progress in it, and solving tells nobody anything."""
    facts = PromisedFacts(**{**vars(Making().facts), "withheld": (Withheld(at(1), None, said=True),)})
    (owing,) = owed(terms(promise(kind)), facts, now=at(10))
    assert settle(owing, None, REGION, now=at(10)).due_at == at(24)


@pytest.fixture
def case() -> MadeCase:
    """Give a case that was answered, so that a next message is promised."""
    made = make_case(make_organisation())
    answer(made, make_lead(made.organisation, name="Lea").unlocked)
    settle_case(made)
    return made


def hush(case: MadeCase) -> None:
    withhold(
        number=case.number,
        ground=Ground.COURT,
        reason="Vonnis.",
        review_on=date(2026, 12, 24),
        said=True,
        seen_version=case.version,
        by=make_lead(case.organisation).unlocked,
        now=NOW + DAY,
    )


@pytest.mark.django_db
def test_the_row_stands_still_is_warned_of_by_nobody_and_runs_on(case: MadeCase) -> None:
    before = Obligation.objects.get(kind="silence").due_at
    hush(case)
    settle_case(case, now=NOW + 2 * DAY)
    row = Obligation.objects.get(kind="silence")
    warnings = PlannedWarning.objects.filter(obligation=row, sent_at__isnull=True).count()
    (line,) = list_due(organisation=case.organisation.id, span=Span(), start=None, backwards=False, limit=9)
    assert (row.paused, warnings, line.withheld, line.unsaid) == (True, 0, True, False)
    lead = make_lead(case.organisation).unlocked
    end_withholding(number=case.number, seen_version=case.version, by=lead, now=NOW + 11 * DAY)
    settle_case(case, now=NOW + 11 * DAY)
    row.refresh_from_db()
    assert (row.paused, row.broken_at, row.due_at - before) == (False, None, timedelta(days=9))
    deeds = [entry.deed for entry in entries_of_case(case.row.uuid) if entry.deed.startswith("obligation.")]
    assert deeds[-2:] == ["obligation.paused", "obligation.resumed"]


@pytest.mark.django_db
def test_after_half_a_year_of_it_nothing_is_broken(case: MadeCase) -> None:
    """Nor after it was not looked at again: that is late, the promise is not."""
    hush(case)
    settle_case(case, now=NOW + 180 * DAY)
    row = Obligation.objects.get(kind="silence")
    assert (row.paused, row.broken_at) == (True, None)
