"""Letters by which we answer a mail by ourselves: what stands in them, to whom they go, and what they never hold."""

from datetime import timedelta
from email.message import EmailMessage

import pytest

from meldpunt.arrivals.terms import Channel
from meldpunt.cases.actions import expire_code_links, open_code_link
from meldpunt.cases.actions.mail_letters import answer_rerouted, answer_unreadable, answer_with_key, owe_mail_receipt
from meldpunt.cases.models import CodeLink, MailMark, Thread
from meldpunt.cases.queries.mail_threads import thread_of_recipients, thread_of_references
from meldpunt.cases.rules.code_links import LINK_LIFE
from meldpunt.cases.terms import LinkOver
from meldpunt.journal.actions import transaction
from meldpunt.outbox.access import ready_letter
from meldpunt.outbox.models import Owed
from meldpunt.outbox.terms import Enclosed, Enclosure, ReadyLetter, Words
from meldpunt.outside.letters import message
from meldpunt.people.queries import organisation_facts
from meldpunt.people.terms import KeyFlaw, KeyRefused
from meldpunt.policy.terms import Link, Mail, Matter, OtherChannel
from tests.factories.cases import MadeCase, mail_link, make_case
from tests.factories.openpgp import make_key
from tests.factories.outbox import CIPHERTEXT
from tests.factories.people import NOW, MadeOrganisation, make_organisation, take_mail

pytestmark = pytest.mark.django_db
SAM = "sam@finder.example"
FIRST = "<first@finder.example>"


@pytest.fixture
def clinic() -> MadeOrganisation:
    """Give an organisation that takes mail."""
    organisation = make_organisation(name="Kliniek", host_names=["meld.clinic.example"])
    take_mail(organisation)
    return organisation


def _thread(case: MadeCase) -> Thread:
    return Thread.objects.select_related("case", "report").get(case__number=case.number)


def _owe(case: MadeCase, *, to: str = SAM, encrypt=None, now=NOW) -> ReadyLetter | None:
    with transaction():
        letter = owe_mail_receipt(
            _thread(case),
            case.receipt,
            organisation=organisation_facts(case.organisation.id),
            to=to,
            version=1,
            answers=[FIRST],
            encrypt=encrypt,
            now=now,
        )
    return None if letter is None else ready_letter(Owed.objects.get(pk=letter))


def _facts(organisation: MadeOrganisation) -> dict:
    return {"organisation": organisation_facts(organisation.id), "to": SAM, "answers": [FIRST], "now": NOW}


def _letter(letter) -> ReadyLetter:
    assert letter is not None
    return ready_letter(Owed.objects.get(pk=letter))


def test_receipt_says_number_policy_and_what_happens_next(clinic: MadeOrganisation) -> None:
    case = make_case(clinic, language="en")
    ready = _owe(case)
    assert ready is not None
    assert (ready.to, ready.subject) == (SAM, f"We received your report {case.number}")
    said = (case.number, "Kliniek", "version 1 of our policy", "/policy/1", "What happens next", "first answer by")
    assert [words for words in said if words not in ready.body] == []


def test_link_in_the_receipt_opens_the_code(clinic: MadeOrganisation) -> None:
    case = make_case(clinic)
    ready = _owe(case)
    assert ready is not None
    address = next(line for line in ready.body.splitlines() if "/case/link/" in line)
    token = address.rpartition("/")[2].partition("?")[0]
    assert address.endswith("?language=nl")
    found = open_code_link(organisation=clinic.id, token=token, by=Channel.MAIL, now=NOW)
    assert found == case.receipt


def test_code_never_stands_in_the_mail(clinic: MadeOrganisation) -> None:
    case = make_case(clinic)
    ready = _owe(case)
    assert ready is not None
    raw = message(ready).as_bytes()
    assert [form for form in (case.receipt.code, case.receipt.code.replace("-", "")) if form.encode() in raw] == []


def test_code_stands_in_what_was_encrypted_and_no_link_is_made(clinic: MadeOrganisation) -> None:
    case, seen = make_case(clinic, language="en"), list[Words]()

    def encrypt(words: Words) -> Enclosed:
        seen.append(words)
        return CIPHERTEXT

    ready = _owe(case, encrypt=encrypt)
    assert ready is not None
    assert (ready.enclosed, ready.subject, ready.body) == (CIPHERTEXT, case.number, "")
    assert (case.receipt.code in seen[0].body, "/case/link/" in seen[0].body) == (True, False)
    assert CodeLink.objects.count() == 0


def test_key_that_is_refused_gives_a_link(clinic: MadeOrganisation) -> None:
    def encrypt(_words: Words) -> Enclosed:
        raise KeyRefused(KeyFlaw.EXPIRED)

    ready = _owe(make_case(clinic), encrypt=encrypt)
    assert ready is not None
    assert (ready.enclosed, "/case/link/" in ready.body) == (None, True)


def test_answer_to_the_receipt_finds_the_case(clinic: MadeOrganisation) -> None:
    case = make_case(clinic)
    ready = _owe(case)
    assert ready is not None
    thread = _thread(case).pk
    assert (thread_of_recipients(clinic.id, [ready.reply_to]), ready.references) == (thread, (FIRST,))
    assert thread_of_references(clinic.id, [ready.message_id]) == thread


