"""Which laws hold is for the organisation to say; ends that were given stay when it moves."""

from datetime import UTC, datetime, timedelta

import pytest

from meldpunt.journal.queries import entries_of_case
from meldpunt.obligations.actions import choose_laws
from meldpunt.obligations.queries import duties_of, laws_of
from meldpunt.obligations.terms.duties import DutiesRun, DutyFlaw, DutyRefused, Ending
from meldpunt.obligations.terms.law import FactKind, Law
from meldpunt.outbox.access import ready_letter
from meldpunt.outbox.models import Owed
from meldpunt.outbox.terms import Letter
from meldpunt.people.models import Organisation
from meldpunt.people.terms import NotAllowed, Role
from tests.factories.cases import MadeCase, make_case
from tests.factories.duties import LawDuty, LawHeld, duty, ends, hold_laws, submit, tell
from tests.factories.people import NOW, MadeMember, MadeOrganisation, make_member, make_organisation

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
NOW_IN_TOKYO = datetime(2026, 12, 7, 14, 59, 59, tzinfo=UTC)
"""The end of the fourteenth day after NOW, on the clock of Tokyo."""


@pytest.fixture
def organisation() -> MadeOrganisation:
    """Give an organisation for which the GDPR and the CRA hold."""
    made = make_organisation()
    hold_laws(made, Law.GDPR, Law.CRA)
    return made


@pytest.fixture
def case(organisation: MadeOrganisation) -> MadeCase:
    """Give a case."""
    return make_case(organisation)


def test_a_law_that_is_chosen_later_counts_from_the_fact(
    organisation: MadeOrganisation, case: MadeCase, handler: MadeMember
) -> None:
    tell(case, handler, FactKind.BREACH)
    choose_laws(laws=(), agreed=1, by=make_member(organisation, Role.LEAD).unlocked, now=NOW)
    assert ends(LawDuty.objects.all()) == {"gdpr-notification": "law_out"}
    choose_laws(laws=[Law.GDPR], by=make_member(organisation, Role.ADMINISTRATOR).unlocked, now=NOW + HOUR)
    assert duty(case, "gdpr-notification").due_at == NOW + 72 * HOUR


def test_duties_that_run_end_only_when_that_was_agreed(
    organisation: MadeOrganisation, case: MadeCase, handler: MadeMember
) -> None:
    """Those of the law that stays are not counted, nor what is over."""
    lead = make_member(organisation, Role.LEAD)
    other = make_case(organisation)
    tell(case, handler, FactKind.BREACH, NOW - 80 * HOUR)
    tell(case, handler, FactKind.BREACH, event=2)
    tell(other, handler, FactKind.BREACH)
    tell(other, handler, FactKind.EXPLOITED)
    submit(case, handler, "gdpr-notification", event=2)
    with pytest.raises(DutiesRun) as run:
        choose_laws(laws=[Law.CRA], agreed=1, by=lead.unlocked, now=NOW)
    assert (run.value.ending, laws_of(organisation.id)) == (Ending(running=2, late=1, cases=2), (Law.GDPR, Law.CRA))
    choose_laws(laws=[Law.CRA], agreed=2, by=lead.unlocked, now=NOW)
    assert sorted(LawDuty.objects.filter(stage="gdpr-notification").values_list("ended_because", flat=True)) == [
        "law_out",
        "law_out",
        "submitted",
    ]


def test_the_journal_of_the_case_says_that_the_law_was_taken_out(case: MadeCase, handler: MadeMember) -> None:
    """And by whom; not that what began it was taken back."""
    tell(case, handler, FactKind.BREACH)
    lead = make_member(case.organisation, Role.LEAD)
    choose_laws(laws=[Law.CRA], agreed=1, by=lead.unlocked, now=NOW)
    last = entries_of_case(case.row.uuid)[-1]
    assert (last.deed, last.actor.id, dict(last.facts)) == (
        "duty.law_left_case",
        lead.id,
        {"stage": "gdpr-notification", "event": 1},
    )


