"""The receipt of a report that came by mail: to whom it goes, and how its access code is fetched."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection

from meldpunt.arrivals.models import Mail
from meldpunt.arrivals.terms import NO_RECEIPT, Channel, KeySource, LearnedKey, ReadMail
from meldpunt.cases.access import open_for_finder
from meldpunt.cases.actions import enter, note_codes_lost, open_code_link, renew_code
from meldpunt.cases.actions.encrypted import MOST_AT_ONCE
from meldpunt.cases.models import Case, CodeLink, Thread
from meldpunt.journal.queries import entries_of_case
from meldpunt.journal.terms import SYSTEM
from meldpunt.outbox.access import ready_letter
from meldpunt.outbox.actions import settle_failed, take_due
from meldpunt.outbox.models import Owed
from meldpunt.outbox.terms import CarrierRefused, ReadyLetter
from meldpunt.people.models import Organisation
from tests.cases.mailed import received
from tests.factories.people import NOW, MadeOrganisation, make_member, make_organisation, take_mail
from tests.fakes.encrypting import opened
from tests.fakes.mail_reading import MAIL
from tests.fakes.openpgp import FakeOpenPgp

pytestmark = pytest.mark.django_db
SAM = "sam@finder.example"


@pytest.fixture
def clinic() -> MadeOrganisation:
    """Give an organisation that takes mail."""
    organisation = make_organisation(name="Kliniek", host_names=["meld.clinic.example"])
    take_mail(organisation)
    return organisation


@pytest.fixture
def _no_mathematics(settings) -> None:
    settings.MELDPUNT_ENCRYPTER = "tests.fakes.encrypting.FakeEncrypter"


def _signed(source: KeySource, *, days: int = 365) -> ReadMail:
    made = FakeOpenPgp().make(user_id=f"Sam <{SAM}>", until=NOW + timedelta(days=days))
    return replace(MAIL, language="en", keys=(LearnedKey(made.certificate, made.fingerprint, source, (SAM,)),))


def _receipts() -> list[ReadyLetter]:
    return [ready_letter(row) for row in Owed.objects.filter(letter="mail_received")]


def test_report_by_mail_is_answered_with_a_receipt(clinic: MadeOrganisation) -> None:
    number = received(clinic, replace(MAIL, references=("<before@finder.example>",))).number
    (receipt,) = _receipts()
    assert (receipt.to, receipt.subject) == (SAM, f"Wij hebben uw melding {number} ontvangen")
    assert receipt.references == ("<before@finder.example>", "<1@finder.example>")


def test_code_behind_the_link_of_a_mailed_receipt_opens_the_case(clinic: MadeOrganisation) -> None:
    number = received(clinic).number
    token = re.findall(r"/case/link/([^?]+)", _receipts()[0].body)[0]
    receipt = open_code_link(organisation=clinic.id, token=token, by=Channel.MAIL, now=NOW)
    finder = enter(organisation=clinic.id, code=receipt.code, by=Channel.FORM, now=NOW)
    assert (receipt.number, open_for_finder(by=finder, now=NOW).number) == (number, number)


def test_receipt_goes_out_where_the_server_keeps_no_address(clinic: MadeOrganisation) -> None:
    Organisation.objects.filter(pk=clinic.id).update(finder_mail_enabled=False)
    received(clinic)
    assert ([letter.to for letter in _receipts()], Thread.objects.get().notice_address) == ([SAM], None)


@pytest.mark.usefixtures("_no_mathematics")
def test_receipt_of_a_signed_mail_is_encrypted_to_the_key_that_signed(clinic: MadeOrganisation) -> None:
    mail = _signed(KeySource.SIGNED)
    number = received(clinic, mail).number
    (receipt,) = _receipts()
    assert receipt.enclosed is not None
    said = opened(receipt.enclosed.content)
    assert (said["to"], said["subject"]) == (mail.keys[0].fingerprint, f"We received your report {number}")
    code = re.findall(r"^(?:[0-9A-Z]{4}-){6}[0-9A-Z]{4}$", said["text"], re.MULTILINE)
    finder = enter(organisation=clinic.id, code=code[0], by=Channel.FORM, now=NOW)
    assert (open_for_finder(by=finder, now=NOW).number, CodeLink.objects.count()) == (number, 0)


@pytest.mark.usefixtures("_no_mathematics")
def test_key_that_is_too_large_to_be_used_at_once_gets_a_link(clinic: MadeOrganisation) -> None:
    mail = _signed(KeySource.SIGNED)
    large = replace(mail.keys[0], certificate=mail.keys[0].certificate + b" " * MOST_AT_ONCE)
    received(clinic, replace(mail, keys=(large,)))
    (receipt,) = _receipts()
    assert (receipt.enclosed, CodeLink.objects.count()) == (None, 1)


@pytest.mark.usefixtures("_no_mathematics")
@pytest.mark.parametrize(("source", "days"), [(KeySource.ATTACHED, 365), (KeySource.SIGNED, -1)])
def test_key_that_did_not_sign_or_is_over_gets_a_link(clinic: MadeOrganisation, source: KeySource, days: int) -> None:
    received(clinic, _signed(source, days=days))
    (receipt,) = _receipts()
    assert (receipt.enclosed, CodeLink.objects.count()) == (None, 1)


def test_mail_without_a_sender_is_not_answered(clinic: MadeOrganisation) -> None:
    received(clinic, replace(MAIL, sender=None))
    assert (_receipts(), Case.objects.count()) == ([], 1)


def _stored() -> bytes:
    """Return every value of every table, in clear where it is."""
    found: list[bytes] = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT * FROM {table}")
            values = (value for row in cursor.fetchall() for value in row if value is not None)
            found += [bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode() for v in values]
    return b"\n".join(found)


def test_no_table_holds_code_token_address_or_message_id_of_a_mailed_receipt(clinic: MadeOrganisation) -> None:
    received(clinic)
    (letter,) = _receipts()
    link = re.findall(r"/case/link/([^?]+)", letter.body)[0]
    stored = _stored()
    answer_to = letter.reply_to.partition("+")[2].partition("@")[0]
    secrets = (link, link.replace("-", ""), answer_to, SAM, "1@finder.example", letter.message_id)
    assert [secret for secret in secrets if secret.encode() in stored] == []
    code = open_code_link(organisation=clinic.id, token=link, by=Channel.MAIL, now=NOW).code
    assert [form for form in (code, code.replace("-", "")) if form.encode() in stored + _stored()] == []


def refuse(letter: str) -> None:
    """Let the finder's mail server refuse a letter for good."""
    (row,) = (row for row in take_due(now=NOW, limit=100) if row.letter == letter)
    settle_failed(row=row, problem=CarrierRefused("550"), now=NOW)


