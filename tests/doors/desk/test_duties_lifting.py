"""A decision of no risk that lifts nothing says why, and what to do."""

import pytest
from django.test import Client
from django.utils import timezone

from meldpunt.obligations.terms.law import FactKind, Law
from tests.doors.desk.test_duties_asked import HOUR, NOTHING, at, fact, told
from tests.factories.cases import MadeCase
from tests.factories.duties import duty, hold_laws, tell
from tests.factories.people import MadeMember, MadeOrganisation

TOO_LATE = "The end had passed when this was recorded"
DISPUTED = "This lifts nothing as long as it stands here"
NO_RISK, HIGH_RISK = "breach_no_risk", "breach_high_risk"


@pytest.fixture
def lead(organisation: MadeOrganisation) -> MadeMember:
    """Give the lead who said that the GDPR holds."""
    return hold_laws(organisation, Law.GDPR, now=timezone.now())


@pytest.fixture
def breach(case: MadeCase, lead: MadeMember) -> MadeCase:
    """Give the case with a breach that is known since an hour."""
    now = timezone.now()
    tell(case, lead, FactKind.BREACH, now - HOUR, now=now)
    return case


def test_a_decision_of_no_risk_that_came_too_late_says_so(client: Client, case: MadeCase, lead: MadeMember) -> None:
    """On the answer, and beside the fact as long as the notification is owed."""
    now = timezone.now()
    tell(case, lead, FactKind.BREACH, now - 100 * HOUR, now=now)
    page = told(client, case, fact(kind=NO_RISK, event="1"))
    assert (NOTHING in page, page.count(TOO_LATE), "No law that holds for you" in page) == (True, 2, False)
    assert client.get(at(case)).text.count(TOO_LATE) == 1


@pytest.mark.parametrize("kinds", [(NO_RISK, HIGH_RISK), (HIGH_RISK, NO_RISK)])
def test_a_decision_of_no_risk_beside_a_high_risk_says_what_to_take_back(
    client: Client, breach: MadeCase, kinds: tuple[str, str]
) -> None:
    for kind in kinds:
        page = told(client, breach, fact(kind=kind, event="1"))
    assert (DISPUTED in page, TOO_LATE in page) == (True, False)
    assert duty(breach, "gdpr-notification").ended_at is None


def test_a_decision_of_no_risk_in_time_says_nothing_of_that(client: Client, breach: MadeCase) -> None:
    page = told(client, breach, fact(kind=NO_RISK, event="1"))
    assert (NOTHING in page, DISPUTED in page, TOO_LATE in page) == (False, False, False)
