"""What a letter carries besides its words: where to answer, what it answers, and what is enclosed."""

import json
from base64 import b64decode
from collections.abc import Iterable
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection

from meldpunt.outbox.access import ready_letter
from meldpunt.outbox.actions import owe
from meldpunt.outbox.models import Owed
from meldpunt.outbox.rules import ANSWERED_ALONE, MAX_REFERENCES, seal_info, usable_references
from meldpunt.outbox.terms import AddressNotUsable, Enclosed, Enclosure, EnclosureNotUsable, Letter, ReadyLetter
from meldpunt.sealing.rules import bodies
from tests.factories.outbox import CIPHERTEXT, PUBLIC_KEY, facts_of

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
TOKEN = "melden+abcdefghijklmnop@clinic.example"


def _owe(
    letter: Letter = Letter.NEWS,
    *,
    sender: str = "desk@clinic.example",
    reply_to: str = "",
    references: Iterable[str] = (),
    enclosed: Enclosed | None = None,
) -> Owed:
    row = owe(
        organisation=uuid4(),
        to="anna@finder.example",
        letter=letter,
        language="en",
        facts=facts_of(letter),
        sender=sender,
        now=NOW,
        reply_to=reply_to,
        references=references,
        enclosed=enclosed,
    )
    return Owed.objects.get(pk=row)


def _ready(
    letter: Letter = Letter.NEWS,
    *,
    sender: str = "desk@clinic.example",
    reply_to: str = "",
    references: Iterable[str] = (),
    enclosed: Enclosed | None = None,
) -> ReadyLetter:
    return ready_letter(_owe(letter, sender=sender, reply_to=reply_to, references=references, enclosed=enclosed))


def test_what_was_not_given_is_not_in_the_row() -> None:
    row = _owe()
    info = seal_info(row=row.id, organisation=row.organisation, letter=Letter.NEWS)
    kept = json.loads(bodies.open_under(settings.MELDPUNT_SECRETS.mail, bytes(row.sealed or b""), info))
    assert sorted(kept) == ["facts", "language", "sender", "to"]


def test_letter_says_where_to_answer_and_what_it_answers() -> None:
    ready = _ready(reply_to=TOKEN, references=["<one@finder.example>", "two@finder.example"])
    assert (ready.reply_to, ready.references) == (TOKEN, ("<one@finder.example>", "<two@finder.example>"))


def test_row_shows_nothing_of_what_it_carries() -> None:
    _owe(reply_to=TOKEN, references=["<one@finder.example>"], enclosed=CIPHERTEXT)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM outbox_owed")
        stored = b"|".join(
            bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode() for v in cursor.fetchone()
        )
    assert [secret for secret in (b"abcdefghijklmnop", b"one@finder", b"PGP", b"hQEM") if secret in stored] == []


def test_letter_prints_nothing_of_what_it_carries() -> None:
    printed = repr(_ready(reply_to=TOKEN, references=["<one@finder.example>"], enclosed=CIPHERTEXT))
    assert [secret for secret in ("abcdefghijklmnop", "one@finder", "PGP") if secret in printed] == []


@pytest.mark.parametrize(
    "address", ["melden+a@clinic.example\r\nBcc: all@other.example", "nobody", "a b@clinic.example", "<a@b.example>"]
)
def test_address_to_answer_to_that_could_break_a_header_is_refused(address: str) -> None:
    with pytest.raises(AddressNotUsable):
        _owe(reply_to=address)


@pytest.mark.parametrize(
    "reference",
    [
        "<a@b.example>\r\nBcc: all@other.example",
        "<a b@c.example>",
        "<a@b.example>\x00",
        "<\N{SNOWMAN}@b.example>",
        "<>",
        "",
        "<" + "a" * 251 + ">",
        "<a@b.example> <c@d.example>",
    ],
)
def test_reference_that_could_break_a_header_is_left_out(reference: str) -> None:
    assert _ready(references=["<one@finder.example>", reference]).references == ("<one@finder.example>",)


def test_of_many_references_the_first_and_the_newest_stay() -> None:
    many = [f"<{number}@finder.example>" for number in range(100)]
    kept = usable_references(many)
    assert (len(kept), kept[0], kept[1:]) == (MAX_REFERENCES, many[0], tuple(many[1 - MAX_REFERENCES :]))


def test_same_reference_stands_once() -> None:
    assert usable_references(["<a@b.example>", "a@b.example"]) == ("<a@b.example>",)


@pytest.mark.parametrize(
    "content",
    [
        b"what was found, in clear",
        b"",
        b"-----BEGIN PGP MESSAGE-----\n\nhQEM",
        b"words\n-----BEGIN PGP MESSAGE-----\n\nhQEM\n-----END PGP MESSAGE-----",
        b"-----BEGIN PGP MESSAGE-----\n\n\xff\n-----END PGP MESSAGE-----",
        b"-----BEGIN PGP MESSAGE-----\n\n" + b"h" * 1000 + b"\n-----END PGP MESSAGE-----",
        PUBLIC_KEY.content,
    ],
    ids=["clear", "nothing", "no end", "words before", "not ASCII", "long line", "a key"],
)
def test_only_ciphertext_leaves_as_ciphertext(content: bytes) -> None:
    with pytest.raises(EnclosureNotUsable):
        _owe(enclosed=Enclosed(Enclosure.CIPHERTEXT, content))
    assert Owed.objects.count() == 0


def test_encrypted_letter_says_the_number_of_the_case_and_nothing_else() -> None:
    ready = _ready(Letter.ANSWER, enclosed=CIPHERTEXT)
    assert (ready.subject, ready.body, ready.enclosed) == ("2026-00042", "", CIPHERTEXT)


def test_letter_with_a_key_keeps_its_words() -> None:
    ready = _ready(Letter.KEY_SENT, enclosed=PUBLIC_KEY)
    assert (ready.subject, ready.enclosed) == ("The OpenPGP key of Kliniek <&> Zoon", PUBLIC_KEY)


@pytest.mark.parametrize("letter", [Letter.MAIL_UNREADABLE, Letter.KEY_SENT, Letter.REROUTED])
def test_answer_to_an_unknown_address_cannot_come_back(letter: Letter) -> None:
    assert _ready(letter).returns_to == ""


def test_letter_about_a_case_comes_back_to_the_address_that_names_it() -> None:
    assert _ready(Letter.MAIL_RECEIVED, reply_to=TOKEN).returns_to == TOKEN


@pytest.mark.parametrize("sender", ["desk@other.example", "", "Desk <desk@sub.clinic.example>"])
def test_letter_from_another_domain_comes_back_to_its_sender(sender: str) -> None:
    assert _ready(reply_to=TOKEN, sender=sender).returns_to is None


def test_letter_without_an_address_to_answer_to_comes_back_to_its_sender() -> None:
    assert _ready().returns_to is None


def test_only_what_a_program_answers_by_itself_says_so() -> None:
    assert {letter for letter in Letter if _ready(letter).is_reply} == ANSWERED_ALONE


def test_enclosure_is_kept_as_it_was_given() -> None:
    row = _owe(enclosed=CIPHERTEXT)
    info = seal_info(row=row.id, organisation=row.organisation, letter=Letter.NEWS)
    kept = json.loads(bodies.open_under(settings.MELDPUNT_SECRETS.mail, bytes(row.sealed or b""), info))
    assert b64decode(kept["enclosed"]["content"]) == CIPHERTEXT.content
