"""A finder's whole conversation by encrypted mail, with a real gpg: report, receipt with the access code, answer, and a word back."""

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
from django.utils import timezone

from meldpunt.arrivals.terms import Channel, Ended, Envelope, MailEnd, Way
from meldpunt.cases.access import finder_keys, open_for_finder, open_for_member
from meldpunt.cases.actions import enter, give_finder_key, judge_again, receive_mail, write_as_handler
from meldpunt.cases.models import Thread
from meldpunt.cases.terms import MessageKind
from meldpunt.outbox.access import ready_letter
from meldpunt.outbox.models import Owed
from meldpunt.outside.letters import message
from meldpunt.outside.openpgp import Sequoia
from meldpunt.outside.reading import ChildReader
from meldpunt.people.terms import OpenPgpKeyFacts, Verdict, Visitor
from tests.factories.openpgp import make_key
from tests.factories.people import MadeOrganisation, make_member, make_organisation, take_mail
from tests.outside.gnupg import Gpg, gnupg
from tests.outside.messages import FINDER

pytestmark = pytest.mark.django_db

REPORT, ANSWER, BACK = "Anybody opens every file: é, ✓", "Thank you, we look into it: é, ✓", "It is still open: é"
CODE = re.compile(r"\b[0-9A-Z]{4}(?:-[0-9A-Z]{4}){5,8}\b")


@pytest.fixture(scope="module")
def gpg() -> Iterator[Gpg]:
    """Give the finder's gpg."""
    with gnupg() as made:
        made.make(FINDER, kind="future-default")
        yield made


@pytest.fixture
def organisation() -> MadeOrganisation:
    """Give an organisation that takes mail."""
    made = make_organisation()
    take_mail(made)
    return made


@pytest.fixture
def ours(organisation: MadeOrganisation, gpg: Gpg) -> OpenPgpKeyFacts:
    """Give the organisation's key, which the finder has."""
    key = make_key(organisation, keys=Sequoia(), now=timezone.now())
    gpg.run("--import", given=key.certificate)
    return key


@pytest.fixture
def anna(organisation: MadeOrganisation) -> Visitor:
    """Give a handler at an unlocked desk."""
    return make_member(organisation, name="Anna").unlocked


def posted(number: int, gpg: Gpg, to: OpenPgpKeyFacts, text: str, *options: str, head: str = "") -> bytes:
    """Return a mail as a mail program encrypts it (RFC 3156)."""
    within = f'Content-Type: text/plain; charset="utf-8"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{text}\r\n'
    sealing = ("--armor", "--trust-model", "always", "--encrypt", "--recipient", to.fingerprint, *options)
    done = gpg.run(*sealing, given=within.encode())
    assert done.returncode == 0, done.stderr
    return (
        f"Message-ID: <{number}@finder.example>\r\nFrom: Anna <{FINDER}>\r\nSubject: ...\r\nMIME-Version: 1.0\r\n{head}"
        'Content-Type: multipart/encrypted; protocol="application/pgp-encrypted"; boundary=b\r\n\r\n'
        "--b\r\nContent-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n"
        f"--b\r\nContent-Type: application/octet-stream\r\n\r\n{done.stdout.decode()}\r\n--b--\r\n"
    ).encode()


def signing() -> tuple[str, ...]:
    return ("--sign", "--local-user", FINDER)


def taken(organisation: MadeOrganisation, raw: bytes) -> Ended:
    reader = ChildReader()
    envelope = Envelope(Way.PIPE)
    return receive_mail(
        raw=raw, envelope=envelope, organisation=organisation.id, reader=reader, by=Channel.MAIL, now=timezone.now()
    )


def left(kind: str) -> EmailMessage:
    """Return the newest letter of a kind, as the mail server gets it."""
    row = Owed.objects.filter(letter=kind).latest("owed_at")
    mail = message_from_bytes(bytes(message(ready_letter(row))), policy=default)
    assert isinstance(mail, EmailMessage)
    return mail


def opened(gpg: Gpg, mail: EmailMessage) -> tuple[str, bool]:
    """Return what the finder reads in an encrypted mail of ours, and whether its signature is good."""
    parts = [part.get_content_type() for part in mail.iter_parts()]
    assert parts == ["application/pgp-encrypted", "application/octet-stream"]
    body = list(mail.iter_parts())[1]
    done = gpg.run("--decrypt", given=body.get_content())
    assert done.returncode == 0, done.stderr
    within = message_from_bytes(done.stdout, policy=default)
    assert isinstance(within, EmailMessage)
    return f"{within['Subject']}\n{within.get_content()}", b"GOODSIG" in done.stderr


def code_in(text: str) -> str:
    found = CODE.search(text)
    assert found is not None, text
    return found[0]


