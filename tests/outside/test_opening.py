"""Messages that people encrypt with a real gpg are opened, whatever became of the key; what cannot be opened says why; the fake does the same."""

import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from meldpunt.outside import opening
from meldpunt.outside.framing import framed, unframed
from meldpunt.outside.opening import MOST, ChildOpener
from meldpunt.outside.openpgp import Sequoia
from meldpunt.people.terms import HeldKey, MessageFlaw, MessageOpener, MessageRefused, ReadKey, Verdict
from tests.fakes.openpgp import FakeOpenPgp
from tests.fakes.openpgp_messages import FakeOpener, encrypted
from tests.outside.gnupg import Gpg
from tests.outside.messages import NOW, OURS, TEXT, UNTIL, by_gpg, finders_gpg, flaw, held, make, opened, really

type Encrypt = Callable[[str, ReadKey], bytes]


def pretended(text: str, key: ReadKey) -> bytes:
    return encrypted(text, to=key.fingerprint)


BOTH = [(ChildOpener(), Sequoia(), really), (FakeOpener(), FakeOpenPgp(), pretended)]
either = pytest.mark.parametrize(("opener", "maker", "encrypts"), BOTH, ids=["real", "fake"])


gpg = pytest.fixture(finders_gpg, scope="module")


def _content_or_flaw(message: bytes, key: ReadKey) -> bytes | MessageFlaw:
    try:
        return opened(message, key).content
    except MessageRefused as refused:
        return refused.flaw


@either
def test_opens_with_the_key_it_was_encrypted_to(opener: MessageOpener, maker: Sequoia, encrypts: Encrypt):
    first, second = (maker.make(user_id=f"Haven <{OURS}>", until=UNTIL) for _ in range(2))
    found = opener.open(encrypts(TEXT, second), keys=held(first, second), signers=[], now=NOW)
    assert (found.text, found.content, found.fingerprint) == (TEXT, TEXT.encode(), second.fingerprint)
    assert (found.verdict, found.signed_by, found.messages) == (Verdict.NONE, "", 1)


@either
def test_key_of_somebody_else(opener: MessageOpener, maker: Sequoia, encrypts: Encrypt):
    ours, theirs = (maker.make(user_id=f"Haven <{OURS}>", until=UNTIL) for _ in range(2))
    with pytest.raises(MessageRefused) as caught:
        opener.open(encrypts(TEXT, theirs), keys=held(ours), signers=[], now=NOW)
    assert (caught.value.flaw, len(caught.value.named)) == (MessageFlaw.NOT_OURS, 1)


@either
def test_secret_part_is_elsewhere(opener: MessageOpener, maker: Sequoia, encrypts: Encrypt):
    key = maker.make(user_id=f"Haven <{OURS}>", until=UNTIL)
    keys = [HeldKey(key.fingerprint, key.certificate, None)]
    with pytest.raises(MessageRefused) as caught:
        opener.open(encrypts(TEXT, key), keys=keys, signers=[], now=NOW)
    assert caught.value.flaw is MessageFlaw.SECRET_ELSEWHERE


@pytest.mark.parametrize("opener", [ChildOpener(), FakeOpener()], ids=["real", "fake"])
@pytest.mark.parametrize("content", [b"", b"Dear people", b"-----BEGIN PGP SIGNED MESSAGE-----\n"])
def test_what_is_no_message(opener: MessageOpener, content: bytes):
    with pytest.raises(MessageRefused) as caught:
        opener.open(content, keys=[], signers=[], now=NOW)
    assert caught.value.flaw is MessageFlaw.NO_MESSAGE


def test_key_itself_is_no_message():
    key = make()
    assert flaw(key.certificate, key) is MessageFlaw.NO_MESSAGE


def test_both_ends_of_a_rollover_open(gpg: Gpg):
    first, second = make(), make()
    before, after = by_gpg(gpg, b"before", first), by_gpg(gpg, b"after", second)
    assert [opened(each, second, first).text for each in (before, after)] == ["before", "after"]


