"""A mail that is a report becomes the same kind of case as one by the form."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.files.storage import storages

from meldpunt.arrivals.models import Mail
from meldpunt.arrivals.rules.mail_facts import open_mail
from meldpunt.arrivals.rules.places import file_bind
from meldpunt.arrivals.terms import (
    NULL_SENDER,
    Authentication,
    Automatic,
    CannotRead,
    Encryption,
    Ended,
    Envelope,
    Mailbox,
    MailEnd,
    MailFlaw,
    MailPart,
    ReadMail,
    Way,
)
from meldpunt.cases.access import open_file_for_member, open_for_member
from meldpunt.cases.actions import make_report_of_entry
from meldpunt.cases.models import Case, MailMark
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
from tests.fakes.mail_reading import MAIL, SaysReader

pytestmark = pytest.mark.django_db


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


def handed_on(organisation, *, inner=MAIL, dmarc="pass"):
    """Return what a colleague forwards."""
    return ReadMail(
        message_id="2@kliniek.example",
        sender=Mailbox("", make_member(organisation).email),
        subject="Fwd",
        text="Voor jullie",
        authentication=Authentication(dmarc=dmarc),
        forwarded=inner,
    )


@pytest.mark.parametrize(("dmarc", "days"), [("pass", 2), ("", 0), ("none", 0), ("permerror", 0)])
def test_a_forwarded_mail_is_the_report_as_of_its_day_where_our_mail_server_vouches_for_the_colleague(
    organisation, anna, dmarc, days
):
    outer = handed_on(organisation, inner=replace(MAIL, date=NOW - timedelta(days=2)), dmarc=dmarc)
    ended = received(organisation, outer, envelope=Envelope(Way.MAILBOX, is_shared=True))
    opened = open_for_member(number=ended.number, visitor=anna, now=NOW)
    assert (opened.report.subject, opened.contact, opened.opened_at) == (
        "Open portaal",
        "sam@finder.example",
        NOW - timedelta(days=days),
    )


def test_a_mail_of_nobody_with_another_inside_waits_for_a_person(organisation):
    outer = ReadMail(message_id="5@finder.example", text="Zie de bijlage.", forwarded=MAIL)
    ended = received(organisation, outer, envelope=Envelope(Way.MAILBOX, is_shared=True))
    assert (ended.end, Mail.objects.get().reason, Owed.objects.count()) == (MailEnd.PENDING, "handed_on", 0)


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
        (replace(MAIL, defects=(NULL_SENDER,)), Envelope(Way.MAILBOX)),
    ],
)
def test_the_null_sender_and_who_is_forged_get_a_case_and_no_receipt(organisation, mail, envelope):
    ended = received(organisation, mail, envelope=envelope)
    assert (ended.end, list(Owed.objects.filter(letter="mail_received"))) == (MailEnd.REPORT, [])


@pytest.mark.parametrize(
    "came", [{"authentication": Authentication(dmarc="fail")}, {"defects": (NULL_SENDER,)}], ids=["forged", "null"]
)
def test_a_report_that_is_made_of_such_a_mail_sends_no_receipt_either(organisation, anna, came):
    """Reading it anew does not tell who brought it: what was read when it came does."""
    received(organisation, replace(MAIL, automatic=Automatic.GENERATED, **came))
    make_report_of_entry(mail=Mail.objects.get().id, reader=SaysReader(MAIL), by=anna, now=NOW)
    assert (Case.objects.count(), Owed.objects.filter(letter="mail_received").count()) == (1, 0)


def test_what_could_not_be_read_when_it_came_is_judged_by_what_is_read_later(organisation, anna):
    """A machine is not answered because its mail was hard to read at first."""
    received(organisation, CannotRead(MailFlaw.TIMED_OUT))
    later = SaysReader(replace(MAIL, automatic=Automatic.GENERATED))
    make_report_of_entry(mail=Mail.objects.get().id, reader=later, by=anna, now=NOW)
    assert (Case.objects.count(), Owed.objects.filter(letter="mail_received").count()) == (1, 0)


@pytest.mark.parametrize("off", [timedelta(minutes=1), -timedelta(days=61)])
def test_a_date_that_cannot_be_believed_is_not(organisation, anna, off):
    outer = handed_on(organisation, inner=replace(MAIL, date=NOW + off))
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
