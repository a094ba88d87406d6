"""A good signature says nothing of what stands beside it: a mail is its signer's only where one key signed all of it."""

from datetime import UTC, datetime

import pytest
from pysequoia import Cert, SignatureMode, Tsk, encrypt, sign

from meldpunt.arrivals.terms import KeySource, ReadMail
from meldpunt.cases.rules.mail_contents import keys_of
from meldpunt.people.rules.openpgp import armoured
from meldpunt.people.terms import Verdict
from tests.outside.messages import FINDER, held, make
from tests.outside.reading import mails
from tests.outside.reading.mails import made, multipart

FINDERS, OTHERS = (Tsk.generate(user_id=f"Anna <{each}>") for each in (FINDER, "eve@other.example"))
KNOWN = bytes(FINDERS.extract_certificate())
HELLO = "Content-Type: text/plain\n\nHello, I am the finder.\n"
AGREES = "Content-Type: text/plain\n\nPublish it now, I agree.\n"
FILE = "Content-Type: application/pdf; name=a.pdf\nContent-Disposition: attachment\n\nEVIL\n"
TEXT = b"I do NOT agree.\n\nAll is in the file.\n"


def clear(key: Tsk, text: bytes) -> str:
    """Return a text in a cleartext signature."""
    return sign(key.signer(), text, mode=SignatureMode.CLEAR).decode()


def beside(key: Tsk, part: str, boundary: str = "s") -> str:
    """Return a part of a mail with its signature beside it (RFC 3156, 5)."""
    content = part.replace("\n", "\r\n").encode()
    proof = sign(key.signer(), content, mode=SignatureMode.DETACHED).decode()
    return (
        f'Content-Type: multipart/signed; protocol="application/pgp-signature"; boundary={boundary}\n\n'
        f"--{boundary}\n{part}\n--{boundary}\nContent-Type: application/pgp-signature\n\n{proof}\n--{boundary}--\n"
    )


def read(mail: bytes) -> ReadMail:
    return mails.read(mail, signers=[KNOWN], now=datetime.now(tz=UTC))


def told(mail: bytes) -> tuple[Verdict, bool]:
    """Return what is said of the signatures of a mail, and whether that is of a part only."""
    found = read(mail).encryption
    return found.verdict, found.is_partly_signed


def test_all_of_it_signed_by_one_key():
    mail = multipart("mixed", beside(FINDERS, HELLO, "q"), beside(FINDERS, AGREES, "s"), boundary="m")
    assert told(mail) == (Verdict.VALID, False)


def test_file_within_what_was_signed():
    inner = f"Content-Type: multipart/mixed; boundary=i\n\n--i\n{HELLO}\n--i\n{FILE}\n--i--\n"
    mail = multipart("mixed", beside(FINDERS, inner), boundary="m")
    assert told(mail) == (Verdict.VALID, False)


def test_file_beside_what_was_signed():
    assert told(multipart("mixed", beside(FINDERS, HELLO), FILE, boundary="m")) == (Verdict.VALID, True)


def test_mail_beside_what_was_signed():
    other = "Content-Type: message/rfc822\n\nFrom: eve@other.example\nSubject: I agree\n\nPublish it.\n"
    assert told(multipart("mixed", beside(FINDERS, HELLO), other, boundary="m")) == (Verdict.VALID, True)


def test_text_of_another_signer_beside_it():
    mail = multipart("mixed", beside(OTHERS, AGREES, "q"), beside(FINDERS, HELLO, "s"), boundary="m")
    assert told(mail) == (Verdict.UNKNOWN_KEY, True)


def test_text_of_another_signer_below_it():
    mail = made(body=f"{clear(FINDERS, b'Hello.')}\n{clear(OTHERS, b'I agree.')}")
    assert told(mail) == (Verdict.UNKNOWN_KEY, True)


def test_two_known_signers_of_two_texts():
    key = armoured(bytes(OTHERS.extract_certificate()))
    mail = made(body=f"{clear(FINDERS, b'Hello.')}\n{clear(OTHERS, b'I agree.')}\n{key}")
    assert told(mail) == (Verdict.VALID, True)


def test_quote_of_another_signer_within_what_was_signed():
    quoting = f"Content-Type: text/plain\n\nThey said:\n{clear(OTHERS, b'Nothing happened.')}"
    assert told(multipart("mixed", beside(FINDERS, quoting), boundary="m")) == (Verdict.VALID, False)


def test_changed_text_within_what_was_signed():
    quoting = f"Content-Type: text/plain\n\nI said:\n{clear(FINDERS, b'Nothing happened.').replace('Nothing', 'A lot')}"
    assert told(multipart("mixed", beside(FINDERS, quoting), boundary="m")) == (Verdict.CHANGED, True)


def test_file_signed_by_itself_says_nothing_of_the_text():
    ours = make()
    content = encrypt(b"EVIL", recipients=[Cert.from_bytes(ours.certificate)], signer=FINDERS.signer()).decode()
    file = f"Content-Type: application/octet-stream; name=a.pdf.asc\nContent-Disposition: attachment\n\n{content}"
    mail = multipart("mixed", AGREES, file, boundary="m")
    found = mails.read(mail, held=held(ours), signers=[KNOWN], now=datetime.now(tz=UTC)).encryption
    assert (found.verdict, found.is_partly_signed) == (Verdict.VALID, True)


@pytest.mark.parametrize(("below", "source"), [("", KeySource.SIGNED), ("\nI agree.\n", KeySource.ATTACHED)])
def test_only_who_signed_all_of_it_is_its_signer(below: str, source: KeySource):
    mail = made(body=clear(FINDERS, b"Hello.") + below)
    assert [each.source for each in keys_of(read(mail))] == [source]


def test_field_outside_does_not_cut_the_text():
    mail = made("Content-Type: text/plain; hp-legacy-display=1", body=clear(FINDERS, TEXT))
    assert (read(mail).text, *told(mail)) == (TEXT.decode().strip(), Verdict.VALID, False)


def test_field_within_cuts_what_older_programs_show():
    inner = f"Content-Type: text/plain; hp-legacy-display=1\n\nSubject: The gate\n\n{TEXT.decode()}"
    mail = multipart("mixed", beside(FINDERS, inner), boundary="m")
    assert (read(mail).text, *told(mail)) == (TEXT.decode().strip(), Verdict.VALID, False)


def test_charset_outside_that_makes_another_text_of_it():
    mail = made("Content-Type: text/plain; charset=utf-7", body=clear(FINDERS, b"It costs +AC0-1000 euro."))
    assert (read(mail).text, *told(mail)) == ("It costs -1000 euro.", Verdict.VALID, True)


def test_breaks_outside_that_make_another_text_of_it():
    changed = clear(FINDERS, b"I do not\nagree\nto all").replace("do not\n", "do not \n")
    mail = made("Content-Type: text/plain; format=flowed", body=changed)
    assert (read(mail).text, *told(mail)) == ("I do not agree\nto all", Verdict.VALID, True)
