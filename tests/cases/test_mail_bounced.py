"""A delivery report is recorded on the mail that did not arrive."""

from datetime import timedelta

import pytest
from django.conf import settings

from meldpunt.arrivals.models import Mail
from meldpunt.arrivals.terms import Automatic, Bounced, Ended, Envelope, MailEnd, ReadMail, Way
from meldpunt.cases.access import open_for_member
from meldpunt.cases.actions.mail_marks import address_to_answer
from meldpunt.cases.models import Notice, Thread
from meldpunt.outbox.jobs import deliver_due
from meldpunt.outbox.rules import message_id
from meldpunt.people.queries import organisation_facts
from meldpunt.people.terms import Visitor
from tests.cases.mailed import received
from tests.factories.cases import MAILED, NAMED, MadeCase, answer, make_case
from tests.factories.people import NOW, make_member, make_organisation, take_mail
from tests.fakes.carrier import FakeCarrier

pytestmark = pytest.mark.django_db
SENT = NOW + timedelta(minutes=5)
BACK = NOW + timedelta(hours=1)


@pytest.fixture
def anna(case: MadeCase) -> Visitor:
    """Give a handler at an unlocked desk."""
    return make_member(case.organisation, name="Anna").unlocked


@pytest.fixture
def case() -> MadeCase:
    """Give a case whose finder chose to be mailed."""
    organisation = make_organisation()
    take_mail(organisation, at="meld@kliniek.example")
    return make_case(organisation, identity=NAMED, contact=MAILED)


def report(about: str, *, status: str = "5.2.2", is_permanent: bool = True) -> ReadMail:
    """Return a delivery report about a mail of ours."""
    return ReadMail(
        message_id="1@relay.example",
        automatic=Automatic.BOUNCE,
        bounce=Bounced("sam@finder.example", status, is_permanent, about),
    )


def answered(case: MadeCase, by: Visitor) -> str:
    """Answer the finder by mail, and return the Message-ID of what left."""
    answer(case, by)
    deliver_due(carrier=FakeCarrier(), now=SENT)
    sender = organisation_facts(case.organisation.id).mail_from or settings.MELDPUNT.mail_from
    return message_id(Notice.objects.get().letter, secret=settings.MELDPUNT_SECRETS.mail, sender=sender)


def bounced(case: MadeCase, mail: ReadMail, *recipients: str) -> Ended:
    return received(case.organisation, mail, envelope=Envelope(Way.LMTP, recipients, ""), now=BACK)


def test_it_is_found_by_the_mail_it_is_about_before_any_job_saw_that_it_left(case, anna):
    about = answered(case, anna)
    ended, notice = bounced(case, report(about)), Notice.objects.get()
    assert (ended, notice.told_at, notice.came_back_at, notice.came_back_by) == (
        Ended(MailEnd.BOUNCE, case.number),
        SENT,
        BACK,
        None,
    )


def test_the_case_shows_that_it_came_back_and_nobody_recorded_it(case, anna):
    bounced(case, report(answered(case, anna)))
    mail = open_for_member(number=case.number, visitor=anna, now=BACK).messages[0].mail
    assert mail is not None
    assert (mail.is_lost, mail.by) == (True, "")


def test_nothing_of_it_is_kept(case, anna):
    bounced(case, report(answered(case, anna)))
    row = Mail.objects.get()
    assert (row.end, row.reason, row.sealed) == ("bounce", "recorded", None)


def test_an_address_that_does_not_exist_is_erased(case, anna):
    bounced(case, report(answered(case, anna), status="5.1.1"))
    assert Thread.objects.values_list("notice_address", "notices_ended").get() == (None, True)


def test_a_full_mailbox_costs_nobody_the_address(case, anna):
    bounced(case, report(answered(case, anna)))
    assert Thread.objects.get().notice_address is not None


def test_a_second_report_changes_nothing(case, anna):
    about = answered(case, anna)
    bounced(case, report(about))
    again = ReadMail(message_id="2@relay.example", bounce=report(about).bounce)
    assert (bounced(case, again).end, Mail.objects.filter(reason="known").count()) == (MailEnd.BOUNCE, 1)


def test_a_delay_is_no_return(case, anna):
    bounced(case, report(answered(case, anna), status="4.4.1", is_permanent=False))
    assert (Notice.objects.get().came_back_at, Mail.objects.get().reason) == (None, "delayed")


def test_about_an_unknown_mail_to_a_known_case_it_waits_there(case):
    address = address_to_answer(Thread.objects.get(), organisation_facts(case.organisation.id), now=NOW)
    ended = bounced(case, report("9@elsewhere.example"), address)
    row = Mail.objects.get()
    assert (ended, row.reason, row.thread, row.settled_at) == (
        Ended(MailEnd.BOUNCE, case.number),
        "unmatched",
        Thread.objects.get().pk,
        None,
    )


def test_about_nothing_known_it_waits_in_the_mail_room(case):
    ended = bounced(case, report("9@elsewhere.example"))
    assert (ended, Mail.objects.get().settled_at) == (Ended(MailEnd.BOUNCE), None)


def test_a_delay_of_nothing_known_waits_in_the_mail_room(case):
    bounced(case, report("9@elsewhere.example", status="4.4.1", is_permanent=False))
    assert (Mail.objects.get().reason, Mail.objects.get().settled_at) == ("unmatched", None)
