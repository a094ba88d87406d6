"""Letters to members with a key of their own leave encrypted as a whole; with a key that ended, as they are."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default

import pytest

from meldpunt.outbox.terms import Enclosed, Enclosure, ReadyLetter
from meldpunt.outside.encrypting import SequoiaEncrypter
from meldpunt.outside.letters import message
from meldpunt.outside.openpgp import Sequoia
from meldpunt.people.terms import ReadKey
from meldpunt.site.mailing import ToOwnKeys
from tests.fakes.carrier import FakeCarrier
from tests.fakes.encrypting import FakeEncrypter
from tests.fakes.openpgp import FakeOpenPgp
from tests.outside.messages import opened

NOW = datetime.now(tz=UTC)
SUBJECT, BODY = "A new report: 2026-00001", "Phrase: blue bicycle\n\nhttps://desk.example/desk/\n"


def made(days: int = 30) -> ReadKey:
    return Sequoia().make(user_id="Anna <anna@clinic.example>", until=NOW + timedelta(days=days))


def letter(key: bytes = b"", enclosed: Enclosed | None = None) -> ReadyLetter:
    return ReadyLetter(
        "id@x.example", "Haven <a@haven.example>", "anna@clinic.example", SUBJECT, BODY, key=key, enclosed=enclosed
    )


def left(sent: ReadyLetter) -> ReadyLetter:
    """Return the letter as the mail server gets it."""
    carrier = FakeCarrier()
    ToOwnKeys(carrier, SequoiaEncrypter()).send(sent)
    return carrier.taken[0]


def test_letter_leaves_encrypted_as_a_whole():
    key = made()
    gone = left(letter(key.certificate))
    shown = bytes(message(gone))
    assert [word in shown for word in (b"2026-00001", b"bicycle", b"desk.example")] == [False] * 3
    assert message_from_bytes(shown, policy=default).get_content_type() == "multipart/encrypted"
    assert gone.enclosed is not None
    within = message_from_bytes(opened(gone.enclosed.content, key).content, policy=default)
    assert (within["Subject"], within.get_content().replace("\r\n", "\n")) == (SUBJECT, BODY)


def test_subject_on_the_outside_tells_nothing():
    assert left(letter(made().certificate)).subject == "[...]"


@pytest.mark.parametrize("key", [b"", b"no key"], ids=["none", "damaged"])
def test_without_a_key_it_leaves_as_it_is(key: bytes):
    gone = left(letter(key))
    assert (gone.subject, gone.body, gone.enclosed) == (SUBJECT, BODY, None)


def test_with_a_key_that_ended_it_leaves_as_it_is():
    ended = FakeOpenPgp().make(user_id="Anna <anna@clinic.example>", until=NOW - timedelta(days=1))
    carrier = FakeCarrier()
    ToOwnKeys(carrier, FakeEncrypter()).send(letter(ended.certificate))
    assert (carrier.taken[0].body, carrier.taken[0].enclosed) == (BODY, None)


def test_what_is_encrypted_already_stays_so():
    enclosed = Enclosed(Enclosure.CIPHERTEXT, b"-----BEGIN PGP MESSAGE-----")
    assert left(letter(made().certificate, enclosed)).enclosed == enclosed


def test_retried_letter_keeps_its_message_id():
    key = made().certificate
    assert {left(letter(key)).message_id for _ in range(2)} == {"id@x.example"}
