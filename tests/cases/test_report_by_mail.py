"""A mail that is a report becomes the same kind of case as one by the form."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.files.storage import storages

from meldpunt.arrivals.models import Mail
from meldpunt.arrivals.rules.mail_facts import open_mail
from meldpunt.arrivals.rules.places import file_bind
from meldpunt.arrivals.terms import (
    Authentication,
    Automatic,
    Encryption,
    Ended,
    Envelope,
    Mailbox,
    MailEnd,
    MailPart,
    ReadMail,
    Way,
)
from meldpunt.cases.access import open_file_for_member, open_for_member
from meldpunt.cases.models import Case, MailMark
from meldpunt.cases.rules.mail_contents import reference_in
from meldpunt.outbox.models import Owed
from meldpunt.people.terms import MessageFlaw, Visitor
from meldpunt.policy.terms import ContactMode, IdentityMode
from meldpunt.reports.access import READ_AT_ONCE
from meldpunt.reports.terms import ReportContent
from meldpunt.sealing.access import open_key
from meldpunt.sealing.rules.keys import key_name
from meldpunt.sealing.rules.streams import open_stream
from meldpunt.sealing.terms import Purpose
from tests.cases.mailed import raw, received, written
from tests.factories.people import NOW, MadeOrganisation, make_member, make_organisation
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
def organisation() -> MadeOrganisation:
    """Return an organisation with two languages, Dutch first."""
    return make_organisation()


@pytest.fixture
def anna(organisation: MadeOrganisation) -> Visitor:
    """Give a handler at an unlocked desk."""
    return make_member(organisation, name="Anna").unlocked


def test_it_becomes_a_case(organisation):
    assert received(organisation) == Ended(MailEnd.REPORT, Case.objects.get().number)


def test_the_handler_reads_subject_and_text(organisation, anna):
    opened = open_for_member(number=received(organisation).number, visitor=anna, now=NOW)
    assert opened.report == ReportContent(subject="Open portaal", what="Iedereen kan elk dossier openen.")


def test_its_sender_is_the_finder(organisation, anna):
    opened = open_for_member(number=received(organisation).number, visitor=anna, now=NOW)
    assert (opened.identity_mode, opened.identity_name, opened.contact_mode, opened.contact) == (
        IdentityMode.NAME,
        "Sam de Vries",
        ContactMode.EMAIL,
        "sam@finder.example",
    )


def test_it_came_by_mail_and_no_rules_were_shown(organisation, anna):
    opened = open_for_member(number=received(organisation).number, visitor=anna, now=NOW)
    assert (opened.channel, opened.policy_shown, opened.agreed) == ("mail", False, False)


@pytest.mark.parametrize(("recognised", "kept"), [("en", "en"), ("nl", "nl"), ("", "nl")])
def test_its_language_is_kept_where_it_is_one_of_ours(organisation, anna, recognised, kept):
    number = received(organisation, replace(MAIL, language=recognised)).number
    assert open_for_member(number=number, visitor=anna, now=NOW).language == kept


def test_its_parts_are_files(organisation, anna):
    parts = (MailPart("bewijs.png", "image/png", b"picture"), MailPart("", "text/calendar", b"BEGIN"))
    number = received(organisation, replace(MAIL, parts=parts)).number
    files = open_for_member(number=number, visitor=anna, now=NOW).files
    told = [
        (file.name, b"".join(open_file_for_member(number=number, file=file.id, visitor=anna, now=NOW).chunks))
        for file in files
    ]
    assert told == [("bewijs.png", b"picture"), ("part", b"BEGIN")]


def test_a_text_without_own_words_is_what_was_folded(organisation, anna):
    mail = replace(MAIL, text=" \n", quoted="> Iedereen kan erin.")
    opened = open_for_member(number=received(organisation, mail).number, visitor=anna, now=NOW)
    assert opened.report.what == "> Iedereen kan erin."


def test_what_no_database_keeps_is_replaced(organisation, anna):
    mail = replace(MAIL, subject="a\0b", text="c\ud800d")
    opened = open_for_member(number=received(organisation, mail).number, visitor=anna, now=NOW)
    assert (opened.report.subject, opened.report.what) == ("a\ufffdb", "c?d")


def test_a_text_that_is_too_long_is_cut_and_whole_in_the_mail_as_it_came(organisation, anna):
    content = raw(body="x" * 300_000)
    number = received(organisation, replace(MAIL, text="x" * 300_000), content=content).number
    opened = open_for_member(number=number, visitor=anna, now=NOW)
    assert (len(opened.report.what), _stored(organisation, anna)) == (200_000, content)


def test_the_mail_is_kept_sealed_as_it_came(organisation, anna):
    received(organisation)
    assert _stored(organisation, anna) == raw()


def test_what_was_read_in_it_is_kept_beside_it(organisation, anna):
    received(organisation)
    row = Mail.objects.get()
    name = key_name(purpose=Purpose.MAIL, organisation=organisation.id, thread=row.id)
    assert anna.ring is not None
    key = open_key(key_id=name.id, purpose=Purpose.MAIL, organisation=organisation.id, thread=row.id, ring=anna.ring)
    assert open_mail(bytes(row.sealed or b""), id_=row.id, key=key).mail == MAIL


def test_its_row_says_what_became_of_it(organisation):
    received(organisation)
    row = Mail.objects.get()
    assert (row.end, row.way, row.thread, row.settled_at) == (
        "report",
        "pipe",
        Case.objects.get().threads.get().pk,
        NOW,
    )


def test_an_answer_to_it_finds_its_thread(organisation):
    received(organisation)
    assert MailMark.objects.get().thread == Case.objects.get().threads.get()


def test_the_finder_writes_no_address_but_gets_a_case(organisation, anna):
    opened = open_for_member(number=received(organisation, replace(MAIL, sender=None)).number, visitor=anna, now=NOW)
    assert (opened.identity_mode, opened.contact_mode) == (IdentityMode.ANONYMOUS, ContactMode.NONE)


def test_a_mail_that_only_a_key_elsewhere_opens_says_so(organisation, anna):
    shut = Encryption(encrypted=True, flaw=MessageFlaw.SECRET_ELSEWHERE)
    mail = replace(
        MAIL, text="", encryption=shut, parts=(MailPart("encrypted.asc", "application/pgp-encrypted", b"-"),)
    )
    opened = open_for_member(number=received(organisation, mail).number, visitor=anna, now=NOW)
    assert (opened.report.what.startswith("Deze mail is versleuteld"), len(opened.files)) == (True, 1)


def test_a_forwarded_mail_in_a_shared_mailbox_is_the_report(organisation, anna):
    inner = replace(MAIL, date=NOW - timedelta(days=2))
    outer = ReadMail(message_id="2@kliniek.example", subject="Fwd", text="Voor jullie", forwarded=inner)
    ended = received(organisation, outer, envelope=Envelope(Way.MAILBOX, is_shared=True))
    opened = open_for_member(number=ended.number, visitor=anna, now=NOW)
    assert (opened.report.subject, opened.contact, opened.opened_at) == (
        "Open portaal",
        "sam@finder.example",
        NOW - timedelta(days=2),
    )


def test_what_a_member_forwards_is_the_report_of_who_wrote_it(organisation, anna):
    colleague = make_member(organisation)
    outer = ReadMail(message_id="2@kliniek.example", sender=Mailbox("", colleague.email), forwarded=MAIL)
    opened = open_for_member(number=received(organisation, outer).number, visitor=anna, now=NOW)
    assert opened.contact == "sam@finder.example"


def test_a_stranger_who_reports_a_mail_is_not_taken_for_who_wrote_it(organisation):
    stranger = Mailbox("Noor", "noor@finder.example")
    outer = ReadMail(message_id="3@finder.example", sender=stranger, text="Dit is valse post.", forwarded=MAIL)
    ended = received(organisation, outer, envelope=Envelope(Way.MAILBOX, is_shared=True))
    row = Mail.objects.get()
    assert (ended.end, row.reason, Case.objects.count(), Owed.objects.count()) == (MailEnd.PENDING, "handed_on", 0, 0)


def test_a_forged_member_hands_nothing_on(organisation, anna):
    colleague = make_member(organisation)
    outer = ReadMail(
        message_id="4@kliniek.example",
        sender=Mailbox("", colleague.email),
        text="Zie de bijlage.",
        authentication=Authentication(dmarc="fail"),
        forwarded=replace(MAIL, date=NOW - timedelta(days=50)),
    )
    opened = open_for_member(number=received(organisation, outer).number, visitor=anna, now=NOW)
    assert (opened.contact, opened.opened_at) == (colleague.email, NOW)


@pytest.mark.parametrize(
    ("mail", "envelope"),
    [
        (MAIL, Envelope(Way.LMTP, sender="")),
        (replace(MAIL, authentication=Authentication(dmarc="fail")), Envelope(Way.LMTP)),
    ],
)
def test_the_null_sender_and_who_is_forged_get_a_case_and_no_receipt(organisation, mail, envelope):
    ended = received(organisation, mail, envelope=envelope)
    assert (ended.end, list(Owed.objects.filter(letter="mail_received"))) == (MailEnd.REPORT, [])


@pytest.mark.parametrize("off", [timedelta(minutes=1), -timedelta(days=61)])
def test_a_date_that_cannot_be_believed_is_not(organisation, anna, off):
    outer = ReadMail(message_id="2@kliniek.example", forwarded=replace(MAIL, date=NOW + off))
    ended = received(organisation, outer, envelope=Envelope(Way.MAILBOX, is_shared=True))
    assert open_for_member(number=ended.number, visitor=anna, now=NOW).opened_at == NOW


def test_the_queue_tells_it_by_its_subject(organisation, anna):
    from meldpunt.cases.access import open_titles

    received(organisation)
    case = Case.objects.get().uuid
    assert open_titles(cases=[case], visitor=anna, now=NOW)[case].where == "Open portaal"


def test_two_mails_are_two_cases(organisation):
    received(organisation)
    received(organisation, written("2@finder.example"))
    assert Case.objects.count() == 2


def _stored(organisation: MadeOrganisation, by: Visitor) -> bytes:
    row = Mail.objects.get()
    name = key_name(purpose=Purpose.FILE, organisation=organisation.id, thread=row.id, file=row.id)
    assert by.ring is not None
    key = open_key(key_id=name.id, purpose=Purpose.FILE, organisation=organisation.id, thread=row.id, ring=by.ring)
    with storages["sealed"].open(str(row.stored_as)) as file:
        chunks = iter(lambda: file.read(READ_AT_ONCE), b"")
        return b"".join(open_stream(chunks, key.secret, file_bind(organisation.id, row.id)))


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
