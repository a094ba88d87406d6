"""Whatever the bytes, a mail is read or refused, and what is read can be stored."""

import json
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meldpunt.arrivals.terms import CannotRead, Mailbox, ReadMail
from meldpunt.outside.reading.answers import answered, told
from tests.outside.reading.mails import read
from tests.outside.reading.test_machines import report

MANY = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)

NAMES = st.sampled_from(
    [
        "From",
        "To",
        "Cc",
        "Reply-To",
        "Subject",
        "Date",
        "Message-ID",
        "References",
        "Content-Type",
        "Content-Disposition",
        "Content-Transfer-Encoding",
        "Content-ID",
        "Auto-Submitted",
        "Precedence",
        "List-Id",
        "Autocrypt",
        "Authentication-Results",
        "DKIM-Signature",
        "Return-Path",
        "MIME-Version",
        "X-Whatever",
    ]
)
WORDS = st.sampled_from(
    [
        *(
            "=?utf-8?q?caf=C3=A9?=",
            "=?utf-8?b?w6k=?=",
            "=?klingon?q?x?=",
            "=?utf-8?q?",
            "?=",
            "<a@b.example>",
            '"a, b" <c@d.example>',
            "(",
            ")",
            '"',
        ),
        *(
            "Mon, 1 Mar 2027 09:00:00 +0100",
            "9999",
            "auto-replied",
            "a.example; dkim=pass header.d=b",
            "v=1; a=rsa-sha256; d=x; s=y; bh=z; l=-1",
        ),
        *(
            "multipart/mixed; boundary=b",
            'multipart/alternative; boundary="b b"',
            "multipart/signed; boundary=b",
            "multipart/encrypted; boundary=b",
        ),
        *(
            "multipart/report; boundary=b",
            "multipart/digest; boundary=c",
            "message/rfc822",
            "message/delivery-status",
            "text/plain; charset=utf-16",
        ),
        *(
            "text/html",
            "text/plain; format=flowed; delsp=yes",
            "application/pkcs7-mime",
            "application/pgp-keys",
            "application/pgp-encrypted",
        ),
        *(
            "application/pgp-signature",
            "text/calendar",
            "image/png; name*0*=utf-8''%C3; name*1*=%A9",
            "text/plain; charset=",
            "x",
        ),
        *(
            "base64",
            "quoted-printable",
            "x-uuencode",
            "binary",
            "attachment; filename=../../x",
            "inline",
            "\r\n ",
            "\0",
            "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
        ),
    ]
)
VALUES = st.lists(WORDS | st.text(max_size=12), max_size=4).map(" ".join)
FIELDS = st.lists(st.tuples(NAMES, VALUES).map(": ".join), max_size=7).map("\r\n".join)
LINES = st.sampled_from(
    [
        *(
            "--b",
            "--b--",
            "--b b",
            "--b b--",
            "--c",
            "--",
            "",
            "> quoted",
            "-- ",
            "On Monday, Anna wrote:",
            "From: Anna <a@b.example>",
            "Sent: now",
        ),
        *(
            "To: x",
            "Subject: y",
            "---------- Forwarded message ---------",
            "-----BEGIN PGP MESSAGE-----",
            "-----END PGP MESSAGE-----",
            "wcDMA0AAAAAAAAAAAQ",
        ),
        *(
            "-----BEGIN PGP SIGNED MESSAGE-----",
            "Hash: SHA256",
            "-----BEGIN PGP SIGNATURE-----",
            "-----END PGP SIGNATURE-----",
            "=aaaa",
            "Action: failed",
        ),
        *(
            "-----BEGIN PGP PUBLIC KEY BLOCK-----",
            "-----END PGP PUBLIC KEY BLOCK-----",
            "<p>hello</p>",
            "<table><td",
            "<!--",
            "begin 644 x",
            "end",
        ),
        *(
            "Final-Recipient: rfc822; a@b.example",
            "Status: 5.1.1",
            "Content-Type: multipart/mixed; boundary=c",
            "Content-Type: text/html",
            "w6k=",
        ),
        *(
            "0\x80\x06\x09*\x86H\x86\xf7\x0d\x01\x07\x02\xa0\x80",
            "\xff\xfe",
            "a@b.example",
            "Please send me your PGP key",
            "\0",
        ),
    ]
)
BODIES = st.lists(LINES | st.text(max_size=20), max_size=25).map("\r\n".join)
MAILS = st.tuples(FIELDS, BODIES).map("\r\n\r\n".join)


@st.composite
def nested(draw: st.DrawFn) -> bytes:
    """Return a mail of well-made parts, some of which are mails."""

    def entity(depth: int) -> str:
        kind = (
            draw(
                st.sampled_from(["leaf", "mixed", "alternative", "signed", "encrypted", "related", "report", "message"])
            )
            if depth
            else "leaf"
        )
        fields = draw(FIELDS) + "\r\n"
        if kind == "leaf":
            return fields + "\r\n" + draw(BODIES)
        if kind == "message":
            return f"Content-Type: message/rfc822\r\n\r\n{entity(depth - 1)}"
        parts = "".join(f"--e{depth}\r\n{entity(depth - 1)}\r\n" for _ in range(draw(st.integers(0, 3))))
        return f"Content-Type: multipart/{kind}; boundary=e{depth}\r\n{fields}\r\n{parts}--e{depth}--\r\n"

    return entity(draw(st.integers(0, 4))).encode("utf-8", "surrogatepass")


def strings(mail: ReadMail) -> Iterator[str]:
    people = [*mail.to, *mail.cc, *filter(None, [mail.sender, mail.reply_to])]
    yield from (
        mail.subject,
        mail.text,
        mail.quoted,
        mail.message_id,
        mail.in_reply_to,
        *mail.references,
        *mail.defects,
    )
    yield from (each for person in people for each in _both(person))
    yield from (part.name for part in mail.parts)
    yield from (part.media_type for part in mail.parts)
    if mail.forwarded:
        yield from strings(mail.forwarded)


def _both(person: Mailbox) -> tuple[str, str]:
    return person.name, person.address


def check(raw: bytes) -> None:
    try:
        found = read(raw)
    except CannotRead:
        return
    assert told(answered(found)) == found
    for text in strings(found):
        assert "\0" not in text
        assert json.loads(json.dumps(text.encode().decode())) == text
    assert all(part.name and "\n" not in part.name for part in found.parts)


@MANY
@given(MAILS.map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_lines(raw: bytes):
    check(raw)


@MANY
@given(nested())
def test_any_structure(raw: bytes):
    check(raw)


@MANY
@given(st.binary(max_size=2000))
def test_any_bytes(raw: bytes):
    check(raw)


@MANY
@given(st.data())
def test_any_damage(data: st.DataObject):
    raw = bytearray(report())
    for _ in range(data.draw(st.integers(1, 12))):
        at = data.draw(st.integers(0, len(raw) - 1))
        raw[at : at + data.draw(st.integers(0, 9))] = data.draw(st.binary(max_size=9))
    check(bytes(raw))


@pytest.mark.parametrize("size", [0, 1, 7, 40, 200])
def test_any_end(size: int):
    check(report()[: len(report()) - size])
