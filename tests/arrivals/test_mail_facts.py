"""What is kept of a mail: everything but the contents of its files and keys."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from meldpunt.arrivals.rules.mail_facts import KEPT, open_mail, seal_mail
from meldpunt.arrivals.terms import (
    Authentication,
    Automatic,
    Bounced,
    Encryption,
    KeptMail,
    KeySource,
    LearnedKey,
    Mailbox,
    MailPart,
    ReadMail,
    Suggestion,
)
from meldpunt.people.terms import MessageFlaw, Verdict
from meldpunt.policy.terms import Matter
from meldpunt.sealing.rules.keys import new_key
from meldpunt.sealing.terms import CannotOpen, ContentKey, Purpose

MOMENT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
SAM = Mailbox("Sam", "sam@finder.example")
FULL = ReadMail(
    message_id="1@finder.example",
    in_reply_to="0@clinic.example",
    references=("0@clinic.example",),
    sender=SAM,
    reply_to=SAM,
    to=(Mailbox("", "security@clinic.example"),),
    cc=(Mailbox("Kim", "kim@finder.example"),),
    subject="Lek",
    date=MOMENT,
    text="Iedereen kan erbij.",
    quoted="> eerder",
    language="nl",
    parts=(MailPart("a.png", "image/png", b"12345", is_inline=True),),
    automatic=Automatic.REPLY,
    authentication=Authentication("pass", "fail", "none", "finder.example", "pass"),
    encryption=Encryption(
        encrypted=True,
        flaw=MessageFlaw.NOT_OURS,
        fingerprint="AB",
        verdict=Verdict.VALID,
        signed_by="CD",
        signer=b"cert",
    ),
    bounce=Bounced("kim@finder.example", "5.1.1", is_permanent=True, message_id="9@clinic.example"),
    keys=(LearnedKey(b"cert", "CD", KeySource.ATTACHED, ("sam@finder.example",), MOMENT, "expired"),),
    asks_for_key=True,
    forwarded=ReadMail(subject="Binnen", sender=SAM, date=MOMENT),
    defects=("charset",),
)


@pytest.fixture
def key() -> ContentKey:
    """Give the key of a mail."""
    return new_key(purpose=Purpose.MAIL, organisation=uuid4(), thread=uuid4())


def kept(mail: ReadMail, key: ContentKey, suggestion: Suggestion | None = None) -> KeptMail:
    """Seal and open again."""
    return open_mail(seal_mail(mail, suggestion=suggestion, id_=key.thread, key=key), id_=key.thread, key=key)


def test_all_but_contents(key: ContentKey) -> None:
    """Files keep their names and sizes, keys their fingerprints."""
    bare = replace(
        FULL,
        parts=(MailPart("a.png", "image/png", b"", is_inline=True),),
        keys=(replace(FULL.keys[0], certificate=b""),),
        encryption=replace(FULL.encryption, signer=b""),
    )
    suggestion = Suggestion(Matter.FRAUD, True, ("fraude",))
    assert kept(FULL, key, suggestion) == KeptMail(bare, (5,), suggestion)


def test_empty(key: ContentKey) -> None:
    """A mail in which nothing could be read."""
    assert kept(ReadMail(), key) == KeptMail(ReadMail())


def test_lone_surrogates_and_signs_of_all_kinds(key: ContentKey) -> None:
    """What a header decodes to need not be text that can be written."""
    mail = ReadMail(subject="\ud800\u202e\x00\U0001f600", text="\udfff")
    assert kept(mail, key).mail == mail


def test_very_long_text_is_cut(key: ContentKey) -> None:
    """All of it is in the mail as it came."""
    found = kept(ReadMail(text="a" * (KEPT + 1), quoted="b"), key)
    assert (len(found.mail.text), found.mail.quoted, found.is_cut) == (KEPT, "b", True)


def test_of_another_mail_stays_shut(key: ContentKey) -> None:
    """The id is part of what it was sealed for."""
    with pytest.raises(CannotOpen):
        open_mail(seal_mail(FULL, id_=key.thread, key=key), id_=uuid4(), key=key)


def test_says_nothing_in_its_name() -> None:
    """What was written stays out of logs and errors."""
    assert "Iedereen" not in repr(KeptMail(FULL))
