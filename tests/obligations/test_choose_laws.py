"""Which laws hold is for the organisation to say; ends that were given stay when it moves."""

from datetime import UTC, datetime, timedelta

import pytest

from meldpunt.obligations.actions import choose_laws
from meldpunt.obligations.queries import duties_of, laws_of
from meldpunt.obligations.terms.duties import DutyFlaw, DutyRefused
from meldpunt.obligations.terms.law import FactKind, Law
from meldpunt.people.models import Organisation
from meldpunt.people.terms import NotAllowed, Role
from tests.factories.cases import MadeCase, make_case
from tests.factories.duties import LawDuty, LawHeld, duty, ends, hold_laws, tell
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
def handler(organisation: MadeOrganisation) -> MadeMember:
    """Give a handler."""
    return make_member(organisation, name="Hanna")


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
