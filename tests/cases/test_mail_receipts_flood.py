"""Very many reports by mail at once: each finder gets a receipt in turn, and a case of which nobody was told says so."""

from datetime import timedelta

import pytest

from meldpunt.arrivals.actions import answers
from meldpunt.arrivals.jobs import expire_arrivals
from meldpunt.arrivals.models import Answered, Mail
from meldpunt.arrivals.terms import Authentication, Automatic, Envelope, Mailbox, Way
from meldpunt.cases.actions import make_report_of_entry, renew_code
from meldpunt.cases.models import Case
from meldpunt.outbox.models import Owed
from meldpunt.outbox.queries import waiting_since
from tests.cases.mailed import received, written
from tests.factories.openpgp import make_key
from tests.factories.people import NOW, MadeOrganisation, make_member, make_organisation, take_mail
from tests.fakes.carrier import delivered
from tests.fakes.mail_reading import SaysReader

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
FEW = 3


@pytest.fixture(autouse=True)
def _few(monkeypatch):
    """Let three of each kind leave in an hour."""
    monkeypatch.setattr(answers, "MOST_AN_HOUR", FEW)


@pytest.fixture
def organisation() -> MadeOrganisation:
    """Return an organisation at which mail comes in."""
    organisation = make_organisation()
    take_mail(organisation, at="meld@kliniek.example")
    return organisation


def reports(organisation: MadeOrganisation, many: int, *, start: int = 0) -> None:
    """Report as many times, each from an address of its own."""
    for each in range(start, start + many):
        received(organisation, written(f"{each}@x", sender=Mailbox("", f"sam{each}@finder.example")))


def receipts() -> int:
    return Owed.objects.filter(letter="mail_received").count()


def test_receipts_leave_in_turn_and_none_is_lost(organisation):
    reports(organisation, 8)
    left = [len(delivered(now=NOW + HOUR * hour)) for hour in range(4)]
    assert (left, Mail.objects.filter(reason="no_receipt").count()) == ([3, 3, 2, 0], 0)


def test_no_hour_has_more_than_its_share_however_it_is_cut(organisation):
    reports(organisation, 20)
    moments = sorted(Answered.objects.values_list("at", flat=True))
    assert max(sum(at <= other < at + HOUR for other in moments) for at in moments) == FEW


def test_receipt_whose_turn_comes_after_a_day_is_not_owed_and_the_case_says_so(organisation):
    reports(organisation, 25 * FEW + 2)
    assert (receipts(), Mail.objects.filter(reason="no_receipt").count(), Case.objects.count()) == (75, 2, 77)


def test_receipts_wait_for_no_other_answers(organisation):
    Answered.objects.bulk_create(
        Answered(organisation_id=organisation.id, mark=bytes([each]) * 32, at=NOW) for each in range(9)
    )
    reports(organisation, 1)
    assert len(delivered(now=NOW)) == 1


def test_other_answers_wait_for_no_receipts(organisation):
    make_key(organisation)
    reports(organisation, FEW)
    received(organisation, written("key@x", asks_for_key=True))
    assert Owed.objects.filter(letter="key_sent").count() == 1


def test_receipts_of_another_organisation_leave_at_once(organisation):
    other = make_organisation()
    take_mail(other, at="meld@haven.example")
    reports(organisation, FEW)
    reports(other, 1)
    assert len(delivered(now=NOW)) == FEW + 1


def test_letter_that_waits_for_its_turn_is_no_sign_of_trouble(organisation):
    reports(organisation, FEW + 1)
    delivered(now=NOW)
    assert waiting_since() == NOW + HOUR


def test_turn_that_is_to_come_is_not_forgotten(organisation):
    reports(organisation, 6)
    expire_arrivals(now=NOW + timedelta(days=1))
    assert Answered.objects.count() == FEW


@pytest.mark.parametrize("sender", ["", "sam@finder.example"])
def test_case_says_where_nobody_was_told(organisation, sender):
    mail = written("1@x", authentication=Authentication(dmarc="fail" if sender else ""))
    received(organisation, mail, envelope=Envelope(Way.LMTP, sender=sender))
    assert (Mail.objects.get().reason, receipts()) == ("no_receipt", 0)


def test_case_that_is_made_of_a_machines_mail_says_that_nobody_was_told(organisation):
    mail = written("1@x", automatic=Automatic.GENERATED)
    received(organisation, mail)
    anna = make_member(organisation).unlocked
    make_report_of_entry(mail=Mail.objects.get().id, reader=SaysReader(mail), by=anna, now=NOW)
    assert (Mail.objects.get().end, Mail.objects.get().reason) == ("report", "no_receipt")


def test_new_code_makes_up_for_it(organisation):
    received(organisation, written("1@x"), envelope=Envelope(Way.LMTP, sender=""))
    case, anna = Case.objects.get(), make_member(organisation).unlocked
    renew_code(number=case.number, seen_version=case.version, by=anna, now=NOW)
    assert Mail.objects.get().reason == ""
