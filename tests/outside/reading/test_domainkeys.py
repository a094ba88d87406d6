"""Our own look at DKIM signatures, with and without the key that stands in DNS."""

import base64
from collections.abc import Mapping, Sequence

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from dkim import sign

from meldpunt.arrivals.terms import Envelope, Way
from meldpunt.outside.reading import ChildReader
from meldpunt.outside.reading.domainkeys import MOST_BYTES, names_of_records, own_look
from tests.outside.reading.mails import NOW, made, read

NAME = "gate._domainkey.finder.example"
MAIL = made(body="The gate is open.\n")
KEY = rsa.generate_private_key(65537, 2048)
PUBLIC = base64.b64encode(KEY.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).decode()
RECORD = {NAME: f"v=DKIM1; k=rsa; p={PUBLIC}"}


def signed(mail: bytes = MAIL, domain: bytes = b"finder.example", *, length: bool = False) -> bytes:
    secret = KEY.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    return bytes(sign(mail, b"gate", domain, secret, include_headers=[b"from", b"subject"], length=length)) + mail


@pytest.mark.parametrize(
    ("raw", "records", "verdict"),
    [
        (signed(), RECORD, "pass"),
        (signed(), {}, ""),
        (signed().replace(b"is open", b"is shut"), RECORD, "fail"),
        (signed().replace(b"is open", b"is shut"), {}, "fail"),
        (signed().replace(b"A hole", b"No hole"), RECORD, "fail"),
        (signed(), {NAME: "v=DKIM1; p="}, "fail"),
        (signed(), {NAME: "nonsense"}, "fail"),
        (signed(signed()), RECORD, "pass"),
        (signed(length=True), RECORD, "pass"),
        (signed(length=True) + b"And the key lies below the mat.\r\n", RECORD, "part"),
        (b"DKIM-Signature: v=1; a=rsa-sha256; s=gate; d=finder.example; bh=!; l=x\r\n" + MAIL, RECORD, "fail"),
        (b"DKIM-Signature: a=ed25519-sha256; s=gate; d=finder.example\r\n" + MAIL, RECORD, ""),
    ],
)
def test_own_look(raw: bytes, records: dict[str, str], verdict: str):
    assert own_look(raw, records) == (verdict, "finder.example")


@pytest.mark.parametrize("sender", ["anna@finder.example", "anna@other.example"])
def test_signature_of_the_senders_own_domain_is_told(sender: str):
    other = {"gate._domainkey.other.example": RECORD[NAME]}
    both = signed(signed(), b"other.example")
    assert own_look(both, RECORD | other, sender=sender) == ("pass", sender.partition("@")[2])


def test_mail_without_a_signature():
    assert own_look(MAIL, RECORD) == ("none", "")


def test_line_breaks_of_a_pipe():
    assert own_look(signed().replace(b"\r\n", b"\n"), RECORD)[0] == "pass"


@pytest.mark.parametrize(
    ("field", "names"),
    [
        ("s=gate; d=finder.example", [NAME]),
        ("s=gate; d=../../x", []),
        ("s=a b; d=finder.example", ["ab._domainkey.finder.example"]),
        ("s=" + "x" * 300 + "; d=finder.example", []),
        ("nonsense", []),
    ],
)
def test_names_to_ask_the_dns_for(field: str, names: list[str]):
    assert names_of_records(b"DKIM-Signature: " + field.encode() + b"\r\n" + MAIL) == names


def test_child_is_given_the_records():
    asked: list[str] = []

    def lookup(names: Sequence[str]) -> Mapping[str, str]:
        asked.extend(names)
        return RECORD

    found = ChildReader(lookup).read(signed(), keys=[], signers=[], envelope=Envelope(Way.PIPE), now=NOW)
    assert (found.authentication.own_dkim, found.authentication.own_domain, asked) == (
        "pass",
        "finder.example",
        [NAME],
    )


@pytest.mark.parametrize("raw", [MAIL, signed() + b"x" * MOST_BYTES])
def test_nothing_to_ask_for(raw: bytes):
    """A mail without a signature, and one that is too large to be looked at."""
    assert names_of_records(raw) == []


def test_nobody_asks_the_dns():
    assert (read(signed()).authentication.own_dkim, read(MAIL).authentication.own_dkim) == ("", "none")
