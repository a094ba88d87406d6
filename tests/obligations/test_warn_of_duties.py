"""Warnings about duties by law: the leads at once, then as the hours go; each once, and nothing when it was submitted."""

from datetime import timedelta

import pytest

from meldpunt.journal.terms import SYSTEM
from meldpunt.obligations.actions import choose_laws, name_for_warnings, warn, withdraw_fact
from meldpunt.obligations.terms.law import FactKind
from meldpunt.outbox.models import Owed
from meldpunt.outbox.terms import Letter
from meldpunt.people.terms import Role
from tests.factories.cases import MadeCase, make_case
from tests.factories.duties import DutyWarning, LawFact, submit, tell
from tests.factories.people import NOW, MadeMember, MadeOrganisation, make_member
from tests.obligations.letters import told

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def case(organisation: MadeOrganisation, lead: MadeMember, handler: MadeMember) -> MadeCase:  # noqa: ARG001 - who chose
    """Give a case with a breach of now."""
    made = make_case(organisation)
    tell(made, handler, FactKind.BREACH)
    return made


def sweep(hours: float) -> int:
    """Send what is due so many hours later, and return how many warnings that were."""
    return warn(by=SYSTEM, now=NOW + hours * HOUR, limit=100)


def letters() -> int:
    """Return how many letters about duties there are."""
    return Owed.objects.filter(letter="duties_due").count()


def test_steps_of_72_hours(case: MadeCase) -> None:
    found = DutyWarning.objects.filter(duty__case=case.row).order_by("at").values_list("step", "at")
    hours = [(step, (at - NOW) / HOUR) for step, at in found if step != "broken"]
    assert hours == [("begun", 0), ("handler", 36), ("lead", 54), ("named", 66)]


@pytest.mark.usefixtures("case")
def test_the_lead_hears_at_once_that_it_began() -> None:
    assert (sweep(0), letters()) == (1, 1)


@pytest.mark.usefixtures("case")
def test_each_is_sent_once() -> None:
    assert [sweep(hours) for hours in (0, 0, 37, 37, 73, 73, 500)] == [1, 0, 1, 0, 3, 0, 0]


def test_what_was_submitted_before_the_first_letter_needs_none(case: MadeCase, handler: MadeMember) -> None:
    submit(case, handler, "gdpr-notification")
    assert (sweep(0), sweep(100), letters()) == (0, 0, 0)


def test_nothing_after_it_was_submitted(case: MadeCase, handler: MadeMember) -> None:
    sweep(0)
    submit(case, handler, "gdpr-notification")
    assert sweep(100) == 0


@pytest.mark.usefixtures("case")
def test_what_stood_still_for_a_week_goes_in_one_letter_a_member_and_counts_once() -> None:
    """The lead hears of four steps, who has the case of two."""
    assert (sweep(200), told(Letter.DUTIES_DUE)) == (5, [{"late": 1}] * 2)


@pytest.mark.usefixtures("case")
def test_each_member_is_told_the_gravest_that_they_are_told(organisation: MadeOrganisation, lead: MadeMember) -> None:
    """Whoever has the case that it is due soon; who is named and hears of it for the first time that it began."""
    named = make_member(organisation, Role.ADMINISTRATOR, name="Nora")
    name_for_warnings(members=[named.id], by=lead.unlocked, now=NOW)
    assert sweep(37) == 2
    assert sorted(told(Letter.DUTIES_DUE), key=str) == [{"begun": 1}, {"soon": 1}, {"soon": 1}]


@pytest.mark.usefixtures("case")
def test_whoever_is_named_hears_that_it_began(organisation: MadeOrganisation, lead: MadeMember) -> None:
    named = make_member(organisation, Role.ADMINISTRATOR, name="Nora")
    name_for_warnings(members=[named.id], by=lead.unlocked, now=NOW)
    assert (sweep(0), letters()) == (1, 2)


def test_an_end_that_moved_is_warned_of_again(case: MadeCase, handler: MadeMember) -> None:
    """But not that the duty began, which was told."""
    sweep(37)
    fact = LawFact.objects.get().uuid
    withdraw_fact(number=case.number, fact=fact, because="wrong day", by=handler.unlocked, now=NOW + 38 * HOUR)
    tell(case, handler, FactKind.BREACH, NOW + 10 * HOUR, now=NOW + 38 * HOUR)
    assert [sweep(hours) for hours in (38, 45, 47)] == [0, 0, 1]


@pytest.mark.usefixtures("lead")
def test_history_warns_nobody(organisation: MadeOrganisation, handler: MadeMember) -> None:
    tell(make_case(organisation), handler, FactKind.BREACH, NOW - timedelta(days=40))
    assert DutyWarning.objects.count() == 0


@pytest.mark.usefixtures("case")
def test_a_law_that_left_warns_nobody(lead: MadeMember) -> None:
    choose_laws(laws=[], agreed=1, by=lead.unlocked, now=NOW)
    assert sweep(100) == 0


@pytest.mark.usefixtures("lead")
def test_without_an_end_only_the_beginning_is_told(organisation: MadeOrganisation, handler: MadeMember) -> None:
    tell(make_case(organisation), handler, FactKind.BREACH_AS_PROCESSOR)
    assert list(DutyWarning.objects.values_list("step", flat=True)) == ["begun"]
