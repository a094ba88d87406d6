"""Who wrote what was opened: only a good signature within the encryption, over all of it, by a key with the address tells."""

import pytest
from pysequoia import Cert, SignatureMode, Tsk, encrypt, sign
from pysequoia.packet import PacketPile, Tag

from meldpunt.arrivals.terms import Encryption
from meldpunt.people.terms import ReadKey, Verdict
from tests.outside.messages import make
from tests.outside.reading.encrypted import INNER, pgp_mime, read
from tests.outside.reading.mails import made, multipart

SAM, EVE = "sam@finder.example", "eve@stranger.example"
PART = "Content-Type: text/plain\r\n\r\nThe gate is open.\r\n"


@pytest.fixture(scope="module")
def ours() -> ReadKey:
    """Return our key."""
    return make()


@pytest.fixture(scope="module")
def sam() -> Tsk:
    """Return the key of a finder."""
    return Tsk.generate(user_ids=[f"Sam <{SAM}>"])


@pytest.fixture(scope="module")
def eve() -> Tsk:
    """Return the key of somebody who sends what the finder encrypted."""
    return Tsk.generate(user_ids=[f"Eve <{EVE}>"])


def to_us(content: str | bytes, key: ReadKey, signer: Tsk | None = None) -> str:
    """Return a message encrypted to us, signed within or not."""
    clear = content if isinstance(content, bytes) else content.encode()
    to = [Cert.from_bytes(key.certificate)]
    return (encrypt(clear, recipients=to, signer=signer.signer()) if signer else encrypt(clear, recipients=to)).decode()


def judged(raw: bytes, key: ReadKey, *signers: Tsk) -> Encryption:
    """Return what was found out about a mail, with the certificates of its signers at hand."""
    return read(raw, key, signers=[bytes(signer.extract_certificate()) for signer in signers]).encryption


def signed_part(signer: Tsk, part: str = PART, boundary: str = "edge") -> str:
    """Return a part with the signature beside it."""
    signature = sign(signer.signer(), part.encode(), mode=SignatureMode.DETACHED).decode()
    beside = f'Content-Type: application/pgp-signature; name="signature.asc"\n\n{signature}'
    return (
        multipart("signed", part.replace("\r\n", "\n"), beside, boundary=boundary)
        .partition(b"MIME-Version: 1.0\r\n")[2]
        .decode()
    )


def test_signed_within(ours, sam):
    found = judged(pgp_mime(to_us(INNER, ours, sam)), ours, sam)
    assert (found.verdict, found.is_opened, found.written_by) == (Verdict.VALID, True, (SAM,))


def test_signed_within_as_a_mail(ours, sam):
    found = judged(pgp_mime(to_us(signed_part(sam), ours)), ours, sam)
    assert (found.verdict, found.written_by) == (Verdict.VALID, (SAM,))


def test_subject_beside_what_was_signed_within(ours, sam):
    found = judged(pgp_mime(to_us("Subject: The gate\r\n" + signed_part(sam), ours)), ours, sam)
    assert (found.verdict, found.written_by) == (Verdict.VALID, ())


def test_not_signed(ours, sam):
    found = judged(pgp_mime(to_us(INNER, ours)), ours, sam)
    assert (found.is_opened, found.written_by) == (True, ())


def test_signer_who_is_not_known(ours, sam):
    assert judged(pgp_mime(to_us(INNER, ours, sam)), ours).written_by == ()


def test_signed_around_the_encryption(ours, eve):
    inner = pgp_mime(to_us(INNER, ours)).partition(b"MIME-Version: 1.0\r\n")[2].decode()
    raw = b"MIME-Version: 1.0\r\n" + signed_part(eve, inner.removesuffix("\r\n"), "around").encode()
    found = judged(raw, ours, eve)
    assert (found.verdict, found.is_opened, found.written_by) == (Verdict.VALID, True, ())


@pytest.mark.parametrize("is_signed", [True, False])
def test_message_of_another_within_a_signed_one(ours, sam, eve, is_signed):
    theirs = to_us("The gate is open.", ours, sam if is_signed else None)
    wrapped = to_us(f"Content-Type: text/plain\n\nLook:\n\n{theirs}\n", ours, eve)
    found = judged(pgp_mime(wrapped), ours, sam, eve)
    assert (found.is_opened, found.written_by) == (True, ())


def test_two_messages_by_one_key(ours, sam):
    both = "\n".join(to_us(text, ours, sam) for text in ("One.", "Two."))
    assert judged(made(body=both), ours, sam).written_by == (SAM,)


def test_message_of_another_beside_ones_own(ours, sam, eve):
    both = "\n".join(to_us(text, ours, signer) for text, signer in (("One.", eve), ("Two.", None)))
    assert judged(made(body=both), ours, sam, eve).written_by == ()


@pytest.mark.parametrize("is_signed", [True, False])
def test_encrypted_file(ours, sam, is_signed):
    armoured = to_us("hunter2", ours, sam if is_signed else None)
    part = f'Content-Type: application/octet-stream; name="a.txt.pgp"\nContent-Disposition: attachment\n\n{armoured}'
    found = judged(multipart("mixed", "\n\nHello", part), ours, sam)
    assert (found.is_opened, found.written_by) == (True, (SAM,) if is_signed else ())


def test_address_that_the_owner_never_bound_to_the_key(ours, sam, eve):
    """Whoever sends a key along can write an address of their own into it."""
    own, others = (list(PacketPile.from_bytes(bytes(key.extract_certificate()))) for key in (sam, eve))
    at = next(place for place, packet in enumerate(others) if packet.tag == Tag.UserID)
    forged = b"".join(bytes(packet) for packet in [*own, *others[at : at + 2]])
    found = read(pgp_mime(to_us(INNER, ours, sam)), ours, signers=[forged]).encryption
    assert EVE not in found.written_by


def test_nothing_encrypted(ours, sam):
    found = judged(made(body="The gate is open."), ours, sam)
    assert (found.is_opened, found.written_by) == (False, ())


def test_mail_inside_what_was_opened(ours, sam):
    inner = "Content-Type: message/rfc822\r\n\r\nFrom: eve@stranger.example\r\nSubject: The gate\r\n\r\nIt is open.\r\n"
    forwarded = read(pgp_mime(to_us(inner, ours, sam)), ours, signers=[bytes(sam.extract_certificate())]).forwarded
    assert forwarded is not None
    assert (forwarded.encryption.is_opened, forwarded.encryption.written_by) == (True, ())
