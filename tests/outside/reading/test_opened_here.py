"""What is said to have been opened here: every way by which something encrypted gives words or files, and nothing else."""

import pytest
from pysequoia import Cert, SignatureMode, Tsk, encrypt, sign

from meldpunt.arrivals.terms import Encryption
from meldpunt.people.terms import ReadKey
from tests.outside.messages import make
from tests.outside.reading.encrypted import INNER, pgp_mime, read
from tests.outside.reading.mails import made, multipart

SAM = "sam@finder.example"


@pytest.fixture(scope="module")
def ours() -> ReadKey:
    """Return our key."""
    return make()


@pytest.fixture(scope="module")
def sam() -> Tsk:
    """Return the key of a finder."""
    return Tsk.generate(user_ids=[f"Sam <{SAM}>"])


def to_us(content: str | bytes, key: ReadKey, signer: Tsk | None = None) -> str:
    """Return a message encrypted to us, signed within or not."""
    clear = content if isinstance(content, bytes) else content.encode()
    to = [Cert.from_bytes(key.certificate)]
    return (encrypt(clear, recipients=to, signer=signer.signer()) if signer else encrypt(clear, recipients=to)).decode()


def judged(raw: bytes, key: ReadKey, *signers: Tsk) -> Encryption:
    """Return what was found out about a mail, with the certificates of its signers at hand."""
    return read(raw, key, signers=[bytes(signer.extract_certificate()) for signer in signers]).encryption


def test_whole_mail(ours, sam):
    assert judged(pgp_mime(to_us(INNER, ours)), ours).is_opened
    assert judged(pgp_mime(to_us(INNER, ours, sam)), ours, sam).is_opened


def test_text_among_others(ours):
    assert judged(made(body="Look:\n" + to_us("One.", ours)), ours).is_opened


def test_message_of_another_within_a_signed_one(ours, sam):
    theirs = to_us("The gate is open.", ours)
    signed = sign(sam.signer(), f"Look:\n{theirs}".encode(), mode=SignatureMode.INLINE).decode()
    assert judged(made(body=signed), ours, sam).is_opened


def test_encrypted_file(ours):
    armoured = to_us("hunter2", ours)
    part = f'Content-Type: application/octet-stream; name="a.txt.pgp"\nContent-Disposition: attachment\n\n{armoured}'
    assert judged(multipart("mixed", "\n\nHello", part), ours).is_opened


def test_mail_inside_what_was_opened(ours):
    inner = "Content-Type: message/rfc822\r\n\r\nFrom: eve@stranger.example\r\nSubject: The gate\r\n\r\nIt is open.\r\n"
    forwarded = read(pgp_mime(to_us(inner, ours)), ours).forwarded
    assert forwarded is not None
    assert forwarded.encryption.is_opened


def test_what_stays_closed_was_not_opened(ours):
    other = make()
    assert not judged(pgp_mime(to_us(INNER, other)), ours).is_opened


def test_nothing_encrypted(ours):
    assert not judged(made(body="The gate is open."), ours).is_opened
