"""The channel tests itself by mail: what leaves by the carrier comes back as mail does, from both sides."""

import pytest
from django.core.files.storage import storages

from meldpunt.arrivals.access import word_of_canary
from meldpunt.arrivals.models import Mail, MailCanary
from meldpunt.arrivals.terms import Envelope, MailEnd, TryLater, Way
from meldpunt.cases.models import Case, Thread
from meldpunt.journal.queries import entries_of_organisation
from meldpunt.outbox.jobs import deliver_due
from meldpunt.outbox.models import Owed
from meldpunt.outbox.terms import CarrierBusy, CarrierRefused
from meldpunt.people.models import Organisation
from meldpunt.reports.models import Attachment, Report
from meldpunt.sealing.models import Wrap
from meldpunt.upkeep.actions import open_canary
from meldpunt.upkeep.queries import examination, light_of
from meldpunt.upkeep.terms import Level, Light, Part, Place, Trouble
from tests.factories.people import NOW, make_member, make_organisation
from tests.factories.policy import make_haven, publish_text
from tests.factories.policy_texts import SMALL
from tests.factories.upkeep import make_canary, make_mail_canary
from tests.fakes.carrier import FakeCarrier
from tests.upkeep.conftest import ADDRESS, BY_MAIL, DAY, HOUR, MINUTES, SECOND, comes, looks, sent, troubles

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sends")]


def test_it_comes_back_and_the_light_is_green(organisation):
    raw = sent(organisation)
    ended = comes(organisation, raw, now=NOW + SECOND)
    looks(NOW + HOUR)
    facts = make_member(organisation).unlocked.organisation
    assert (ended, light_of(facts, now=NOW + HOUR)) == (
        MailEnd.CANARY,
        Light(Level.GREEN, (), None, None, mailed_at=NOW + HOUR),
    )


def test_it_is_no_case_no_mail_and_no_letter(organisation):
    make_member(organisation)
    raw, letters = sent(organisation), Owed.objects.count()
    comes(organisation, raw)
    kept = (Case.objects.count(), Case.with_canaries.count(), Mail.objects.count(), Owed.objects.count() - letters)
    lines = [each.deed for each in entries_of_organisation(organisation.id, limit=50)]
    assert (kept, [deed for deed in lines if deed.startswith(("case.", "mail."))]) == ((0, 1, 0, 0), [])


def test_its_access_code_opens_what_it_says(organisation):
    comes(organisation, sent(organisation))
    row = MailCanary.objects.get()
    assert (row.is_read_back, row.thread, row.came_at) == (True, Thread.objects.get().pk, NOW)


def test_an_open_desk_checks_it_and_it_is_forgotten(organisation):
    wraps = Wrap.objects.count()
    comes(organisation, sent(organisation))
    stored = Attachment.objects.get().stored_as
    open_canary(by=make_member(organisation).unlocked, now=NOW + HOUR)
    left = (Case.with_canaries.count(), Report.objects.count(), Wrap.objects.count() - wraps)
    assert (left, MailCanary.objects.get().thread) == ((0, 0, 0), None)
    assert (storages["sealed"].exists(stored), troubles(organisation, now=NOW + HOUR)) == (False, [])


def test_one_that_does_not_open_at_the_desk_is_red(organisation):
    comes(organisation, sent(organisation))
    Wrap.objects.all().delete()
    open_canary(by=make_member(organisation).unlocked, now=NOW)
    assert troubles(organisation) == [(Part.DESK, Trouble.NOT_OPENED, Level.RED)]


def test_the_form_and_the_mail_wait_side_by_side(organisation):
    comes(organisation, sent(organisation))
    make_canary(organisation)
    make_canary(organisation, now=NOW + MINUTES)
    waiting = Case.with_canaries.count()
    open_canary(by=make_member(organisation).unlocked, now=NOW + HOUR)
    assert (waiting, Case.with_canaries.count(), troubles(organisation, now=NOW + HOUR)) == (2, 0, [])


def test_the_next_one_takes_the_place_of_one_that_nobody_opened(organisation):
    comes(organisation, sent(organisation))
    comes(organisation, sent(organisation, now=NOW + DAY), now=NOW + DAY)
    assert Case.with_canaries.count() == 1


def test_by_two_ways_it_is_one(organisation):
    raw = sent(organisation)
    ends = [comes(organisation, b"Received: from " + way + b"\r\n" + raw) for way in (b"mx1", b"mx2")]
    assert (ends, Case.with_canaries.count()) == ([MailEnd.CANARY] * 2, 1)