def test_the_leads_hear_how_many_fell_away_and_nothing_else(
    organisation: MadeOrganisation, case: MadeCase, handler: MadeMember
) -> None:
    tell(case, handler, FactKind.BREACH)
    choose_laws(laws=[Law.CRA], agreed=1, by=make_member(organisation, Role.ADMINISTRATOR).unlocked, now=NOW)
    letter = ready_letter(Owed.objects.get(letter=Letter.DUTIES_DUE))
    told = letter.subject + letter.body
    assert (": 1." in letter.body, case.number in told, "AVG" in told, "GDPR" in told) == (True, False, False, False)


def test_where_what_fell_away_can_be_read_is_not_the_page_of_what_is_due(
    organisation: MadeOrganisation, case: MadeCase, handler: MadeMember
) -> None:
    tell(case, handler, FactKind.BREACH)
    choose_laws(laws=[Law.CRA], agreed=1, by=make_member(organisation, Role.ADMINISTRATOR).unlocked, now=NOW)
    body = ready_letter(Owed.objects.get(letter=Letter.DUTIES_DUE)).body
    assert ("in het logboek" in body, "staat op de werkplek onder Termijnen" in body) == (True, False)


def test_a_law_without_duties_leaves_without_a_question(organisation: MadeOrganisation) -> None:
    choose_laws(laws=[], by=make_member(organisation, Role.LEAD).unlocked, now=NOW)
    assert (laws_of(organisation.id), Owed.objects.filter(letter=Letter.DUTIES_DUE).count()) == ((), 0)


def test_what_was_submitted_is_not_said_to_have_fallen_away(
    organisation: MadeOrganisation, case: MadeCase, handler: MadeMember
) -> None:
    tell(case, handler, FactKind.BREACH)
    submit(case, handler, "gdpr-notification")
    choose_laws(laws=[], by=make_member(organisation, Role.LEAD).unlocked, now=NOW)
    assert ends(LawDuty.objects.all()) == {"gdpr-notification": "submitted"}


def test_a_law_does_not_hold_in_two_ways(organisation: MadeOrganisation) -> None:
    lead = make_member(organisation, Role.LEAD)
    with pytest.raises(DutyRefused) as refused:
        choose_laws(laws=[Law.CBW, Law.CBW_TRUST], by=lead.unlocked, now=NOW)
    assert (refused.value.flaw, laws_of(organisation.id)) == (DutyFlaw.BOTH, (Law.GDPR, Law.CRA))


def test_a_handler_chooses_no_laws(handler: MadeMember) -> None:
    with pytest.raises(NotAllowed):
        choose_laws(laws=[], by=handler.unlocked, now=NOW)
    assert LawHeld.objects.count() == 2


def test_an_end_that_was_given_does_not_come_later(
    organisation: MadeOrganisation, case: MadeCase, handler: MadeMember
) -> None:
    """An organisation that moves to another zone keeps the ends it works towards."""
    tell(case, handler, FactKind.EXPLOITED)
    tell(case, handler, FactKind.FIX_AVAILABLE)
    before = duty(case, "cra-exploited-final").due_at
    Organisation.objects.filter(pk=organisation.id).update(zone="America/New_York")
    found = {each.stage.id: each.due for each in duties_of(organisation.id, case.row.uuid)}
    assert found["cra-exploited-final"] == before


def test_an_end_moves_when_it_becomes_earlier(
    organisation: MadeOrganisation, case: MadeCase, handler: MadeMember
) -> None:
    tell(case, handler, FactKind.EXPLOITED)
    tell(case, handler, FactKind.FIX_AVAILABLE)
    before = duty(case, "cra-exploited-final").due_at
    Organisation.objects.filter(pk=organisation.id).update(zone="Asia/Tokyo")
    found = {each.stage.id: each.due for each in duties_of(organisation.id, case.row.uuid)}
    assert (found["cra-exploited-final"], before) == (NOW_IN_TOKYO, NOW_IN_TOKYO + 8 * HOUR)
