"""A letter as a mail message: its headers, its parts, and what a receiver reads in them."""

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP

import pytest

from meldpunt.outbox.terms import Enclosed, ReadyLetter
from meldpunt.outside.letters import message
from tests.factories.outbox import CIPHERTEXT, PUBLIC_KEY


def _letter(
    *, reply_to: str = "", references: tuple[str, ...] = (), enclosed: Enclosed | None = None, is_reply: bool = False
) -> ReadyLetter:
    return ReadyLetter(
        message_id="8c1d@desk.example",
        sender="desk@org.example",
        to="anna@finder.example",
        subject="2026-00042",
        body="Er is nieuws over “uw” melding.\n",
        reply_to=reply_to,
        references=references,
        enclosed=enclosed,
        is_reply=is_reply,
    )


def _arrived(letter: ReadyLetter) -> EmailMessage:
    arrived = message_from_bytes(message(letter).as_bytes(), policy=SMTP)
    assert isinstance(arrived, EmailMessage)
    return arrived


def test_letter_to_which_nothing_was_added_is_as_it_always_was() -> None:
    lines = message(_letter()).as_bytes().splitlines()
    lines = [line for line in lines if not line.startswith(b"Date: ")]
    assert lines == [
        b"From: desk@org.example",
        b"To: anna@finder.example",
        b"Subject: 2026-00042",
        b"Message-ID: <8c1d@desk.example>",
        b"Auto-Submitted: auto-generated",
        b'Content-Type: text/plain; charset="utf-8"',
        b"Content-Transfer-Encoding: 8bit",
        b"MIME-Version: 1.0",
        b"",
        "Er is nieuws over “uw” melding.".encode(),
    ]


def test_answers_go_where_the_letter_says() -> None:
    arrived = _arrived(_letter(reply_to="melden+abc@org.example"))
    assert (arrived["Reply-To"], arrived["From"]) == ("melden+abc@org.example", "desk@org.example")


def test_mail_program_puts_the_letter_below_the_newest_mail_it_answers() -> None:
    arrived = _arrived(_letter(references=("<one@finder.example>", "<two@finder.example>")))
    found = (arrived["In-Reply-To"], arrived["References"])
    assert found == ("<two@finder.example>", "<one@finder.example> <two@finder.example>")


def test_many_long_references_arrive_whole() -> None:
    many = tuple(f"<{number}{'a' * 240}@finder.example>" for number in range(20))
    raw = message(_letter(references=many)).as_bytes()
    assert [reference for reference in many if b" " + reference.encode() + b"\r\n" not in raw] == []
    assert (b"=?" in raw, max(map(len, raw.splitlines()))) == (False, 272)


def test_answer_of_a_program_says_so() -> None:
    assert _arrived(_letter(is_reply=True))["Auto-Submitted"] == "auto-replied"


def test_encrypted_letter_has_the_two_parts_of_rfc_3156() -> None:
    arrived = _arrived(_letter(enclosed=CIPHERTEXT))
    assert arrived.get_content_type() == "multipart/encrypted"
    assert arrived.get_param("protocol") == "application/pgp-encrypted"
    control, body = arrived.iter_parts()
    assert (control.get_content_type(), control.get_content().split()) == (
        "application/pgp-encrypted",
        [b"Version:", b"1"],
    )
    assert (body.get_content_type(), body.get_content().split()) == (
        "application/octet-stream",
        CIPHERTEXT.content.split(),
    )


def test_nothing_of_the_words_stands_in_an_encrypted_letter() -> None:
    assert b"nieuws" not in message(_letter(enclosed=CIPHERTEXT)).as_bytes()


def test_key_comes_as_a_file_beside_the_words() -> None:
    arrived = _arrived(_letter(enclosed=PUBLIC_KEY))
    words, key = arrived.iter_parts()
    assert words.get_content().strip() == "Er is nieuws over “uw” melding."
    assert (key.get_content_type(), key.get_filename()) == ("application/pgp-keys", "openpgp-key.asc")
    assert key.get_content().split() == PUBLIC_KEY.content.split()


@pytest.mark.parametrize("enclosed", [CIPHERTEXT, PUBLIC_KEY])
def test_no_line_ends_in_two_ways(enclosed: Enclosed) -> None:
    raw = message(_letter(enclosed=enclosed)).as_bytes()
    assert (raw.count(b"\n"), raw.count(b"\r")) == (raw.count(b"\r\n"), raw.count(b"\r\n"))