def test_what_was_brought_again_after_a_crash_is_one(organisation):
    """The report was kept, and that it came was not."""
    raw = sent(organisation)
    comes(organisation, raw)
    MailCanary.objects.update(came_at=None, thread=None, is_read_back=False)
    comes(organisation, raw)
    assert (Case.with_canaries.count(), MailCanary.objects.get().is_read_back) == (1, True)


def test_a_footer_on_its_way_does_not_matter(organisation):
    raw = sent(organisation).rstrip() + b"\r\n\r\nThis mail came from outside.\r\n"
    assert (comes(organisation, raw), MailCanary.objects.get().is_read_back) == (MailEnd.CANARY, True)


def test_with_another_word_it_is_a_mail_as_any(organisation):
    raw = sent(organisation)
    word = word_of_canary(MailCanary.objects.get().id, organisation=organisation.id).encode()
    assert comes(organisation, raw.replace(word, b"0" * 32)) is not MailEnd.CANARY


def test_a_day_after_it_came_a_copy_is_a_mail_as_any(organisation):
    raw = sent(organisation)
    comes(organisation, raw)
    assert comes(organisation, raw, now=NOW + DAY + SECOND) is not MailEnd.CANARY


def test_what_a_person_writes_with_the_word_is_a_mail_as_any(organisation):
    raw = sent(organisation).replace(b"Auto-Submitted: auto-generated", b"X-Program: by hand")
    assert comes(organisation, raw) is not MailEnd.CANARY


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        (b"From: ", b"From: filter@elsewhere.example\r\nX-From: "),
        (b"Subject: ", b"Subject: Held back: 3 mails\r\nX-Subject: "),
    ],
    ids=["sender", "subject"],
)
def test_what_a_machine_says_about_it_is_a_mail_as_any(organisation, was, becomes):
    """Such as a filter that held it back: it did not come, and beside it stands what others wrote."""
    digest = sent(organisation).replace(b"Message-ID: <", b"Message-ID: <x").replace(was, becomes, 1)
    ended = comes(organisation, digest)
    assert (ended, MailCanary.objects.get().came_at) == (MailEnd.AUTOMATIC, None)


def test_another_organisations_word_is_nobodys(organisation):
    other = make_organisation()
    assert comes(other, sent(organisation)) is not MailEnd.CANARY


def test_a_machine_that_answers_it_is_not_answered_nor_kept(organisation):
    raw = sent(organisation).replace(b"auto-generated", b"auto-replied")
    assert (comes(organisation, raw), MailCanary.objects.get().came_at, Mail.objects.count()) == (
        MailEnd.CANARY,
        None,
        0,
    )


def test_while_intake_is_stopped_it_waits(organisation):
    raw = sent(organisation)
    Organisation.objects.update(intake_stopped_at=NOW)
    with pytest.raises(TryLater):
        comes(organisation, raw)


def report(raw: bytes, *, action: str = "failed", status: str = "5.1.1") -> bytes:
    """Return what a mail server says about a mail that it could not deliver (RFC 3464)."""
    head = raw.replace(b"\r\n", b"\n").partition(b"\n\n")[0].decode()
    return (
        "From: MAILER-DAEMON@mx.clinic.example\nTo: desk@clinic.example\nSubject: Undelivered\nMIME-Version: 1.0\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n'
        "--b\nContent-Type: text/plain\n\nThis mail could not be delivered.\n"
        "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.clinic.example\n\n"
        f"Final-Recipient: rfc822; {ADDRESS}\nAction: {action}\nStatus: {status}\n"
        f"--b\nContent-Type: text/rfc822-headers\n\n{head}\n--b--\n"
    ).encode()


def test_one_that_was_sent_back_is_red_at_once(organisation):
    raw = sent(organisation)
    ended = comes(organisation, report(raw), now=NOW + SECOND, envelope=Envelope(Way.LMTP, sender=""))
    looks(NOW + 2 * SECOND)
    assert (ended, Mail.objects.count()) == (MailEnd.CANARY, 0)
    assert troubles(organisation, now=NOW + 2 * SECOND) == [(Part.MAIL, Trouble.MAIL_RETURNED, Level.RED)]


