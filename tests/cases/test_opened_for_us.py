"""What was opened here is for the organisation alone, whoever signed it: else anybody could have mail opened."""

import re

import pytest
from pysequoia import Cert, Tsk, encrypt

from meldpunt.arrivals.models import Mail
from meldpunt.arrivals.terms import Channel, Encryption, Envelope, Mailbox, MailPart, Way
from meldpunt.cases.access import open_for_finder, open_for_member
from meldpunt.cases.actions import (
    accept_entry,
    add_opened,
    enter,
    erase_finder,
    open_code_link,
    receive_mail,
    renew_code,
)
from meldpunt.cases.actions.mail_marks import address_to_answer
from meldpunt.cases.models import Case, Thread
from meldpunt.cases.terms import FinderPass, OpenedCase, OpenedThread, Receipt
from meldpunt.outbox.access import ready_letter
from meldpunt.outbox.models import Owed
from meldpunt.outside.openpgp import Sequoia
from meldpunt.outside.reading import ChildReader
from meldpunt.people.actions import rotate_batch, start_rotation
from meldpunt.people.queries import organisation_facts
from meldpunt.people.terms import MessageFlaw, Role, Verdict, Visitor
from meldpunt.reports.models import Attachment
from meldpunt.sealing.models import Wrap
from tests.cases.mailed import received, written
from tests.factories.openpgp import make_key
from tests.factories.people import NOW, MadeOrganisation, make_member, make_organisation, take_mail
from tests.fakes.mail_reading import SaysReader

pytestmark = pytest.mark.django_db
SECRET = "The password of the gate is hunter2."
EVE, SAM = "eve@stranger.example", "sam@finder.example"
OPENED = Encryption(encrypted=True, fingerprint="ABCD", is_opened=True)
FILE = MailPart("gate.txt", "text/plain", b"hunter2")


@pytest.fixture
def organisation() -> MadeOrganisation:
    """Return an organisation at which mail comes in."""
    made = make_organisation()
    take_mail(made, at="meld@kliniek.example")
    return made


@pytest.fixture
def anna(organisation: MadeOrganisation) -> Visitor:
    """Return a handler at an unlocked desk."""
    return make_member(organisation, name="Anna").unlocked


def by_link(organisation: MadeOrganisation, letter: str) -> tuple[Receipt, FinderPass]:
    """Use the link of the newest such letter, and enter with the code that it shows."""
    body = ready_letter(Owed.objects.filter(letter=letter).latest("pk")).body
    found = re.search(r"/case/link/([^?\s]+)", body)
    assert found is not None
    receipt = open_code_link(organisation=organisation.id, token=found[1], by=Channel.MAIL, now=NOW)
    return receipt, enter(organisation=organisation.id, code=receipt.code, by=Channel.FORM, now=NOW)


def on_page(organisation: MadeOrganisation) -> OpenedThread:
    """Return what stands on the page of whoever got the receipt."""
    return open_for_finder(by=by_link(organisation, "mail_received")[1], now=NOW)


def at_desk(anna: Visitor) -> OpenedCase:
    """Return the case as a handler sees it."""
    return open_for_member(number=Case.objects.get().number, visitor=anna, now=NOW)


def to_case(organisation: MadeOrganisation, sender: str = EVE) -> Envelope:
    """Return the envelope of a mail to the address that answers go to."""
    return Envelope(
        Way.LMTP, (address_to_answer(Thread.objects.get(), organisation_facts(organisation.id), now=NOW),), sender
    )


def report(organisation: MadeOrganisation, encryption: Encryption = OPENED) -> None:
    """Take in a report of Eve's."""
    facts = {"sender": Mailbox("Eve", EVE), "subject": "The gate", "text": SECRET, "parts": (FILE,)}
    received(organisation, written("1@stranger.example", encryption=encryption, **facts))


def message(organisation: MadeOrganisation, encryption: Encryption = OPENED, sender: str = EVE) -> None:
    """Take in a mail to the only case there is."""
    facts = {"sender": Mailbox("", sender), "text": SECRET, "parts": (FILE,)}
    mail = written("2@stranger.example", encryption=encryption, **facts)
    received(organisation, mail, envelope=to_case(organisation, sender))


def test_report_is_not_on_the_page_of_who_sent_it(organisation, anna):
    report(organisation)
    page, desk = on_page(organisation), at_desk(anna)
    assert (page.is_unshown, page.report.texts(), page.files) == (True, {"topic": "weakness"}, ())
    assert (desk.is_unshown, desk.report.subject, desk.report.what) == (True, "The gate", SECRET)
    assert [file.name for file in desk.files] == ["gate.txt"]


def test_receipt_is_of_no_use_to_guess_with(organisation, anna):
    report(organisation)
    receipt, _finder = by_link(organisation, "mail_received")
    desk = at_desk(anna)
    assert (receipt.salt, receipt.digest) == ("", desk.digest)
    assert (desk.salt in receipt.manifest, "what" in receipt.manifest) == (False, False)


def test_a_new_code_opens_no_more(organisation, anna):
    report(organisation)
    message(organisation)
    case = Case.objects.get()
    renew_code(number=case.number, seen_version=case.version, by=anna, now=NOW)
    receipt, finder = by_link(organisation, "new_code")
    page = open_for_finder(by=finder, now=NOW)
    assert (page.is_unshown, [each.text for each in page.messages], page.files) == (True, [""], ())
    assert (receipt.salt, "what" in receipt.manifest) == ("", False)


