"""A finder who answers by mail writes in the same conversation as on the page."""

from dataclasses import replace
from datetime import timedelta

import pytest

from meldpunt.arrivals.models import Mail
from meldpunt.arrivals.terms import (
    Authentication,
    Automatic,
    Channel,
    Encryption,
    Ended,
    Envelope,
    KeySource,
    LearnedKey,
    Mailbox,
    MailEnd,
    MailPart,
    Way,
)
from meldpunt.cases.access import open_file_for_finder, open_for_finder, open_for_member
from meldpunt.cases.actions import close, erase_finder, give_finder_key, receive_mail, write_as_finder
from meldpunt.cases.actions.mail_marks import address_to_answer
from meldpunt.cases.models import Case, FinderKey, Message, Thread
from meldpunt.cases.terms import ClosingReason, ReportState, Side
from meldpunt.outbox.models import Owed
from meldpunt.people.actions import rotate_batch, start_rotation
from meldpunt.people.models import Organisation
from meldpunt.people.queries import organisation_facts
from meldpunt.people.terms import MessageFlaw, Role, Verdict, Visitor
from tests.cases.mailed import raw, received, written
from tests.factories.cases import MAILED, NAMED, MadeCase, answer, go, make_case
from tests.factories.people import NOW, make_member, make_organisation, take_mail
from tests.fakes.mail_reading import SaysReader
from tests.fakes.openpgp import FakeOpenPgp

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)
ANSWER = written("7@finder.example", subject="Re: dossier", text="Het lukt ook zonder cookie.")


@pytest.fixture
def case() -> MadeCase:
    """Give a case whose finder chose to be mailed, of an organisation at which mail comes in."""
    organisation = make_organisation()
    take_mail(organisation, at="meld@kliniek.example")
    return make_case(organisation, identity=NAMED, contact=MAILED)


@pytest.fixture
def anna(case: MadeCase) -> Visitor:
    """Give a handler at an unlocked desk."""
    return make_member(case.organisation, name="Anna").unlocked


def to_case(case: MadeCase) -> Envelope:
    """Return the envelope of a mail to the address that finders answer to."""
    address = address_to_answer(Thread.objects.get(), organisation_facts(case.organisation.id), now=NOW)
    return Envelope(Way.LMTP, (address,), "sam@finder.example")


def test_it_is_the_finders_word_on_both_pages(case, anna):
    ended = received(case.organisation, ANSWER, envelope=to_case(case))
    at_desk = open_for_member(number=case.number, visitor=anna, now=NOW).messages
    on_page = open_for_finder(by=case.finder(), now=NOW).messages
    told = [[(each.from_finder, each.text) for each in messages] for messages in (at_desk, on_page)]
    assert (ended, told) == (Ended(MailEnd.MESSAGE, case.number), [[(True, "Het lukt ook zonder cookie.")]] * 2)


def test_it_stands_among_the_others_in_order(case, anna):
    answer(case, anna)
    received(case.organisation, ANSWER, envelope=to_case(case))
    write_as_finder(text="En nog iets.", uploads=(), once=Case.objects.get().uuid, by=case.finder(), now=NOW)
    said = [each.text for each in open_for_member(number=case.number, visitor=anna, now=NOW).messages]
    assert said == ["Dank u.", "Het lukt ook zonder cookie.", "En nog iets."]


def test_its_files_are_opened_from_both_sides(case, anna):
    mail = replace(ANSWER, parts=(MailPart("bewijs.txt", "text/plain", b"proof"),))
    received(case.organisation, mail, envelope=to_case(case))
    file = open_for_member(number=case.number, visitor=anna, now=NOW).messages[0].files[0]
    opened = open_file_for_finder(file=file.id, by=case.finder(), now=NOW)
    assert (file.name, b"".join(opened.chunks)) == ("bewijs.txt", b"proof")


def test_the_last_word_is_the_finders(case, anna):
    answer(case, anna)
    received(case.organisation, ANSWER, envelope=to_case(case), now=LATER)
    row = case.row
    assert (row.last_word, row.waiting_since) == (Side.FINDER, LATER)


