"""What is said about a part of a key counts only if the key's owner said it: anybody can write a packet that names them."""

import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from pysequoia import Cert, Profile, SignatureMode, SigningAlgorithm, Tsk, sign
from pysequoia.packet import Packet, PacketPile, SignatureType, Tag

from meldpunt.outside.encrypting import SequoiaEncrypter
from meldpunt.outside.openpgp import Sequoia
from meldpunt.people.terms import KeyFlaw, KeyRefused, ReadKey, Verdict
from tests.outside.gnupg import gnupg
from tests.outside.messages import FINDER, NOW
from tests.outside.reading import mails

USER, ENDS, ISSUER, MADE = f"Anna <{FINDER}>", 9, 33, 2
CERTIFICATE, RSA, ED25519, SHA256 = 0x13, 1, 22, 8
SUBKEY_BINDING, SUBKEY_REVOCATION, KEY_REVOCATION = 0x18, 0x28, 0x20


@pytest.fixture
def key() -> Tsk:
    return Tsk.generate(user_id=USER, validity_seconds=86400)


def claimed(kind: int, of: Cert, *said: bytes, algorithm: int = ED25519) -> bytes:
    """Return a signature packet (RFC 9580, 5.2.3) that names the owner of a key, with any numbers in the place of a signature."""
    at = int(datetime.now(tz=UTC).timestamp()) - 10
    hashed = subpacket(MADE, at.to_bytes(4, "big")) + subpacket(ISSUER, b"\x04" + bytes.fromhex(of.fingerprint))
    hashed += b"".join(said)
    number = b"\x01\x00\x80" + os.urandom(31)
    body = (
        bytes([4, kind, algorithm, SHA256])
        + len(hashed).to_bytes(2, "big")
        + hashed
        + bytes(4)
        + number * (1 if algorithm == RSA else 2)
    )
    return b"\xc2\xff" + len(body).to_bytes(4, "big") + body


def subpacket(kind: int, said: bytes) -> bytes:
    return bytes([len(said) + 1, kind]) + said


def behind_every_part(key: Cert, added: bytes) -> bytes:
    """Return the key with a packet behind what its owner said about every part of it."""
    pieces: list[bytes] = []
    for packet in packets_of(bytes(key)):
        if packet.tag == Tag.PublicSubkey:
            pieces.append(added)
        pieces.append(bytes(packet))
    return b"".join([*pieces, added])


def packets_of(content: bytes) -> list[Packet]:
    return list(PacketPile.from_bytes(content))


def judged_by_encrypter(content: bytes) -> ReadKey:
    return SequoiaEncrypter().judge(content, now=NOW)


either = pytest.mark.parametrize("reads", [judged_by_encrypter, Sequoia().read], ids=["somebody else's", "own"])


@either
def test_part_that_somebody_else_says_was_taken_back(key: Tsk, reads: Callable[[bytes], ReadKey]):
    own = key.extract_certificate()
    forged = behind_every_part(own, claimed(SUBKEY_REVOCATION, own))
    assert (reads(forged).expires_at, reads(forged).revoked) == (reads(bytes(own)).expires_at, False)


@either
def test_key_that_somebody_else_says_was_taken_back(key: Tsk, reads: Callable[[bytes], ReadKey]):
    own = key.extract_certificate()
    primary, *rest = packets_of(bytes(own))
    forged = bytes(primary) + claimed(KEY_REVOCATION, own) + b"".join(map(bytes, rest))
    assert reads(forged).revoked is False


def test_part_that_somebody_else_says_lasts_longer():
    with gnupg() as gpg:
        gpg.make(FINDER, until="never", kind="rsa2048")
        fingerprint = next(line[9] for line in gpg.listed(gpg.export(FINDER)) if line[0] == "fpr")
        gpg.run("--passphrase", "", "--quick-add-key", fingerprint, "cv25519", "encr", "1d")
        own = Cert.from_bytes(gpg.export(FINDER))
    never_ends = claimed(SUBKEY_BINDING, own, subpacket(27, b"\x0c"), algorithm=RSA)
    with pytest.raises(KeyRefused) as caught:
        SequoiaEncrypter().judge(behind_every_part(own, never_ends), now=NOW + timedelta(days=3))
    assert caught.value.flaw is KeyFlaw.EXPIRED


def test_part_that_somebody_else_says_ended(key: Tsk):
    own = key.extract_certificate()
    forged = behind_every_part(own, claimed(SUBKEY_BINDING, own, subpacket(ENDS, (1).to_bytes(4, "big"))))
    assert judged_by_encrypter(forged).fingerprint == own.fingerprint.upper()


def test_part_that_its_owner_took_back():
    with gnupg() as gpg:
        gpg.make(FINDER)
        mine = gpg.run("--command-fd", "0", "--edit-key", FINDER, given=b"key 1\nrevkey\ny\n0\n\ny\nsave\n")
        content = gpg.export(FINDER)
    kinds = [each.signature_type for each in packets_of(content) if each.tag == Tag.Signature]
    assert (mine.returncode, SignatureType.SubkeyRevocation in kinds) == (0, True)
    with pytest.raises(KeyRefused) as caught:
        judged_by_encrypter(content)
    assert caught.value.flaw is KeyFlaw.REVOKED


def test_signature_stays_valid_whatever_somebody_else_says_of_the_key(key: Tsk):
    own = key.extract_certificate()
    forged = behind_every_part(own, claimed(SUBKEY_REVOCATION, own))
    text = sign(key.signer(), b"Hello.\n", mode=SignatureMode.CLEAR).decode()
    mail = f"From: {USER}\r\nMessage-ID: <1@finder.example>\r\nContent-Type: text/plain\r\n\r\n{text}"
    read = mails.read(mail.encode(), signers=[bytes(own), forged], now=datetime.now(tz=UTC) + timedelta(seconds=5))
    assert read.encryption.verdict is Verdict.VALID


@either
@pytest.mark.parametrize("kind", [0xC7, CERTIFICATE], ids=["signature", "algorithm"])
def test_what_no_program_knows_spoils_nothing(key: Tsk, reads: Callable[[bytes], ReadKey], kind: int):
    own = key.extract_certificate()
    unknown = claimed(kind, own, algorithm=ED25519 if kind == 0xC7 else 99)
    assert reads(behind_every_part(own, unknown)).fingerprint == own.fingerprint.upper()


def test_part_of_a_kind_that_no_program_knows_is_left_out(key: Tsk):
    own = key.extract_certificate()
    body = b"\x04" + int(NOW.timestamp() - 1000).to_bytes(4, "big") + bytes([99]) + os.urandom(40)
    content = bytes(own) + bytes([0xC0 | 14, len(body)]) + body + claimed(SUBKEY_BINDING, own)
    assert judged_by_encrypter(content).certificate == judged_by_encrypter(bytes(own)).certificate


def test_key_whose_signatures_nothing_here_verifies_is_believed():
    key = Tsk.generate(user_id=USER, profile=Profile.RFC9580, signing_algorithm=SigningAlgorithm.MLDSA65_Ed25519)
    own = key.extract_certificate()
    assert judged_by_encrypter(bytes(own)).fingerprint == own.fingerprint.upper()