def test_nor_does_another_key_of_the_organisation(organisation):
    report(organisation)
    lead = make_member(organisation, role=Role.LEAD)
    start_rotation(by=lead.unlocked, now=NOW)
    while rotate_batch(limit=100, by=lead.unlocked, now=NOW):
        pass
    assert on_page(organisation).is_unshown
    assert at_desk(lead.unlocked).report.what == SECRET


def test_message_is_not_on_the_page(organisation, anna):
    report(organisation, Encryption())
    message(organisation)
    page, desk = on_page(organisation).messages[0], at_desk(anna).messages[0]
    assert (page.is_unshown, page.text, page.files) == (True, "", ())
    assert (desk.is_unshown, desk.text, [file.name for file in desk.files]) == (True, SECRET, ["gate.txt"])


def test_message_of_another_that_a_handler_takes_into_the_case_is_not(organisation, anna):
    report(organisation, Encryption())
    signed = Encryption(encrypted=True, is_opened=True, verdict=Verdict.VALID)
    message(organisation, signed, SAM)
    mail = written("2@stranger.example", sender=Mailbox("", SAM), text=SECRET, encryption=signed)
    waiting = Mail.objects.get(end="pending")
    accept_entry(mail=waiting.pk, reader=SaysReader(mail), by=anna, now=NOW)
    assert on_page(organisation).messages[0].is_unshown


def test_what_was_opened_elsewhere_is_not(organisation, anna):
    report(organisation, Encryption(encrypted=True, flaw=MessageFlaw.SECRET_ELSEWHERE, is_closed=True))
    case, mail = Case.objects.get(), Mail.objects.get()
    add_opened(number=case.number, mail=mail.pk, text=SECRET, uploads=(), seen_version=case.version, by=anna, now=NOW)
    page, desk = on_page(organisation).messages[0], at_desk(anna).messages[0]
    assert (page.is_unshown, page.text, desk.is_unshown, SECRET in desk.text) == (True, "", True, True)


def test_keys_go_with_who_the_finder_is_or_stay_for_us(organisation, anna):
    """Erasing who it is gives nobody more to read."""
    report(organisation)
    _receipt, finder = by_link(organisation, "mail_received")
    case = Case.objects.get()
    erase_finder(number=case.number, asked="By telephone.", seen_version=case.version, by=anna, now=NOW)
    assert open_for_finder(by=finder, now=NOW).is_unshown
    assert Wrap.objects.filter(key=Attachment.objects.get().pk).count() == 1


def sent_by_eve(organisation: MadeOrganisation, armoured: str, message_id: str, envelope: Envelope) -> None:
    """Take in a mail of Eve's with this encrypted message in it, by the real reader."""
    head = f"From: Eve <{EVE}>\r\nTo: s@kliniek.example\r\nSubject: hi\r\nMessage-ID: <{message_id}>\r\n"
    raw = (
        f"{head}MIME-Version: 1.0\r\n"
        'Content-Type: multipart/encrypted; protocol="application/pgp-encrypted"; boundary=b\r\n\r\n'
        "--b\r\nContent-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n"
        f"--b\r\nContent-Type: application/octet-stream\r\n\r\n{armoured}\r\n--b--\r\n"
    ).encode()
    receive_mail(
        raw=raw, envelope=envelope, organisation=organisation.id, reader=ChildReader(), by=Channel.MAIL, now=NOW
    )


def encrypted_by(organisation: MadeOrganisation, address: str) -> str:
    """Return a message to the organisation that the owner of an address signed within, with the key that did."""
    key = make_key(organisation, keys=Sequoia(), now=NOW)
    signer = Tsk.generate(user_ids=[f"Somebody <{address}>"])
    inner = (
        "Content-Type: multipart/mixed; boundary=x\r\nSubject: hunter2\r\n\r\n"
        f"--x\r\nContent-Type: text/plain\r\n\r\n{SECRET}\r\n"
        f"--x\r\nContent-Type: application/pgp-keys\r\n\r\n{signer.extract_certificate()}\r\n--x--\r\n"
    )
    to = [Cert.from_bytes(key.certificate)]
    return encrypt(inner.encode(), recipients=to, signer=signer.signer()).decode()


def test_with_the_real_reader(organisation, anna):
    """Somebody who saw a mail to us sends it as their own: the receipt and its code open nothing of it, nor does a message in their case."""
    armoured = encrypted_by(organisation, SAM)
    sent_by_eve(organisation, armoured, "9@stranger.example", Envelope(Way.LMTP, (), EVE))
    sent_by_eve(organisation, armoured, "10@stranger.example", to_case(organisation))
    page, desk = on_page(organisation), at_desk(anna)
    assert (page.is_unshown, page.report.texts(), page.files) == (True, {"topic": "weakness"}, ())
    assert [(each.is_unshown, each.text) for each in page.messages] == [(True, "")]
    assert (desk.report.subject, desk.report.what, desk.messages[0].text) == ("hunter2", SECRET, SECRET)


def test_with_the_real_reader_nor_does_a_signature_within_by_the_senders_address(organisation, anna):
    """That address is a claim, and who holds the code need not be who signed."""
    sent_by_eve(organisation, encrypted_by(organisation, EVE), "9@stranger.example", Envelope(Way.LMTP, (), EVE))
    assert (at_desk(anna).is_unshown, at_desk(anna).report.what) == (True, SECRET)