def test_receipt_promises_no_day_that_is_over(clinic: MadeOrganisation) -> None:
    ready = _owe(make_case(clinic, language="en"), now=NOW + timedelta(days=60))
    assert ready is not None
    assert "first answer by" not in ready.body


@pytest.mark.parametrize("to", ["", "nobody", "a b@c.example", "a@b.example\r\nBcc: x@y.example"])
def test_nothing_is_owed_to_what_is_no_address(clinic: MadeOrganisation, to: str) -> None:
    assert _owe(make_case(clinic), to=to) is None
    assert (CodeLink.objects.count(), Owed.objects.filter(letter="mail_received").count()) == (0, 0)


def test_link_works_once(clinic: MadeOrganisation) -> None:
    token = mail_link(make_case(clinic))
    open_code_link(organisation=clinic.id, token=token, by=Channel.MAIL, now=NOW)
    with pytest.raises(LinkOver):
        open_code_link(organisation=clinic.id, token=token, by=Channel.MAIL, now=NOW)


def test_link_ends_after_thirty_days(clinic: MadeOrganisation) -> None:
    token = mail_link(make_case(clinic))
    with pytest.raises(LinkOver):
        open_code_link(organisation=clinic.id, token=token, by=Channel.MAIL, now=NOW + LINK_LIFE)
    assert (expire_code_links(now=NOW + LINK_LIFE), CodeLink.objects.count()) == (1, 0)


def test_link_that_lives_is_not_forgotten(clinic: MadeOrganisation) -> None:
    mail_link(make_case(clinic))
    assert (expire_code_links(now=NOW + LINK_LIFE - timedelta(seconds=1)), CodeLink.objects.count()) == (0, 1)


def test_row_of_a_link_holds_neither_token_nor_code(clinic: MadeOrganisation) -> None:
    case = make_case(clinic)
    token = mail_link(case)
    row = CodeLink.objects.get()
    stored = bytes(row.digest) + bytes(row.sealed)
    forms = (token, token.replace("-", ""), case.receipt.code, case.receipt.code.replace("-", ""), case.number)
    assert [form for form in forms if form.encode() in stored] == []


def test_link_whose_row_was_changed_is_over(clinic: MadeOrganisation) -> None:
    token = mail_link(make_case(clinic))
    CodeLink.objects.update(sealed=b"x" * 100)
    with pytest.raises(LinkOver):
        open_code_link(organisation=clinic.id, token=token, by=Channel.MAIL, now=NOW)


def test_no_mark_is_kept_of_answers_to_strangers(clinic: MadeOrganisation) -> None:
    answer_unreadable(**_facts(clinic), language="nl")
    assert MailMark.objects.count() == 0


def test_key_is_sent_with_its_fingerprint(clinic: MadeOrganisation) -> None:
    key = make_key(clinic)
    ready = _letter(answer_with_key(**_facts(clinic), language="en"))
    assert (ready.references, ready.returns_to, ready.is_reply) == ((FIRST,), "", True)
    assert key.fingerprint in ready.body.replace(" ", "").replace("\n", "")
    assert ready.enclosed is not None
    assert ready.enclosed.kind is Enclosure.KEY


def test_no_key_is_sent_where_there_is_none(clinic: MadeOrganisation) -> None:
    assert answer_with_key(**_facts(clinic), language="en") is None


@pytest.mark.parametrize("has_key", [False, True])
def test_who_sent_what_cannot_be_opened_gets_the_form_and_the_key(clinic: MadeOrganisation, *, has_key: bool) -> None:
    if has_key:
        make_key(clinic)
    ready = _letter(answer_unreadable(**_facts(clinic), language="en"))
    assert ("/report" in ready.body, "OpenPGP key" in ready.body, ready.enclosed is not None) == (
        True,
        has_key,
        has_key,
    )


@pytest.mark.parametrize(("language", "word"), [("nl", "klachten"), ("en", "complaints"), ("", "klachten")])
def test_who_wrote_about_something_else_gets_the_right_place(
    clinic: MadeOrganisation, language: str, word: str
) -> None:
    channel = OtherChannel(
        about=(Matter.COMPLAINT,), mail=Mail("klacht@clinic.example"), page=Link("https://clinic.example/klacht")
    )
    ready = _letter(answer_rerouted(**_facts(clinic), language=language, matter=Matter.COMPLAINT, channel=channel))
    said = (word, "klacht@clinic.example", "https://clinic.example/klacht", "/report")
    assert [words for words in said if words not in ready.body] == []


def test_answers_say_that_a_program_sent_them(clinic: MadeOrganisation) -> None:
    mail: EmailMessage = message(_letter(answer_unreadable(**_facts(clinic), language="nl")))
    assert (mail["Auto-Submitted"], mail["In-Reply-To"], mail["Reply-To"]) == (
        "auto-replied",
        FIRST,
        "melden@clinic.example",
    )


def test_who_sent_what_cannot_be_opened_reads_it_in_every_language_where_theirs_is_not_known(
    clinic: MadeOrganisation,
) -> None:
    ready = _letter(answer_unreadable(**_facts(clinic), language=""))
    assert ready.subject == "Wij konden uw mail niet openen / We could not open your mail"
    assert ("nog een keer sturen?" in ready.body, "Please send it once more." in ready.body) == (True, True)