def answered(number: str, by: Visitor) -> None:
    now = timezone.now()
    version = open_for_member(number=number, visitor=by, now=now).version
    write_as_handler(
        number=number, kind=MessageKind.ANSWER, text=ANSWER, uploads=(), seen_version=version, by=by, now=now
    )


def test_whole_conversation_by_encrypted_mail(
    organisation: MadeOrganisation, ours: OpenPgpKeyFacts, gpg: Gpg, anna: Visitor
):
    text = f"{REPORT}\r\n\r\n{gpg.export(FINDER).decode()}"
    ended = taken(organisation, posted(1, gpg, ours, text, *signing(), "--compress-algo", "zlib"))
    assert ended.end is MailEnd.REPORT
    receipt, is_good = opened(gpg, left("mail_received"))
    assert (is_good, ended.number in receipt) == (True, True)
    finder = enter(organisation=organisation.id, code=code_in(receipt), by=Channel.MAIL, now=timezone.now())
    page, desk = (
        open_for_finder(by=finder, now=timezone.now()),
        open_for_member(number=ended.number, visitor=anna, now=timezone.now()),
    )
    assert (page.is_unshown, page.report.what, REPORT in desk.report.what) == (True, "", True)
    answered(ended.number, anna)
    letter = left("answer")
    answer, is_good = opened(gpg, letter)
    assert (is_good, ANSWER in answer, letter["Subject"]) == (True, True, ended.number)
    back = f"To: {letter['Reply-To']}\r\nIn-Reply-To: {letter['Message-ID']}\r\n"
    again = taken(organisation, posted(2, gpg, ours, BACK, *signing(), head=back))
    assert (again.end, again.number) == (MailEnd.MESSAGE, ended.number)
    shown = open_for_finder(by=finder, now=timezone.now()).messages
    assert [(one.from_finder, one.is_unshown, one.text) for one in shown] == [(False, False, ANSWER), (True, True, "")]
    said = open_for_member(number=ended.number, visitor=anna, now=timezone.now()).messages
    assert [one.text.strip() for one in said] == [ANSWER, BACK]


def test_word_that_nobody_signed_gets_no_code_and_no_content(
    organisation: MadeOrganisation, ours: OpenPgpKeyFacts, gpg: Gpg, anna: Visitor
):
    """Encrypted to us, but to whom should we encrypt? A link that works once, and news."""
    ended = taken(organisation, posted(3, gpg, ours, REPORT))
    receipt = left("mail_received").get_content()
    assert (ended.end, CODE.search(receipt), "/" in receipt) == (MailEnd.REPORT, None, True)
    answered(ended.number, anna)
    assert ANSWER not in left("news").get_content()


def test_key_that_came_along_waits_until_it_is_confirmed(
    organisation: MadeOrganisation, ours: OpenPgpKeyFacts, gpg: Gpg, anna: Visitor
):
    text = f"{REPORT}\r\n\r\n{gpg.export(FINDER).decode()}"
    ended = taken(organisation, posted(4, gpg, ours, text))
    thread = Thread.objects.select_related("case").get(case__number=ended.number, case__organisation=organisation.id)
    assert [view.in_use for view in finder_keys(thread, now=timezone.now())] == [False]
    answered(ended.number, anna)
    assert not Owed.objects.filter(letter="answer").exists()


def test_signature_is_judged_once_its_key_is_known(
    organisation: MadeOrganisation, ours: OpenPgpKeyFacts, gpg: Gpg, anna: Visitor
):
    """Earlier mails when a handler gives the key, later ones by the token in their To alone, as they come by a pipe."""
    ended = taken(organisation, posted(5, gpg, ours, REPORT, *signing()))
    before = verdicts(ended.number, anna)
    now, version = timezone.now(), open_for_member(number=ended.number, visitor=anna, now=timezone.now()).version
    give_finder_key(number=ended.number, content=gpg.export(FINDER), seen_version=version, by=anna, now=now)
    judge_again(number=ended.number, reader=ChildReader(), by=anna, now=now)
    after = verdicts(ended.number, anna)
    answered(ended.number, anna)
    back = f"To: {left('answer')['Reply-To']}\r\n"
    taken(organisation, posted(6, gpg, ours, BACK, *signing(), head=back))
    valid = (Verdict.VALID, True)
    assert (before, after, verdicts(ended.number, anna)) == ([(Verdict.UNKNOWN_KEY, False)], [valid], [valid, valid])


def verdicts(number: str, by: Visitor) -> list[tuple[Verdict, bool]]:
    """Return what the signature of each mail of a case is worth, and whether it is by the finder's key."""
    came = open_for_member(number=number, visitor=by, now=timezone.now()).came_by_mail
    return [(each.mail.kept.mail.encryption.verdict, each.signer_is_known) for each in came if each.mail.kept]
