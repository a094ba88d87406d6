"""What the mail server wrote on top of a message: to which addresses it came."""

import pytest

from meldpunt.arrivals.rules.delivered import MOST, delivered_to

TOKEN = "security+abcdefghijklmnop@kliniek.example"


@pytest.mark.parametrize("name", ["Delivered-To", "X-Original-To", "Envelope-To", "delivered-to"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_every_name_that_servers_give_it(name: str, end: str) -> None:
    raw = f"Received: by mail{end}{name}: <{TOKEN}>{end}To: somebody@kliniek.example{end}{end}Hello.{end}"
    assert delivered_to(raw.encode()) == (TOKEN,)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"Subject: x\n\nDelivered-To: security+abcdefghijklmnop@kliniek.example\n",
        b"Subject: x\n Delivered-To: security+abcdefghijklmnop@kliniek.example\n\n",
        b"Delivered-To: nobody\n\n",
        b"Delivered-To: s\xe9curity@kliniek.example\n\n",
        b"Delivered-To: " + b"x" * 100_000 + b"@kliniek.example\n\n",
    ],
)
def test_none_where_it_says_none(raw: bytes) -> None:
    assert delivered_to(raw) == ()


def test_each_once_and_not_without_end() -> None:
    lines = [f"Delivered-To: {number // 2}@kliniek.example\n" for number in range(100)]
    assert delivered_to("".join(lines).encode()) == tuple(f"{number}@kliniek.example" for number in range(MOST))
