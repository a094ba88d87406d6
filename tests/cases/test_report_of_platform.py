"""The notification of an outside platform that the policy names is a report by it."""

from dataclasses import replace

import pytest

from meldpunt.arrivals.terms import Authentication, Automatic, Mailbox, MailEnd
from meldpunt.cases.access import open_for_member
from meldpunt.cases.rules.mail_contents import reference_in
from meldpunt.outbox.models import Owed
from meldpunt.policy.terms import ContactMode
from tests.cases.mailed import received
from tests.factories.people import NOW, MadeOrganisation, make_member
from tests.factories.policy import make_haven, publish_text
from tests.factories.policy_texts import SMALL
from tests.fakes.mail_reading import MAIL

pytestmark = pytest.mark.django_db
PLATFORM = """[[way_in]]
kind = "platform"
name = "Loket"
mail_from = "noreply@loket.example"
address = "https://loket.example/haven"

"""


@pytest.fixture
def of_platform() -> MadeOrganisation:
    """Return an organisation whose policy names an outside platform that mails."""
    made = make_haven()
    publish_text(made, SMALL.replace("[clauses]", PLATFORM + "[clauses]"))
    return made


NOTIFIED = replace(MAIL, sender=Mailbox("Loket", "noreply@loket.example"), subject="New report #81234: open portal")


def test_a_notification_of_a_platform_is_a_report_of_nobody_by_name(of_platform):
    ended = received(of_platform, replace(NOTIFIED, automatic=Automatic.GENERATED))
    anna = make_member(of_platform).unlocked
    opened = open_for_member(number=ended.number, visitor=anna, now=NOW)
    assert (opened.channel, opened.report.platform, opened.report.reference, opened.contact_mode) == (
        "platform",
        "Loket",
        "#81234",
        ContactMode.NONE,
    )


def test_a_forged_notification_waits_like_any_mail_of_a_machine(of_platform):
    forged = replace(NOTIFIED, automatic=Automatic.GENERATED, authentication=Authentication(dmarc="fail"))
    assert received(of_platform, forged).end is MailEnd.AUTOMATIC


def test_a_platform_gets_no_receipt(of_platform):
    received(of_platform, NOTIFIED)
    assert Owed.objects.exclude(letter="new_report").count() == 0


@pytest.mark.parametrize(
    ("subject", "reference"),
    [
        ("[Loket] #4711 Open portal", "#4711"),
        ("LOK-2026-7: open portal", "LOK-2026-7"),
        ("A report", ""),
        ("SQL injection", ""),
    ],
)
def test_the_number_in_a_subject_is_the_reference(subject, reference):
    assert reference_in(subject) == reference