def test_receipt_that_was_refused_is_known_at_the_case_once(clinic: MadeOrganisation) -> None:
    received(clinic)
    refuse("mail_received")
    counts = [note_codes_lost(by=SYSTEM, now=NOW) for _ in range(2)]
    told = [line.deed for line in entries_of_case(Case.objects.get().uuid)].count("case.code_not_mailed")
    assert (counts, told, Mail.objects.get().reason) == ([1, 0], 1, NO_RECEIPT)


def test_new_code_after_a_refused_receipt_is_not_taken_for_lost(clinic: MadeOrganisation) -> None:
    number = received(clinic).number
    refuse("mail_received")
    note_codes_lost(by=SYSTEM, now=NOW)
    anna = make_member(clinic).unlocked
    renew_code(number=number, seen_version=Case.objects.get().version, by=anna, now=NOW)
    assert (note_codes_lost(by=SYSTEM, now=NOW), Mail.objects.get().reason) == (0, "")
    refuse("new_code")
    assert (note_codes_lost(by=SYSTEM, now=NOW), Mail.objects.get().reason) == (1, NO_RECEIPT)


def test_receipt_that_waits_is_not_lost(clinic: MadeOrganisation) -> None:
    received(clinic)
    assert (note_codes_lost(by=SYSTEM, now=NOW), Mail.objects.get().reason) == (0, "")