def test_renewed_key_opens_old_and_new(gpg: Gpg):
    key = make()
    old = by_gpg(gpg, b"old", key)
    assert key.secret is not None
    renewed = Sequoia().renew(certificate=key.certificate, secret=key.secret, until=UNTIL + timedelta(days=700))
    assert [opened(each, renewed).text for each in (old, by_gpg(gpg, b"new", renewed))] == ["old", "new"]


def test_key_that_ended_still_opens(gpg: Gpg):
    then = ["--faked-system-time", "20200101T000000"]
    gpg.run(*then, "--passphrase", "", "--quick-gen-key", "Old <old@haven.example>", "future-default", "default", "1y")
    key = Sequoia().read(gpg.export_secret("old@haven.example"))
    message = by_gpg(gpg, TEXT.encode(), key, *then)
    assert (key.expires_at, opened(message, key).text) == (datetime(2020, 12, 31, tzinfo=UTC), TEXT)


@pytest.mark.parametrize("kind", ["rsa2048", "nistp256", "future-default"])
def test_imported_keys_open(gpg: Gpg, kind: str):
    address = f"{kind}@haven.example"
    gpg.make(address, kind=kind)
    fingerprint = next(line[9] for line in gpg.listed(gpg.export(address)) if line[0] == "fpr")
    if kind != "future-default":
        gpg.run("--passphrase", "", "--quick-add-key", fingerprint, kind, "encr", "2y")
    key = Sequoia().read(gpg.export_secret(address))
    assert opened(by_gpg(gpg, TEXT.encode(), key), key).text == TEXT


@pytest.mark.parametrize("around", ["Dear people,\n\n{}\nAnna\n", "> {}", "\ufeff{}"])
def test_armoured_in_a_text(gpg: Gpg, around: str):
    key = make()
    armoured = by_gpg(gpg, TEXT.encode(), key, "--armor").decode()
    quoted = armoured.replace("\n", "\n> ") if around.startswith(">") else armoured
    assert opened(around.format(quoted).encode(), key).text == TEXT


def test_source_of_a_mail(gpg: Gpg):
    """PGP/MIME (RFC 3156): what is encrypted is a mail of its own, with the subject in it."""
    key = make()
    inner = (
        "Content-Type: multipart/mixed; boundary=b\r\nSubject: =?utf-8?q?Caf=C3=A9?=\r\n\r\n"
        "--b\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\nSGVsbG8=\r\n"
        '--b\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename="a.pdf"\r\n\r\nx\r\n--b--\r\n'
    )
    armoured = by_gpg(gpg, inner.encode(), key, "--armor").decode()
    outer = (
        'Content-Type: multipart/encrypted; protocol="application/pgp-encrypted"; boundary=a\n\n'
        "--a\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n\n"
        f"--a\nContent-Type: application/octet-stream\n\n{armoured}\n--a--\n"
    )
    found = opened(outer.encode(), key)
    assert (found.text, found.attachments, found.content) == ("Café\n\nHello", ("a.pdf",), inner.encode())


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("Dank voor uw café".encode("latin-1"), "Dank voor uw café"),
        (b"Content-Type: text/plain; charset=koi8-r\n\n" + "привет\n".encode("koi8-r"), "привет\n"),
        (b"Content-Type: text/plain; charset=iso-2022-jp\n\n" + "今日は\n".encode("iso-2022-jp"), "今日は\n"),
    ],
    ids=["latin-1", "koi8-r", "iso-2022-jp"],
)
def test_charsets_of_before_utf_8(gpg: Gpg, content: bytes, text: str):
    key = make()
    assert opened(by_gpg(gpg, content, key), key).text == text


@pytest.mark.parametrize(
    "mail",
    [
        b"Content-Type: text/plain; charset=klingon\n\nqapla'\n",
        b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\nContent-Type: multipart/mixed; boundary=b\n\n" * 1000,
        b"To: " + b"(" * 500 + b"\nContent-Type: text/plain\n\nhello\n",
        b"Subject: " + b"=?utf-8?q?" + b"=41" * 20000 + b"?=\nContent-Type: text/plain\n\nhello\n",
    ],
    ids=["charset", "nested", "comments", "encoded word"],
)
def test_mail_that_breaks_parsers_ends(gpg: Gpg, mail: bytes):
    """It is shown as it is, or the child was stopped."""
    key = make()
    assert _content_or_flaw(by_gpg(gpg, mail, key), key) in {mail, MessageFlaw.TOO_LARGE}