@pytest.mark.usefixtures("anna")
def test_who_has_the_case_is_told(case):
    received(case.organisation, ANSWER, envelope=to_case(case))
    assert Owed.objects.filter(letter="finder_wrote").count() == 1


def test_a_closed_case_opens_when_its_finder_writes(case, anna):
    """Where the address is still known: it was left again after closing."""
    go(case, anna, ReportState.VALID, ReportState.ACCEPTED)
    answer(case, anna)
    sealed = Thread.objects.get().notice_address
    close(number=case.number, reason=ClosingReason.SOLVED, seen_version=case.version, by=anna, now=NOW)
    Thread.objects.update(notice_address=sealed, notices_ended=False)
    received(case.organisation, ANSWER, envelope=to_case(case))
    assert case.row.report_state == ReportState.ACCEPTED


def test_by_the_mails_it_answers_it_finds_its_case_too(case):
    first = received(case.organisation, written("1@finder.example"))
    mail = replace(ANSWER, references=("1@finder.example",))
    assert received(case.organisation, mail) == Ended(MailEnd.MESSAGE, first.number)


def test_a_subject_alone_finds_nothing(case):
    mail = replace(ANSWER, subject=f"Re: {case.number}")
    assert received(case.organisation, mail).end is MailEnd.REPORT


def test_the_address_is_compared_as_people_do(case):
    mail = replace(ANSWER, sender=Mailbox("Sam", "Sam@Finder.EXAMPLE"))
    assert received(case.organisation, mail, envelope=to_case(case)).end is MailEnd.MESSAGE


@pytest.mark.parametrize("doubt", [{"authentication": Authentication(dmarc="fail")}, {"defects": ("senders",)}])
def test_a_sender_who_is_forged_or_one_of_several_takes_no_part(case, doubt):
    ended = received(case.organisation, replace(ANSWER, **doubt), envelope=to_case(case))
    assert (ended.end, Mail.objects.get().reason, Message.objects.count()) == (MailEnd.PENDING, "forged", 0)


def test_mail_to_a_closed_case_says_that_it_is_closed(case, anna):
    go(case, anna, ReportState.VALID, ReportState.ACCEPTED)
    answer(case, anna)
    envelope = to_case(case)
    close(number=case.number, reason=ClosingReason.SOLVED, seen_version=case.version, by=anna, now=NOW)
    assert (received(case.organisation, ANSWER, envelope=envelope).end, Mail.objects.get().reason) == (
        MailEnd.PENDING,
        "closed",
    )


def test_mail_to_a_case_without_an_address_says_so(case):
    envelope = to_case(case)
    Thread.objects.update(notice_address=None)
    received(case.organisation, ANSWER, envelope=envelope)
    assert Mail.objects.get().reason == "no_address"


def test_mail_where_finders_are_not_mailed_says_so(case):
    Organisation.objects.update(finder_mail_enabled=False)
    received(case.organisation, ANSWER, envelope=to_case(case))
    assert Mail.objects.get().reason == "notices_off"


@pytest.mark.parametrize("sender", [Mailbox("Sam", "sam@elsewhere.example"), None])
def test_who_takes_no_part_waits_for_a_handler(case, sender):
    ended = received(case.organisation, replace(ANSWER, sender=sender), envelope=to_case(case))
    row = Mail.objects.get()
    assert (ended, row.reason, row.thread, row.settled_at, Message.objects.count()) == (
        Ended(MailEnd.PENDING, case.number),
        "other_sender",
        Thread.objects.get().pk,
        None,
        0,
    )


def test_what_a_machine_answers_waits_for_a_handler(case):
    mail = replace(ANSWER, automatic=Automatic.REPLY)
    ended = received(case.organisation, mail, envelope=to_case(case))
    assert (ended.end, Mail.objects.get().reason) == (MailEnd.PENDING, "reply")


