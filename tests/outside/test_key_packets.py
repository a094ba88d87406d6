"""What is no key never gets as far as the library that would unpack it."""

import zlib

import pytest
from pysequoia import ArmorKind, armor

from meldpunt.outside.encrypting import SequoiaEncrypter
from meldpunt.outside.key_packets import key_packets
from meldpunt.outside.openpgp import Sequoia
from meldpunt.people.rules.openpgp import armoured
from meldpunt.people.terms import ClearMail, KeyFlaw, KeyRefused
from tests.outside.messages import NOW, make

USER_ID, MARKER, COMPRESSED, LITERAL, TRUST, PADDING, ENCRYPTED = 13, 10, 8, 11, 12, 21, 18
KEY = make().certificate
MAIL = ClearMail("meld@haven.example", "anna@finder.example", "News", "Thank you.", "News")


def packet(tag: int, body: bytes) -> bytes:
    """Return a packet with a length of four octets (RFC 9580, 4.2.1)."""
    return bytes([0xC0 | tag, 0xFF]) + len(body).to_bytes(4, "big") + body


def compressed(content: bytes) -> bytes:
    """Return a packet of compressed data, deflated (RFC 9580, 5.6)."""
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packet(COMPRESSED, b"\x01" + deflate.compress(content) + deflate.flush())


LITERALLY = packet(LITERAL, b"b\0\0\0\0\0" + bytes(100_000))
NO_KEYS = {
    "compressed": KEY + compressed(LITERALLY),
    "compressed twice": KEY + compressed(compressed(LITERALLY)),
    "compressed first": compressed(KEY),
    "text": KEY + LITERALLY,
    "encrypted": KEY + packet(ENCRYPTED, bytes(50)),
    "partial length": KEY + bytes([0xC0 | USER_ID, 0xE1]) + b"ab\x01c",
    "open length": KEY + bytes([0x80 | USER_ID << 2 | 3]) + b"Anna",
    "longer than the file": KEY + bytes([0xC0 | USER_ID, 5]) + b"Anna",
    "length cut off": KEY + bytes([0xC0 | USER_ID, 0xFF, 0, 0]),
    "length of two octets cut off": KEY + bytes([0xC0 | USER_ID, 0xC0]),
    "old length cut off": KEY + bytes([0x80 | USER_ID << 2 | 1, 0]),
    "tag alone": KEY + bytes([0xC0 | USER_ID]),
    "no packet": KEY + b"Anna",
    "tag 0": KEY + packet(0, b""),
}
no_keys = pytest.mark.parametrize("content", NO_KEYS.values(), ids=NO_KEYS.keys())


@no_keys
def test_somebody_elses(content: bytes):
    with pytest.raises(KeyRefused) as caught:
        SequoiaEncrypter().judge(content, now=NOW)
    assert caught.value.flaw is KeyFlaw.UNREADABLE


@no_keys
def test_somebody_elses_as_text(content: bytes):
    with pytest.raises(KeyRefused) as caught:
        SequoiaEncrypter().judge(armoured(content).encode(), now=NOW)
    assert caught.value.flaw is KeyFlaw.UNREADABLE


@no_keys
def test_own(content: bytes):
    with pytest.raises(KeyRefused) as caught:
        Sequoia().read(content)
    assert caught.value.flaw is KeyFlaw.UNREADABLE


def test_what_was_kept_before_is_looked_at_again():
    with pytest.raises(KeyRefused) as caught:
        SequoiaEncrypter().encrypt(MAIL, to=NO_KEYS["compressed"], signer=None, now=NOW)
    assert caught.value.flaw is KeyFlaw.UNREADABLE


@pytest.mark.parametrize("tag", [MARKER, TRUST, PADDING])
def test_what_tells_nothing_is_left_out(tag: int):
    end = KEY.index(packet_of_user := b"Haven <security@haven.example>") + len(packet_of_user)
    content = KEY[:end] + packet(tag, b"PGP") + KEY[end:]
    assert SequoiaEncrypter().judge(content, now=NOW).certificate == KEY


def test_packets_of_the_old_format():
    body = b"Anna"
    lengths = (bytes([0xB4, 4]), bytes([0xB5, 0, 4]), bytes([0xB6, 0, 0, 0, 4]))
    content = KEY + b"".join(length + body for length in lengths)
    assert key_packets(content) == (content, [*key_packets(KEY)[1], USER_ID, USER_ID, USER_ID])


@pytest.mark.parametrize("size", [0, 191, 192, 8383])
def test_packets_of_the_new_format(size: int):
    length = [size] if size < 192 else [((size - 192) >> 8) + 192, (size - 192) & 0xFF]
    content = KEY + bytes([0xC0 | USER_ID, *length]) + bytes(size)
    assert key_packets(content) == (content, [*key_packets(KEY)[1], USER_ID])


def test_armour_with_words_above_it_and_without_a_checksum():
    lines = armoured(KEY).splitlines()
    text = "\n".join([lines[0], "Version: 1", "Comment: mine", *lines[1:-2], lines[-1]])
    assert key_packets(text.encode())[0] == KEY


def test_secret_key_in_armour():
    secret = make().secret
    assert secret is not None
    text = armor(secret, ArmorKind.SecretKey).encode()
    with pytest.raises(KeyRefused) as caught:
        SequoiaEncrypter().judge(text, now=NOW)
    assert (caught.value.flaw, Sequoia().read(text).secret) == (KeyFlaw.SECRET_GIVEN, secret)


def test_more_names_than_anybody_has():
    with pytest.raises(KeyRefused) as caught:
        SequoiaEncrypter().judge(KEY + packet(USER_ID, b"Anna") * 300, now=NOW)
    assert caught.value.flaw is KeyFlaw.TOO_LARGE
