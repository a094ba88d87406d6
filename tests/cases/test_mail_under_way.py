"""A mail that is under way while its finder is erased, moves, or gets another access code: what happened meanwhile holds."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from meldpunt.arrivals.models import Mail
from meldpunt.arrivals.terms import Channel, Ended, Envelope, KeySource, LearnedKey, MailEnd, MailPart, Way
from meldpunt.cases.access import open_file_for_finder, open_for_finder
from meldpunt.cases.actions import (
    accept_entry,
    change_contact,
    close,
    enter,
    erase_finder,
    forget_contact,
    write_as_finder,
)
from meldpunt.cases.actions.mail import messages
from meldpunt.cases.actions.mail_marks import address_to_answer
from meldpunt.cases.actions.messages import sealed_message
from meldpunt.cases.models import FinderKey, MailMark, Message, Thread
from meldpunt.cases.terms import ClosingReason, FinderPass, ReportState
from meldpunt.people.queries import organisation_facts
from meldpunt.people.terms import Visitor
from tests.cases.mailed import received, written
from tests.cases.test_new_code import fetched, renew
from tests.factories.arrivals import make_upload
from tests.factories.cases import MAILED, NAMED, MadeCase, answer, go, make_case
from tests.factories.mails import make_entry
from tests.factories.people import NOW, make_member, make_organisation, take_mail
from tests.fakes.mail_reading import SaysReader
from tests.fakes.openpgp import FakeOpenPgp

pytestmark = pytest.mark.django_db(transaction=True)
type Deed = Callable[[MadeCase, Visitor], object]
FILE = MailPart("bewijs.txt", "text/plain", b"proof")


@pytest.fixture(autouse=True)
def _no_mathematics(settings) -> None:
    settings.MELDPUNT_ENCRYPTER = "tests.fakes.encrypting.FakeEncrypter"


@pytest.fixture
def case() -> MadeCase:
    """Give an answered case whose finder chose to be mailed, of an organisation at which mail comes in."""
    organisation = make_organisation(host_names=["meld.clinic.example"])
    take_mail(organisation, at="meld@kliniek.example")
    case = make_case(organisation, identity=NAMED, contact=MAILED)
    anna = make_member(organisation).unlocked
    go(case, anna, ReportState.VALID, ReportState.ACCEPTED)
    answer(case, anna)
    return case


@pytest.fixture
def anna(case: MadeCase) -> Visitor:
    """Give a handler at an unlocked desk."""
    return make_member(case.organisation, name="Anna").unlocked


@pytest.fixture
def meanwhile(case: MadeCase, anna: Visitor, monkeypatch: pytest.MonkeyPatch) -> Callable[[Deed], None]:
    """Have something done once a mail was sealed, and before anything of it is kept."""
    seal = messages._sealed

    def when_sealed(deed: Deed) -> None:
        waiting = [deed]

        def sealed(*given: object) -> object:
            made = seal(*given)  # type: ignore[arg-type]  # as it was called
            if waiting:
                waiting.pop()(case, anna)
            return made

        monkeypatch.setattr(messages, "_sealed", sealed)

    return when_sealed


def erase(case: MadeCase, by: Visitor) -> None:
    erase_finder(number=case.number, asked="Per brief", seen_version=case.version, by=by, now=NOW)


def forget(case: MadeCase, _by: Visitor) -> None:
    forget_contact(by=case.finder(), now=NOW)


def move(case: MadeCase, _by: Visitor) -> None:
    change_contact(identity=NAMED, contact=replace(MAILED, value="new@finder.example"), by=case.finder(), now=NOW)


def shut(case: MadeCase, by: Visitor) -> None:
    close(number=case.number, reason=ClosingReason.SOLVED, seen_version=case.version, by=by, now=NOW)


def mail_in(case: MadeCase) -> Ended:
    """Take in the finder's mail with a file and a key, to the address with the token of the case."""
    made = FakeOpenPgp().make(user_id=f"Sam <{MAILED.value}>", until=NOW + timedelta(days=9))
    key = LearnedKey(made.certificate, made.fingerprint, KeySource.ATTACHED, (MAILED.value,))
    to = address_to_answer(Thread.objects.get(), organisation_facts(case.organisation.id), now=NOW)
    mail = written("7@finder.example", parts=(FILE,), keys=(key,), text="Nog iets.")
    return received(case.organisation, mail, envelope=Envelope(Way.LMTP, (to,), MAILED.value))


@pytest.mark.parametrize("deed", [erase, forget, move, shut])
def test_whose_address_went_meanwhile_takes_part_no_more(case, meanwhile, deed):
    meanwhile(deed)
    ended = mail_in(case)
    row = Mail.objects.get()
    assert (ended, row.thread, row.settled_at) == (Ended(MailEnd.PENDING, case.number), Thread.objects.get().pk, None)
    assert Message.objects.filter(from_finder=True).count() == 0


@pytest.mark.parametrize("deed", [erase, forget, move, shut])
def test_nothing_of_who_went_is_learned(case, meanwhile, new_files, deed):
    """And of what was sealed for the message nothing lies about."""
    meanwhile(deed)
    mail_in(case)
    marks = MailMark.objects.filter(is_ours=False).count()
    assert (FinderKey.objects.count(), marks, Thread.objects.get().mail_references) == (0, 0, None)
    assert len(new_files()) == 1


def test_a_mail_of_who_stays_teaches_all_that(case):
    mail_in(case)
    assert (FinderKey.objects.count(), MailMark.objects.filter(is_ours=False).count()) == (1, 1)


def seen_with_the_new_code(case: MadeCase) -> tuple[list[str], bytes]:
    finder: FinderPass = enter(organisation=case.organisation.id, code=fetched(case).code, by=Channel.FORM, now=NOW)
    opened = open_for_finder(by=finder, now=NOW).messages
    file = next(file for message in opened for file in message.files)
    return [each.text for each in opened if each.from_finder], b"".join(
        open_file_for_finder(file=file.id, by=finder, now=NOW).chunks
    )


def test_what_came_while_the_code_was_renewed_opens_with_the_new_one(case, meanwhile):
    meanwhile(renew)
    ended = mail_in(case)
    assert (ended.end, seen_with_the_new_code(case)) == (MailEnd.MESSAGE, (["Nog iets."], b"proof"))


def test_what_is_written_on_the_page_while_the_code_is_renewed_opens_with_the_new_one(case, anna, monkeypatch):
    """The finder is never refused because a handler was quicker."""
    upload, finder = make_upload(case.organisation, b"proof"), case.finder()
    waiting = [renew]

    def sealed(*given, **more):
        made = sealed_message(*given, **more)
        if waiting:
            waiting.pop()(case, anna)
        return made

    monkeypatch.setattr("meldpunt.cases.actions.finder.sealed_message", sealed)
    write_as_finder(text="Nog iets.", uploads=[upload], once=uuid4(), by=finder, now=NOW)
    assert seen_with_the_new_code(case) == (["Nog iets."], b"proof")


def test_what_is_accepted_while_the_code_is_renewed_opens_with_the_new_one(case, anna, meanwhile):
    entry = make_entry(case.organisation, thread=Thread.objects.get().pk)
    meanwhile(renew)
    reader = SaysReader(written("7@finder.example", parts=(FILE,), text="Nog iets."))
    accept_entry(mail=entry.pk, reader=reader, by=anna, now=NOW)
    assert seen_with_the_new_code(case) == (["Nog iets."], b"proof")
