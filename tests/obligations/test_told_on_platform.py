"""What a handler answers on an outside platform, and writes in the case, counts as told at that moment."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from meldpunt.arrivals.terms import Automatic, Channel, Mailbox
from meldpunt.cases.actions import take_in_by_hand, write_as_handler
from meldpunt.cases.models import Case, Notice
from meldpunt.cases.terms import Entered, MessageKind, Says
from meldpunt.obligations.queries import obligations_of
from meldpunt.obligations.terms import Standing
from meldpunt.people.terms import Visitor
from meldpunt.policy.terms import PromiseKind
from meldpunt.reports.terms import Contact
from tests.cases.mailed import received
from tests.cases.test_report_of_platform import PLATFORM
from tests.factories.arrivals import make_form
from tests.factories.cases import ANONYMOUS, CONTENT, MAILED, NO_CONTACT, answer, make_case
from tests.factories.desk import client_of
from tests.factories.obligations import settle_all
from tests.factories.outbox import carry
from tests.factories.people import NOW, MadeMember, MadeOrganisation, make_member, make_organisation
from tests.factories.policy import make_haven, publish_text
from tests.factories.policy_texts import SMALL
from tests.fakes.mail_reading import MAIL

pytestmark = pytest.mark.django_db
HOUR, WEEK = timedelta(hours=1), timedelta(days=7)
NOTIFIED = replace(
    MAIL,
    sender=Mailbox("Loket", "noreply@loket.example"),
    subject="New report #81234: open portal",
    automatic=Automatic.GENERATED,
)


@pytest.fixture
def organisation() -> MadeOrganisation:
    """Give an organisation whose policy names an outside platform that mails."""
    made = make_haven()
    publish_text(made, SMALL.replace("[clauses]", PLATFORM + "[clauses]"))
    return made


@pytest.fixture
def anna(organisation: MadeOrganisation) -> MadeMember:
    """Give a handler."""
    return make_member(organisation, name="Anna")


def enter(organisation: MadeOrganisation, by: Visitor, contact: Contact = NO_CONTACT) -> None:
    """Enter a report that came over the platform."""
    take_in_by_hand(
        form=make_form(organisation, now=NOW),
        entered=Entered(Channel.PLATFORM, NOW),
        content=replace(CONTENT, platform="Loket", reference="LK-77"),
        identity=ANONYMOUS,
        contact=contact,
        uploads=(),
        language="nl",
        by=by,
        now=NOW,
    )


def answered(by: Visitor) -> None:
    """Write in the case what was answered on the platform an hour after it came."""
    case = Case.objects.get()
    write_as_handler(
        number=case.number,
        kind=MessageKind.ANSWER,
        text="Dank u.",
        uploads=(),
        says=Says(assessment=True),
        seen_version=case.version,
        by=by,
        now=NOW + HOUR,
    )


def first_answer(*, now: datetime) -> tuple[Standing, datetime | None]:
    """Return how the promise of a first answer stands, and since when it is kept."""
    settle_all(now=now)
    found = obligations_of(Case.objects.get().uuid, now=now)
    return next(
        (each.settled.standing, each.settled.fulfilled_at) for each in found if each.kind is PromiseKind.FIRST_ANSWER
    )


def test_nothing_is_told_before_it_is_written_in_the_case(organisation: MadeOrganisation) -> None:
    received(organisation, NOTIFIED)
    assert first_answer(now=NOW + HOUR) == (Standing.RUNNING, None)


def test_answer_to_what_the_platform_mailed_is_told_when_it_is_written(
    organisation: MadeOrganisation, anna: MadeMember
) -> None:
    received(organisation, NOTIFIED)
    answered(anna.unlocked)
    assert first_answer(now=NOW + WEEK) == (Standing.KEPT, NOW + HOUR)


def test_answer_to_what_was_entered_by_hand_is_told_when_it_is_written(
    organisation: MadeOrganisation, anna: MadeMember
) -> None:
    enter(organisation, anna.unlocked)
    answered(anna.unlocked)
    assert first_answer(now=NOW + WEEK) == (Standing.KEPT, NOW + HOUR)


def test_mail_beside_it_that_never_leaves_takes_nothing_away(organisation: MadeOrganisation, anna: MadeMember) -> None:
    enter(organisation, anna.unlocked, MAILED)
    answered(anna.unlocked)
    assert (first_answer(now=NOW + WEEK), Notice.objects.count()) == ((Standing.KEPT, NOW + HOUR), 0)


def test_where_there_is_no_platform_it_is_told_when_the_mail_leaves() -> None:
    case = make_case(make_organisation(), contact=MAILED)
    answer(case, make_member(case.organisation).unlocked, now=NOW + HOUR)
    assert first_answer(now=NOW + HOUR)[0] is Standing.RUNNING
    carry(now=NOW + 2 * HOUR)
    assert first_answer(now=NOW + WEEK) == (Standing.KEPT, NOW + 2 * HOUR)


def test_page_of_the_case_says_so(organisation: MadeOrganisation, anna: MadeMember) -> None:
    received(organisation, NOTIFIED)
    answered(anna.unlocked)
    page = client_of(anna).get(f"/desk/cases/{Case.objects.get().number}").text
    assert "Op Loket gegeven: het geldt vanaf dit moment als verteld." in page


def test_page_of_a_case_that_came_otherwise_does_not() -> None:
    case = make_case(make_organisation())
    ben = make_member(case.organisation)
    answer(case, ben.unlocked)
    page = client_of(ben).get(f"/desk/cases/{case.number}").text
    assert ("Dank u." in page, "geldt vanaf dit moment als verteld" in page) == (True, False)
