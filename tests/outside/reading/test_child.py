"""Mails made to break what reads them end with a reason, in a child, and nothing of them is left behind."""

import os
from concurrent.futures import ThreadPoolExecutor

import pytest

from meldpunt.arrivals.terms import Bounced, CannotRead, Envelope, MailFlaw, ReadMail, Way
from meldpunt.outside.framing import framed
from meldpunt.outside.reading import ChildReader
from meldpunt.outside.reading.answers import answered, told
from tests.outside.reading.mails import NOW, made, multipart, read
from tests.outside.reading.test_machines import report


def by_child(raw: bytes) -> ReadMail:
    return ChildReader().read(raw, keys=[], signers=[], envelope=Envelope(Way.PIPE), now=NOW)


def ended(raw: bytes) -> str:
    """Read a mail in a child, and return why it was not read; empty if it was."""
    try:
        by_child(raw)
    except CannotRead as refused:
        return refused.flaw
    return ""


def test_child_reads_what_is_read_here():
    raw = multipart("mixed", "Content-Type: text/plain\n\nhello é", "Content-Type: image/png\n\nx")
    assert by_child(raw) == read(raw)


def test_answer_loses_nothing():
    inner = "Content-Type: message/rfc822\n\nSubject: x\n\nhello"
    for raw in (report(), multipart("mixed", "\n\nhi", inner), b"", made("Cc: a@b.example, c", body="x\n-- \ny")):
        assert told(answered(read(raw))) == read(raw)
    found = told(answered(read(report())))
    assert isinstance(found.bounce, Bounced)


@pytest.mark.parametrize(
    "answer", [b"", b"x", framed(b"{}"), framed(b"[]"), framed(b'{"flaw": "x"}'), framed(b"\xff"), b"\0" * 99]
)
def test_answer_of_a_child_that_was_taken_over(answer: bytes):
    with pytest.raises(CannotRead) as caught:
        told(answer)
    assert caught.value.flaw is MailFlaw.DAMAGED


HOSTILE = {
    "encoded word": (b"Subject: " + b"=?utf-8?q?" + b"=41" * 93_000 + b"?=\r\n\r\nx", {"headers"}),
    "many encoded words": (b"Subject: " + b"=?utf-8?q?=41?= " * 500 + b"\r\n\r\nx", {""}),
    "thousand multiparts": (
        made("Content-Type: multipart/mixed; boundary=b", body=b"--b\r\n\r\nx\r\n" * 1000),
        {"nested"},
    ),
    "multiparts in multiparts": (
        b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (at, at) for at in range(1000)),
        {""},
    ),
    "mails in mails": (b"Content-Type: message/rfc822\r\n\r\n" * 1000, {""}),
    "brackets": (b"To: " + b"(" * 500 + b"\r\nFrom: " + b'"<(' * 2000 + b"\r\n\r\nx", {""}),
    "flood of fields": (b"".join(b"X-%d: x\r\n" % at for at in range(100_000)) + b"\r\nx", {"headers"}),
    "long header": (b"a:\r\n" * 100_000, {"headers"}),
    "pieces of a name": (
        made("Content-Type: application/x;", body=b"").replace(
            b"x;", b"x;" + b"".join(b" name*%d*=a;" % at for at in range(5000))
        ),
        {"headers"},
    ),
    "field that goes on": (b"a:\r\n" + b" \r\n" * 5_000_000, {"headers"}),
    "many pages": (
        made(
            "Content-Type: multipart/mixed; boundary=b",
            body=(b"--b\r\nContent-Type: text/html\r\n\r\n" + b"<p>a\n" * 50_000) * 90,
        ),
        {""},
    ),
    "lines of one sign": (
        made("Content-Transfer-Encoding: uuencode", body=b"begin 644 x\n" + b"M\n" * 9_000_000),
        {""},
    ),
    "zeros": (bytes(1_000_000), {""}),
    "every byte": (bytes(range(256)) * 4000, {""}),
    "deep page": (made("Content-Type: text/html", body=b"<div><table><tr><td>" * 12_000), {""}),
    "large page": (made("Content-Type: text/html", body=b"<p>a\n" * 4_000_000), {""}),
    "open tags": (made("Content-Type: text/html", body=b"<a" * 10_000_000), {"", "timed_out"}),
    "large text": (made(body=b"hello there\r\n" * 1_900_000), {""}),
    "large file": (
        made("Content-Type: image/png", "Content-Transfer-Encoding: base64", body=b"QUJD" * 6_000_000),
        {""},
    ),
    "breaks": (b"\n" * 20_000_000, {""}),
    "quotes": (made(body=b"on aaaa wrote:\r\n" * 60_000), {""}),
    "boundaries of nothing": (made('Content-Type: multipart/mixed; boundary=""', body=b"--\r\n" * 1000), {""}),
    "nearly boundaries": (
        made("Content-Type: multipart/mixed; boundary=b", body=b"\n--b x" * 3_000_000),
        {"", "timed_out"},
    ),
    "pieces of one sign": (made("Content-Transfer-Encoding: base64", body=b"Q\n" * 10_000_000), {""}),
    "lengths without end": (made("Content-Type: application/pkcs7-mime", body=b"0\x80" * 10_000_000), {""}),
    "blanks in a signed text": (
        made(
            body=b"-----BEGIN PGP SIGNED MESSAGE-----\n\n" + b" " * 1_000_000 + b"x\n"
            b"-----BEGIN PGP SIGNATURE-----\n\nx\n-----END PGP SIGNATURE-----\n"
        ),
        {""},
    ),
    "blanks that a domain signed": (
        b"DKIM-Signature: a=rsa-sha256; c=relaxed/relaxed; s=x; d=a.example\r\n" + made(body=b" " * 1_000_000 + b"x"),
        {""},
    ),
    "half signs": (made("Content-Type: text/plain; charset=utf-16le", body=b"\x00\xd8" * 1000), {""}),
}


@pytest.mark.parametrize(("raw", "flaws"), HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_mail_ends(raw: bytes, flaws: set[str]):
    assert ended(raw) in flaws


def test_larger_than_any_is_not_looked_at():
    assert ended(bytes(25 * 1024 * 1024 + 1)) == MailFlaw.TOO_LARGE


def test_largest_mail_is_read():
    content = os.urandom(25 * 1024 * 1024 - 1000)
    found = by_child(made("Content-Type: application/zip", body=content))
    assert [each.content for each in found.parts] == [content]


def test_several_at_once():
    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(lambda number: by_child(made(body=f"number {number}")).text, range(6)))
    assert found == [f"number {number}" for number in range(6)]