def test_its_return_may_come_to_another_organisation(organisation):
    """They share the sender of the installation."""
    raw, other = sent(organisation), make_organisation()
    ended = comes(other, report(raw), envelope=Envelope(Way.LMTP, sender=""))
    looks(NOW + SECOND)
    assert (ended, Mail.objects.count(), troubles(other)) == (MailEnd.CANARY, 0, [])
    assert troubles(organisation) == [(Part.MAIL, Trouble.MAIL_RETURNED, Level.RED)]


def test_a_return_that_names_no_test_is_a_mail_as_any(organisation):
    raw = sent(organisation)
    named = raw.split(b"Message-ID: ")[1].split()[0]
    elsewhere = report(raw.replace(named, b"<9@elsewhere.example>").replace(b"Subject: ", b"X-Subject: "))
    assert comes(organisation, elsewhere, envelope=Envelope(Way.LMTP, sender="")) is MailEnd.BOUNCE


def test_one_that_is_late_is_waited_for(organisation):
    raw = sent(organisation)
    comes(organisation, report(raw, action="delayed", status="4.4.1"), envelope=Envelope(Way.LMTP, sender=""))
    looks(NOW + SECOND)
    assert (troubles(organisation), Mail.objects.count()) == ([], 0)


def test_one_that_no_server_takes_is_red_at_once(organisation):
    make_mail_canary(organisation)
    deliver_due(carrier=FakeCarrier(CarrierRefused("550")), now=NOW)
    looks(NOW + SECOND)
    assert troubles(organisation) == [(Part.MAIL, Trouble.MAIL_RETURNED, Level.RED)]


@pytest.mark.parametrize(("after", "found"), [(2 * HOUR - SECOND, []), (2 * HOUR, [Trouble.MAIL_NOT_BACK])])
def test_one_that_does_not_come_is_red_after_two_hours(organisation, after, found):
    sent(organisation)
    looks(NOW + after)
    assert [trouble for _, trouble, _ in troubles(organisation, now=NOW + after)] == found


def test_while_letters_do_not_leave_nothing_is_said_of_mail_that_comes_in(organisation):
    make_mail_canary(organisation)
    deliver_due(carrier=FakeCarrier(CarrierBusy("unreachable")), now=NOW)
    assert (looks(NOW + DAY), troubles(organisation, now=NOW + HOUR)) == ([0], [])


def test_a_late_one_makes_it_well_again(organisation):
    raw = sent(organisation)
    looks(NOW + 2 * HOUR)
    comes(organisation, raw, now=NOW + 3 * HOUR)
    looks(NOW + 3 * HOUR + SECOND)
    assert troubles(organisation, now=NOW + 3 * HOUR) == []


def test_where_only_the_policy_names_the_address_one_that_never_came_needs_a_look(settings):
    settings.MELDPUNT = settings.MELDPUNT.model_copy(update={"lmtp": "127.0.0.1:2424"})
    organisation = make_haven()
    publish_text(organisation, SMALL + BY_MAIL)
    sent(organisation)
    looks(NOW + 2 * HOUR)
    assert troubles(organisation, now=NOW + 2 * HOUR) == [(Part.MAIL, Trouble.MAIL_NEVER, Level.AMBER)]


def test_the_operator_is_told_of_one_that_does_not_come(organisation, settings):
    settings.MELDPUNT = settings.MELDPUNT.model_copy(update={"operator_mail": "operator@clinic.example"})
    raw = sent(organisation)
    looks(NOW + 2 * HOUR, NOW + 2 * HOUR + SECOND)
    before = Owed.objects.filter(letter="channel_dead").count()
    looks(NOW + 2 * HOUR + MINUTES, NOW + 2 * HOUR + 2 * MINUTES)
    comes(organisation, raw, now=NOW + 3 * HOUR)
    looks(NOW + 3 * HOUR + SECOND)
    told = Owed.objects.filter(letter__in=("channel_dead", "channel_well")).order_by("owed_at")
    assert (before, [row.letter for row in told]) == (0, ["channel_dead", "channel_well"])


def test_the_doctor_says_the_same(organisation, tmp_path):
    sent(organisation)
    looks(NOW + 2 * HOUR)
    place = Place(tmp_path, tmp_path / "secrets.json", None, has_smtp=True, example="Example")
    [finding] = [each for each in examination(place=place, now=NOW + 2 * HOUR) if each.subject == "way in"]
    assert (finding.well, "did not come in within two hours" in finding.advice) == (False, True)
