"""S/MIME: what is only signed is read, what is encrypted stays closed, and no bytes break it."""

from base64 import b64encode
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs7
from cryptography.x509.oid import NameOID

from meldpunt.outside.reading.signed_data import is_encrypted, signed_content
from meldpunt.people.terms import MessageFlaw
from tests.outside.reading.mails import made, read

INNER = b"Content-Type: text/plain; charset=utf-8\r\n\r\nThe gate is open.\r\n"
KEY = rsa.generate_private_key(65537, 2048)
NAME = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Anna")])
NOW = datetime(2027, 1, 1, tzinfo=UTC)
CERTIFICATE = (
    x509.CertificateBuilder()
    .subject_name(NAME)
    .issuer_name(NAME)
    .public_key(KEY.public_key())
    .serial_number(1)
    .not_valid_before(NOW)
    .not_valid_after(NOW + timedelta(days=900))
    .sign(KEY, hashes.SHA256())
)
SIGNED = (
    pkcs7.PKCS7SignatureBuilder()
    .set_data(INNER)
    .add_signer(CERTIFICATE, KEY, hashes.SHA256())
    .sign(serialization.Encoding.DER, [pkcs7.PKCS7Options.Binary])
)
ENCRYPTED = (
    pkcs7.PKCS7EnvelopeBuilder()
    .set_data(INNER)
    .add_recipient(CERTIFICATE)
    .encrypt(serialization.Encoding.DER, [pkcs7.PKCS7Options.Binary])
)


def opaque(content: bytes) -> bytes:
    body = b64encode(content)
    fields = (
        "Content-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m",
        "Content-Transfer-Encoding: base64",
    )
    return made(*fields, body=body)


def without_lengths(content: bytes) -> bytes:
    """Return a message as programs make it that write while they read: no lengths, and the content in pieces."""
    oid = bytes.fromhex("06092a864886f70d010702")
    data = bytes.fromhex("06092a864886f70d010701")
    pieces = b"".join(b"\x04" + bytes([len(each)]) + each for each in (content[:10], content[10:]))
    inside = b"\x30\x80" + data + b"\xa0\x80\x24\x80" + pieces + b"\0\0\0\0\0\0"
    return b"\x30\x80" + oid + b"\xa0\x80\x30\x80\x02\x01\x01\x31\x00" + inside + b"\x31\x00" + b"\0\0\0\0\0\0"


@pytest.mark.parametrize("content", [SIGNED, without_lengths(INNER)], ids=["lengths", "none"])
def test_text_that_is_only_signed_is_read(content: bytes):
    found = read(opaque(content))
    assert (found.text, [(each.name, each.content) for each in found.parts]) == (
        "The gate is open.",
        [("smime.p7m", content)],
    )
    assert not found.encryption.encrypted


def test_encrypted_mail_stays_closed():
    found = read(opaque(ENCRYPTED))
    assert (found.text, found.encryption.flaw, found.encryption.is_closed) == ("", MessageFlaw.UNKNOWN_WAY, True)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x30",
        b"\x30\x80",
        b"\x30\x84\xff\xff\xff\xff",
        b"\x30\x80" * 5000,
        SIGNED[:60],
        b"\x06\x00" * 9,
        b"\x30\xff" + b"\xff" * 200,
    ],
)
def test_what_is_none(content: bytes):
    assert (signed_content(content), is_encrypted(content)) == (None, False)
