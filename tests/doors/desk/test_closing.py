"""Closing a case at the desk: asked once more, because the finder is told and their address goes."""

import html

import pytest
from django.test import Client
from django.utils import timezone

from meldpunt.cases.access import open_for_member
from meldpunt.cases.terms import Notices, OpenedCase, ReportState
from meldpunt.obligations.terms.law import FactKind, Law
from meldpunt.people.models import Organisation
from tests.factories.cases import MAILED, NAMED, MadeCase, make_case
from tests.factories.duties import hold_laws, tell
from tests.factories.people import MadeMember, MadeOrganisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(organisation: MadeOrganisation) -> MadeCase:
    """Give a case whose finder gave a name and an address."""
    return make_case(organisation, identity=NAMED, contact=MAILED, now=timezone.now())


def opened(case: MadeCase, member: MadeMember) -> OpenedCase:
    """Open the case as it is now."""
    return open_for_member(number=case.number, visitor=member.unlocked, now=timezone.now())


def send(client: Client, case: MadeCase, deed: str, **fields: str):
    """Send one of the page's forms."""
    return client.post(f"/desk/cases/{case.number}/{deed}", {"seen_version": case.version, **fields})


def solve(client: Client, case: MadeCase) -> None:
    """Bring the case to where it may be closed as solved."""
    send(client, case, "answer", text="Dank u.", kind="answer")
    send(client, case, "state", to="valid")
    send(client, case, "state", to="accepted")


def test_case_is_closed_and_opened_again(client: Client, case: MadeCase, member: MadeMember) -> None:
    """With a reason, once the finder was answered."""
    solve(client, case)
    asked = send(client, case, "close", reason="solved")
    assert ("Yes, close it" in asked.text, opened(case, member).state) == (True, ReportState.ACCEPTED)
    send(client, case, "close", reason="solved", sure="1")
    assert opened(case, member).state is ReportState.CLOSED
    send(client, case, "reopen")
    assert opened(case, member).state is ReportState.ACCEPTED


def test_closing_with_a_no_that_was_not_told_is_refused(client: Client, case: MadeCase, member: MadeMember) -> None:
    """With a sentence that leads to Say no."""
    send(client, case, "state", to="invalid")
    answer = send(client, case, "close", reason="not_valid")
    page = html.unescape(answer.content.decode())
    assert ("Use Say no instead: it sends the reason." in page, opened(case, member).state) == (
        True,
        ReportState.INVALID,
    )


def test_closing_with_a_running_duty_says_so(client: Client, case: MadeCase, member: MadeMember) -> None:
    """It is asked once more, and the case goes on naming the duty afterwards, with whom to bring in."""
    hold_laws(case.organisation, Law.GDPR)
    now = timezone.now()
    tell(case, member, FactKind.BREACH, now, now=now)
    solve(client, case)
    asked = html.unescape(send(client, case, "close", reason="solved").text)
    send(client, case, "close", reason="solved", sure="1")
    page = html.unescape(client.get(f"/desk/cases/{case.number}").text)
    told = ("A duty by law still runs" in asked, "Submit what the law asks for." in page, "Nothing to do" in page)
    assert told == (True, True, False)


@pytest.mark.parametrize("keeps", [True, False], ids=["kept at the server", "in the sealed contact alone"])
def test_the_last_mail_is_told_before_closing(client: Client, case: MadeCase, member: MadeMember, keeps: bool) -> None:
    """Also where the server may keep no address: what a handler does at an unlocked desk is mailed."""
    Organisation.objects.update(finder_mail_enabled=keeps)
    solve(client, case)
    told = "They are mailed one last time." in send(client, case, "close", reason="solved").text
    assert (told, opened(case, member).notices) == (True, Notices.SENT)


def test_a_closed_case_is_not_written_in(client: Client, case: MadeCase, member: MadeMember) -> None:
    """A page that was open still had the form."""
    solve(client, case)
    send(client, case, "close", reason="solved", sure="1")
    written = [send(client, case, deed, text="Nog iets.", kind="answer").status_code for deed in ("answer", "note")]
    now = opened(case, member)
    assert (written, len(now.messages), now.notes) == ([409, 409], 1, ())


def test_what_changed_between_question_and_yes_is_shown(client: Client, case: MadeCase, member: MadeMember) -> None:
    """Nothing is closed over it."""
    solve(client, case)
    asked = case.version
    send(client, case, "note", text="Wacht nog even.")
    answer = client.post(f"/desk/cases/{case.number}/close", {"seen_version": asked, "reason": "solved", "sure": "1"})
    assert (answer.status_code, opened(case, member).state) == (409, ReportState.ACCEPTED)


def test_closing_asks_for_a_reason(client: Client, case: MadeCase) -> None:
    """Nothing is chosen beforehand."""
    answer = send(client, case, "close", reason="")
    assert (answer.status_code, "Choose at least one of these." in answer.text) == (422, True)