def test_several_messages_are_counted(gpg: Gpg):
    key = make()
    texts = [by_gpg(gpg, text, key, "--armor") for text in (b"one", b"two")]
    found = opened(b"\n".join(texts), key)
    assert (found.text, found.messages) == ("one", 2)


def test_file_is_no_text(gpg: Gpg):
    key = make()
    content = bytes(range(256))
    found = opened(by_gpg(gpg, content, key), key)
    assert (found.text, found.content) == (None, content)


def test_hidden_recipient(gpg: Gpg):
    key, other = make(), make()
    gpg.run("--import", given=key.certificate)
    hidden = gpg.run(
        "--trust-model", "always", "--encrypt", "--hidden-recipient", key.fingerprint, given=b"psst"
    ).stdout
    assert (opened(hidden, other, key).text, flaw(hidden, other)) == ("psst", MessageFlaw.NOT_OURS)


def test_password_alone(gpg: Gpg):
    message = gpg.run("--passphrase", "x", "--symmetric", given=b"hello").stdout
    assert flaw(message, make()) is MessageFlaw.PASSWORD


def test_without_protection_against_change(gpg: Gpg):
    key = make()
    assert flaw(by_gpg(gpg, TEXT.encode(), key, "--rfc2440", "--disable-mdc"), key) is MessageFlaw.UNPROTECTED


@pytest.mark.parametrize("at", [-1, -10, -25, -60])
def test_changed_on_its_way(gpg: Gpg, at: int):
    key = make()
    message = bytearray(by_gpg(gpg, TEXT.encode() * 9, key))
    message[at] ^= 1
    assert flaw(bytes(message), key) is MessageFlaw.DAMAGED


@pytest.mark.parametrize("kept", [0.3, 0.6, 0.9, 0.99])
@pytest.mark.parametrize("options", [(), ("--armor",)], ids=["binary", "armoured"])
def test_cut_off(gpg: Gpg, kept: float, options: tuple[str, ...]):
    key = make()
    message = by_gpg(gpg, os.urandom(3000), key, *options)
    assert flaw(message[: int(len(message) * kept)], key) is MessageFlaw.DAMAGED


def test_bomb_is_stopped(gpg: Gpg):
    key = make()
    bomb = by_gpg(gpg, bytes(300 * 1024 * 1024), key)
    assert (len(bomb) < 1_000_000, flaw(bomb, key)) == (True, MessageFlaw.TOO_LARGE)


def test_large_message_opens(gpg: Gpg):
    key, content = make(), os.urandom(25 * 1024 * 1024)
    assert opened(by_gpg(gpg, content, key, "--armor"), key).content == content


def test_larger_than_any_is_not_looked_at():
    assert flaw(bytes(MOST + 1), make()) is MessageFlaw.TOO_LARGE


def test_several_at_once(gpg: Gpg):
    key = make()
    messages = [by_gpg(gpg, f"{number}".encode(), key) for number in range(6)]
    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(lambda message: opened(message, key).text, messages))
    assert found == [str(number) for number in range(6)]


def test_child_may_open_no_files_and_says_nothing(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]):
    """What goes wrong in it holds what it was given."""
    key = make()
    monkeypatch.setattr(opening, "_START", "import sys; sys.stderr.write('secret'); sys.exit(3)")
    assert (flaw(really(TEXT, key), key), capfd.readouterr().err) == (MessageFlaw.BUSY, "")


def test_clear_text_is_in_no_repr():
    key = make()
    assert "fence" not in repr(opened(really(TEXT, key), key))


def test_frames():
    assert unframed(framed(b"", b"a", bytes(300))) == [b"", b"a", bytes(300)]


def test_parent_loads_no_library_that_parses():
    """What strangers send is touched in the child alone."""
    program = "import sys, meldpunt.outside.opening; print(sorted({'openpgp', 'pysequoia'} & set(sys.modules)))"
    where = {"PYTHONPATH": str(Path(opening.__file__).parents[2])}
    said = subprocess.run([sys.executable, "-c", program], env=where, capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"
