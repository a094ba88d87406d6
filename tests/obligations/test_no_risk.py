"""A decision that a breach is no risk lifts its notification, in time and as long as no high risk stands beside it."""

from datetime import timedelta

import pytest

from meldpunt.obligations.access import open_duty
from meldpunt.obligations.actions import withdraw_fact
from meldpunt.obligations.terms.law import FactKind, Law
from tests.factories.cases import MadeCase, make_case
from tests.factories.duties import LawDuty, LawFact, duty, ends, hold_laws, tell
from tests.factories.people import NOW, MadeMember, MadeOrganisation, make_organisation

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def organisation() -> MadeOrganisation:
    """Give an organisation for which the GDPR holds."""
    made = make_organisation()
    hold_laws(made, Law.GDPR)
    return made


@pytest.fixture
def case(organisation: MadeOrganisation) -> MadeCase:
    """Give a case."""
    return make_case(organisation)


def test_no_risk_in_time_lifts_the_notification(case: MadeCase, handler: MadeMember) -> None:
    tell(case, handler, FactKind.BREACH, NOW - HOUR)
    tell(case, handler, FactKind.BREACH_NO_RISK)
    assert ends(LawDuty.objects.all()) == {"gdpr-notification": "lifted"}


def test_a_high_risk_after_it_brings_the_notification_back(case: MadeCase, handler: MadeMember) -> None:
    """With the end of the breach; taking the high risk back lifts it again."""
    tell(case, handler, FactKind.BREACH, NOW - 2 * HOUR)
    tell(case, handler, FactKind.BREACH_NO_RISK, NOW - HOUR)
    tell(case, handler, FactKind.BREACH_HIGH_RISK)
    found = duty(case, "gdpr-notification")
    assert (found.due_at, found.ended_at) == (NOW + 70 * HOUR, None)
    assert found.warnings.filter(sent_at__isnull=True).exists()
    high = LawFact.objects.get(kind="breach_high_risk").uuid
    withdraw_fact(number=case.number, fact=high, because="It was encrypted.", by=handler.unlocked, now=NOW)
    assert ends(LawDuty.objects.all()) == {"gdpr-notification": "lifted", "gdpr-people": "gone"}


def test_an_end_that_was_missed_is_not_decided_away_afterwards(case: MadeCase, handler: MadeMember) -> None:
    """What counts is when the decision was recorded, not the moment that somebody gives it."""
    tell(case, handler, FactKind.BREACH, NOW - 100 * HOUR)
    tell(case, handler, FactKind.BREACH_NO_RISK, NOW - 99 * HOUR)
    found = duty(case, "gdpr-notification")
    assert (found.due_at, found.ended_at) == (NOW - 28 * HOUR, None)


def test_a_high_risk_alone_begins_the_notification_and_tells_its_form_since_when(
    case: MadeCase, handler: MadeMember
) -> None:
    tell(case, handler, FactKind.BREACH_HIGH_RISK, NOW - HOUR)
    assert ends(LawDuty.objects.all()) == {"gdpr-notification": "", "gdpr-people": ""}
    opened = open_duty(number=case.number, stage="gdpr-notification", event=1, visitor=handler.unlocked, now=NOW)
    assert opened.duty.due == NOW + 71 * HOUR
    assert {name for name in opened.answers if "aware" in name} == {"aware_at"}
    assert opened.answers["aware_at"] != ""


def test_a_breach_that_is_recorded_after_its_high_risk_moves_no_end(case: MadeCase, handler: MadeMember) -> None:
    tell(case, handler, FactKind.BREACH_HIGH_RISK, NOW - HOUR)
    tell(case, handler, FactKind.BREACH)
    assert duty(case, "gdpr-notification").due_at == NOW + 71 * HOUR
