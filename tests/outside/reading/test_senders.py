"""Who a mail is from: as people write it, as programs write it, and as those write it who want to be somebody else."""

import pytest

from tests.outside.reading.mails import made, read


@pytest.mark.parametrize(
    ("field", "name", "address"),
    [
        ('"Vries, Anna de" <anna@finder.example>', "Vries, Anna de", "anna@finder.example"),
        ("=?utf-8?q?Jos=C3=A9?= <jose@finder.example>", "José", "jose@finder.example"),
        ("anna@finder.example (Anna)", "Anna", "anna@finder.example"),
        ("Finders: anna@finder.example, bob@finder.example;", "", "anna@finder.example"),
        ("<@relay.example:anna@finder.example>", "", "anna@finder.example"),
        ("Jørgen <jørgen@finder.example>", "Jørgen", "jørgen@finder.example"),
        ("Anna", "Anna", ""),
        ("(" * 500 + "anna@finder.example", "(" * 499 + "anna@finder.example", ""),
        ('"never closed <anna@finder.example>', "never closed <anna@finder.example>", "anna@finder.example"),
    ],
)
def test_who_sent_it(field: str, name: str, address: str):
    found = read(made(head=f"From: {field}\r\n")).sender
    assert found is not None
    assert (found.name[:300], found.address) == (name[:300], address)


def test_nobody_sent_it():
    assert read(b"Subject: x\n\nhello\n").sender is None


@pytest.mark.parametrize(
    ("head", "address", "defects"),
    [
        ("From: <=?utf-8?q?victim=40corp.example?=>\r\n", "", ()),
        ("From: =?utf-8?q?victim=40corp.example?=\r\n", "", ()),
        ("From: <=?utf-8?q?victim?=@corp.example>\r\n", "=?utf-8?q?victim?=@corp.example", ()),
        ("From: a@a.example\r\nFrom: b@b.example\r\n", "a@a.example", ("senders",)),
        ("From: a@a.example, B <b@b.example>\r\n", "a@a.example", ("senders",)),
        ("From: fran\u212a@a.example\r\n", "", ()),
        ('From: "fran <fran\u212a@a.example>\r\n', "", ()),
        ("Sender: a@a.example\r\n", "", ()),
        ("From: nobody:;\r\nSender: a@a.example\r\n", "", ()),
        ("From: Vries, Anna <a@a.example>\r\n", "a@a.example", ()),
    ],
)
def test_sender_that_servers_see_otherwise(head: str, address: str, defects: tuple[str, ...]):
    """No word of an address is decoded, and of several senders nobody knows whom they judged (RFC 2047, 5; RFC 7489, 6.6.1)."""
    found = read(made(head=head))
    assert (found.sender.address if found.sender else "", found.defects) == (address, defects)


@pytest.mark.parametrize(
    ("returns_to", "envelope", "defects"),
    [
        ("Return-Path: <>\r\n", None, ("null_sender",)),
        ("Return-Path: <a@a.example>\r\n", None, ()),
        ("Return-Path: <a@a.example>\r\n", "", ("null_sender",)),
        ("Return-Path: <>\r\n", "a@a.example", ()),
        ("", None, ()),
    ],
)
def test_null_sender(returns_to: str, envelope: str | None, defects: tuple[str, ...]):
    """The envelope tells, or where a mailbox or pipe brought none, what the mail server wrote on top (RFC 5321, 4.4)."""
    found = read(made(head=f"{returns_to}From: a@a.example\r\n"), sender=envelope)
    assert found.defects == defects