def test_what_only_a_key_elsewhere_opens_says_so(case, anna):
    shut = Encryption(encrypted=True, flaw=MessageFlaw.SECRET_ELSEWHERE, is_closed=True)
    received(case.organisation, replace(ANSWER, text="", encryption=shut), envelope=to_case(case))
    said = open_for_member(number=case.number, visitor=anna, now=NOW).messages[0].text
    assert said.startswith("Deze mail is versleuteld")


@pytest.mark.parametrize(("partly", "source"), [(False, "signed"), (True, "attached")])
def test_key_that_signed_a_part_of_it_only_came_along(case, partly, source):
    key = LearnedKey(b"key", "AB", KeySource.SIGNED, (MAILED.value,))
    signed = Encryption(verdict=Verdict.VALID, is_partly_signed=partly)
    received(case.organisation, replace(ANSWER, keys=(key,), encryption=signed), envelope=to_case(case), now=LATER)
    assert [row.source for row in FinderKey.objects.all()] == [source]


def test_the_same_mail_again_is_one_message(case):
    ends = [received(case.organisation, ANSWER, envelope=to_case(case)) for _ in range(2)]
    assert (ends, Message.objects.count()) == (
        [Ended(MailEnd.MESSAGE, case.number), Ended(MailEnd.SEEN, case.number)],
        1,
    )


def test_its_row_says_which_message_it_became(case):
    received(case.organisation, ANSWER, envelope=to_case(case))
    assert Mail.objects.get().message == Message.objects.get().uuid


def test_it_opens_after_the_organisations_key_was_replaced(case):
    lead = make_member(case.organisation, Role.LEAD)
    received(case.organisation, ANSWER, envelope=to_case(case))
    start_rotation(by=lead.unlocked, now=NOW)
    while rotate_batch(limit=100, by=lead.unlocked, now=NOW):
        pass
    opened = open_for_member(number=case.number, visitor=lead.unlocked, now=NOW)
    assert [each.text for each in opened.messages] == ["Het lukt ook zonder cookie."]


def test_its_words_stay_when_the_finder_is_erased_and_the_mail_goes(case, anna):
    received(case.organisation, ANSWER, envelope=to_case(case))
    erase_finder(number=case.number, asked="Per mail", seen_version=case.version, by=anna, now=NOW)
    opened = open_for_member(number=case.number, visitor=anna, now=NOW)
    assert ([each.text for each in opened.messages], Mail.objects.get().sealed) == (
        ["Het lukt ook zonder cookie."],
        None,
    )


@pytest.mark.parametrize("named", ["to", "references"])
@pytest.mark.parametrize(("is_known", "verdict"), [(True, Verdict.VALID), (False, Verdict.UNKNOWN_KEY)])
def test_what_names_the_case_within_names_the_finders_key_too(case, settings, named, is_known, verdict):
    """A mailbox and a pipe know no envelope: the token stands in a field of the mail, or only the mails that it answers."""
    settings.MELDPUNT_ENCRYPTER = "tests.fakes.encrypting.FakeEncrypter"
    key = FakeOpenPgp().make(user_id=f"Finder <{MAILED.value}>", until=NOW + timedelta(days=9))
    received(case.organisation, written("1@finder.example"), envelope=to_case(case))
    if is_known:
        give_finder_key(
            number=case.number,
            content=key.certificate,
            seen_version=case.version,
            by=make_member(case.organisation).unlocked,
            now=NOW,
        )
    at = {"to": (Mailbox("", to_case(case).recipients[0]),)} if named == "to" else {"references": ("1@finder.example",)}
    mail = replace(ANSWER, **at)
    reader = SaysReader(mail, is_signed=True)
    receive_mail(
        raw=raw(mail.message_id),
        envelope=Envelope(Way.PIPE),
        organisation=case.organisation.id,
        reader=reader,
        by=Channel.MAIL,
        now=LATER,
    )
    by = make_member(case.organisation, name="Bo").unlocked
    came = open_for_member(number=case.number, visitor=by, now=LATER).came_by_mail
    assert ([each.mail.kept.mail.encryption.verdict for each in came if each.mail.kept][-1:], len(reader.calls)) == (
        [verdict],
        1 + is_known,
    )
