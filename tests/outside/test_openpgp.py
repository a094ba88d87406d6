"""OpenPGP keys: what we make every gpg takes, what others made we read, and the fake behaves like the real one."""

import os
import subprocess
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from meldpunt.outside.openpgp import Sequoia
from meldpunt.people.rules.openpgp import armoured, directory_name
from meldpunt.people.terms import KeyFlaw, KeyNotRenewable, KeyRefused, OpenPgp
from tests.fakes.openpgp import FakeOpenPgp
from tests.outside.gnupg import Gpg, gnupg

UNTIL = datetime(2035, 6, 1, tzinfo=UTC)
LATER = datetime(2037, 6, 1, tzinfo=UTC)
USER = "Haven <Security@haven.example>"
TEXT = "Contact: mailto:security@haven.example\n- a line with a dash\nPolicy: https://haven.example/é\n"
BOTH = [Sequoia(), FakeOpenPgp()]

either = pytest.mark.parametrize("keys", BOTH, ids=["real", "fake"])


@pytest.fixture
def gpg() -> Iterator[Gpg]:
    with gnupg() as made:
        yield made


def wait() -> None:
    """Let the second pass: of two signatures in one second nobody can tell which is the newer."""
    time.sleep(1.1)


def _soon() -> datetime:
    return datetime.now(tz=UTC) + timedelta(seconds=1)


def flaw(keys: OpenPgp, content: bytes) -> KeyFlaw:
    with pytest.raises(KeyRefused) as caught:
        keys.read(content)
    return caught.value.flaw


@either
def test_key_is_made_for_an_address_until_a_moment(keys: OpenPgp):
    made = keys.make(user_id=USER, until=UNTIL)
    assert (made.addresses, made.expires_at, made.revoked) == (["security@haven.example"], UNTIL, False)


@either
def test_keys_differ(keys: OpenPgp):
    assert len({keys.make(user_id=USER, until=UNTIL).fingerprint for _ in range(3)}) == 3


@either
def test_public_part_is_read_without_the_secret_one(keys: OpenPgp):
    made = keys.make(user_id=USER, until=UNTIL)
    read = keys.read(made.certificate)
    assert (read.fingerprint, read.expires_at, read.secret) == (made.fingerprint, UNTIL, None)


@either
def test_secret_part_is_read(keys: OpenPgp):
    made = keys.make(user_id=USER, until=UNTIL)
    assert made.secret is not None
    assert keys.read(made.secret).secret is not None


@either
def test_renewed_key_is_the_same_with_another_end(keys: OpenPgp):
    made = keys.make(user_id=USER, until=UNTIL)
    assert made.secret is not None
    wait()
    renewed = keys.renew(certificate=made.certificate, secret=made.secret, until=LATER)
    assert (renewed.fingerprint, renewed.expires_at) == (made.fingerprint, LATER)


@either
def test_key_of_somebody_else_renews_nothing(keys: OpenPgp):
    made, other = keys.make(user_id=USER, until=UNTIL), keys.make(user_id=USER, until=UNTIL)
    assert other.secret is not None
    with pytest.raises(KeyNotRenewable):
        keys.renew(certificate=made.certificate, secret=other.secret, until=LATER)


@either
def test_public_part_signs_nothing(keys: OpenPgp):
    with pytest.raises(KeyRefused, match="locked"):
        keys.sign(TEXT, secret=keys.make(user_id=USER, until=UNTIL).certificate)


@either
def test_signed_text_starts_and_ends_as_it_must(keys: OpenPgp):
    made = keys.make(user_id=USER, until=UNTIL)
    assert made.secret is not None
    signed = keys.sign(TEXT, secret=made.secret)
    assert signed.startswith("-----BEGIN PGP SIGNED MESSAGE-----\n")
    assert signed.endswith("\n-----END PGP SIGNATURE-----\n")


@either
@pytest.mark.parametrize("content", [b"", b"hello", b"<html>", os.urandom(2000), b"\0" * 300])
def test_garbage_is_no_key(keys: OpenPgp, content: bytes):
    assert flaw(keys, content) == KeyFlaw.UNREADABLE


@either
def test_two_keys_are_too_many(keys: OpenPgp):
    made = [keys.make(user_id=USER, until=UNTIL).certificate for _ in range(2)]
    assert flaw(keys, b"".join(made)) == KeyFlaw.SEVERAL


def test_half_a_key_is_none():
    made = Sequoia().make(user_id=USER, until=UNTIL)
    assert flaw(Sequoia(), made.certificate[: len(made.certificate) // 3]) == KeyFlaw.UNREADABLE


def test_refusal_holds_nothing_of_what_was_given():
    with pytest.raises(KeyRefused) as caught:
        Sequoia().read(b"-----BEGIN PGP PRIVATE KEY BLOCK-----\ncanary\n")
    assert (str(caught.value), caught.value.__cause__, caught.value.__suppress_context__) == ("unreadable", None, True)


def test_key_shows_no_secret():
    made = Sequoia().make(user_id=USER, until=UNTIL)
    assert "secret" not in repr(made)
    assert "certificate" not in repr(made)


def test_gpg_takes_the_key_and_sees_its_parts(gpg: Gpg):
    """A version 4 key: Ed25519 to certify and sign, Curve25519 to encrypt; its end is the end of the whole."""
    made = Sequoia().make(user_id=USER, until=UNTIL)
    lines = gpg.listed(armoured(made.certificate).encode())
    parts = [(line[0], line[3], line[11].lower()[:1], line[16]) for line in lines if line[0] in {"pub", "sub"}]
    assert parts == [("pub", "22", "c", "ed25519"), ("sub", "22", "s", "ed25519"), ("sub", "18", "e", "cv25519")]
    assert next(line[9] for line in lines if line[0] == "fpr") == made.fingerprint
    assert [line[6] for line in lines if line[0] == "pub"] == [str(int(UNTIL.timestamp()))]


def test_gpg_verifies_what_was_signed(gpg: Gpg):
    made = Sequoia().make(user_id=USER, until=UNTIL)
    assert made.secret is not None
    gpg.run("--import", given=made.certificate)
    checked = gpg.run("--output", "-", "--verify", given=Sequoia().sign(TEXT, secret=made.secret).encode())
    assert (checked.returncode, b"GOODSIG" in checked.stderr) == (0, True)


def test_gpg_rejects_what_was_changed(gpg: Gpg):
    made = Sequoia().make(user_id=USER, until=UNTIL)
    assert made.secret is not None
    gpg.run("--import", given=made.certificate)
    signed = Sequoia().sign(TEXT, secret=made.secret).replace("security@", "attacker@")
    assert b"BADSIG" in gpg.run("--verify", given=signed.encode()).stderr


def test_gpg_takes_the_renewal_over_and_still_encrypts_to_it(gpg: Gpg):
    made = Sequoia().make(user_id=USER, until=_soon())
    assert made.secret is not None
    gpg.run("--import", given=made.certificate)
    wait()
    gpg.run(
        "--import", given=Sequoia().renew(certificate=made.certificate, secret=made.secret, until=LATER).certificate
    )
    sealed = gpg.run("--armor", "--trust-model", "always", "--encrypt", "-r", made.fingerprint, given=b"hello")
    assert (sealed.returncode, sealed.stdout[:27]) == (0, b"-----BEGIN PGP MESSAGE-----")


def test_key_that_ended_can_still_be_renewed():
    """A server that was switched off for too long."""
    made = Sequoia().make(user_id=USER, until=_soon())
    assert made.secret is not None
    wait()
    renewed = Sequoia().renew(certificate=made.certificate, secret=made.secret, until=LATER)
    assert renewed.expires_at == LATER


def test_key_of_gpg_is_read(gpg: Gpg):
    gpg.make("anna@haven.example")
    read = Sequoia().read(gpg.export("anna@haven.example"))
    lines = gpg.listed(read.certificate)
    assert read.fingerprint == next(line[9] for line in lines if line[0] == "fpr")
    assert read.addresses == ["anna@haven.example"]
    assert str(int(read.expires_at.timestamp() if read.expires_at else 0)) == next(
        line[6] for line in lines if line[0] == "pub"
    )


def test_end_of_the_part_that_is_encrypted_to_counts(gpg: Gpg):
    gpg.make("anna@haven.example", until="never")
    own = Sequoia().read(gpg.export("anna@haven.example"))
    gpg.run("--quick-set-expire", own.fingerprint, "1y", "*")
    read = Sequoia().read(gpg.export("anna@haven.example"))
    sub = next(line[6] for line in gpg.listed(read.certificate) if line[0] == "sub")
    assert (own.expires_at, read.expires_at) == (None, datetime.fromtimestamp(int(sub), tz=UTC))


def test_revoked_key_is_known_as_that(gpg: Gpg):
    gpg.make("anna@haven.example")
    (revocation,) = (gpg.home / "openpgp-revocs.d").glob("*.rev")
    text = revocation.read_text(encoding="utf-8").replace(":-----BEGIN", "-----BEGIN")
    gpg.run("--import", given=text.encode())
    assert Sequoia().read(gpg.export("anna@haven.example")).revoked


def test_key_that_nothing_can_be_encrypted_to_is_refused(gpg: Gpg):
    gpg.make("anna@haven.example", kind="rsa2048")
    assert flaw(Sequoia(), gpg.export("anna@haven.example")) == KeyFlaw.CANNOT_ENCRYPT


def test_key_signed_by_a_digest_that_can_be_forged_is_refused(gpg: Gpg):
    gpg.run("--cert-digest-algo", "SHA1", "--passphrase", "", "--quick-gen-key", "anna@haven.example", "default")
    assert flaw(Sequoia(), gpg.export("anna@haven.example")) == KeyFlaw.WEAK


def test_secret_key_of_gpg_signs(gpg: Gpg):
    gpg.make("anna@haven.example")
    read = Sequoia().read(gpg.export_secret("anna@haven.example"))
    assert read.secret is not None
    assert b"GOODSIG" in gpg.run("--verify", given=Sequoia().sign(TEXT, secret=read.secret).encode()).stderr


def test_secret_key_behind_a_passphrase_signs_nothing(gpg: Gpg):
    gpg.make("anna@haven.example", password="geheim")
    read = Sequoia().read(gpg.export_secret("anna@haven.example", "geheim"))
    assert read.secret is not None
    with pytest.raises(KeyRefused, match="locked"):
        Sequoia().sign(TEXT, secret=read.secret)


def test_programs_look_where_we_answer():
    """The name under which the Web Key Directory keeps a key, by GnuPG's own program."""
    client = Path("/usr/lib/gnupg/gpg-wks-client")
    if not client.exists():
        pytest.skip("there is no gpg-wks-client on this machine: apt install gpg-wks-client")
    addresses = ["security@haven.example", "Joe.Doe@example.org", "a+b_c@x.example", "INFO@clinic.example"]
    for address in addresses:
        asked = subprocess.run([client, "--print-wkd-url", address], capture_output=True, text=True, check=True)
        domain = address.partition("@")[2]
        place = f"https://openpgpkey.{domain}/.well-known/openpgpkey/{domain}/hu/{directory_name(address)}?"
        assert asked.stdout.startswith(place)


@either
def test_locked_key_is_armoured_and_another_each_time(keys: OpenPgp):
    made = keys.make(user_id=USER, until=UNTIL)
    assert made.secret is not None
    locked = keys.lock(certificate=made.certificate, secret=made.secret, passphrase="ladder violet")
    assert locked.startswith("-----BEGIN PGP PRIVATE KEY BLOCK-----\n")


@pytest.mark.parametrize("kind", ["made here", "rsa2048"])
def test_gpg_opens_mail_with_a_locked_key_and_its_passphrase_alone(gpg: Gpg, kind: str):
    real = Sequoia()
    made = real.make(user_id=USER, until=UNTIL) if kind == "made here" else real.read(_theirs(gpg, kind))
    assert made.secret is not None
    locked = real.lock(certificate=made.certificate, secret=made.secret, passphrase="ladder violet")
    with gnupg() as theirs:
        theirs.run("--passphrase", "ladder violet", "--import", given=locked.encode())
        to = ("--trust-model", "always", "--recipient", made.addresses[0])
        letter = theirs.run(*to, "--encrypt", given=b"hello").stdout
        wrong, right = (theirs.run("--passphrase", word, "--decrypt", given=letter) for word in ("x", "ladder violet"))
    assert (wrong.returncode != 0, right.stdout) == (True, b"hello")


def _theirs(gpg: Gpg, kind: str) -> bytes:
    """Return a secret key of another kind, with a subkey to encrypt to."""
    address = "security@haven.example"
    gpg.make(address, kind=kind)
    fingerprint = next(line[9] for line in gpg.listed(gpg.export(address)) if line[0] == "fpr")
    gpg.run("--passphrase", "", "--quick-add-key", fingerprint, kind, "encr", "1y")
    return gpg.export_secret(address)


def test_locked_key_ends_when_the_renewed_one_does(gpg: Gpg):
    made = Sequoia().make(user_id=USER, until=UNTIL)
    assert made.secret is not None
    wait()
    renewed = Sequoia().renew(certificate=made.certificate, secret=made.secret, until=LATER)
    locked = Sequoia().lock(certificate=renewed.certificate, secret=made.secret, passphrase="ladder violet")
    assert gpg.listed(locked.encode())[0][6] == str(int(LATER.timestamp()))


def test_key_behind_a_passphrase_is_not_locked_again(gpg: Gpg):
    gpg.make("old@haven.example", password="theirs")
    content = gpg.export_secret("old@haven.example", "theirs")
    with pytest.raises(KeyRefused) as caught:
        Sequoia().lock(certificate=gpg.export("old@haven.example"), secret=content, passphrase="ladder violet")
    assert caught.value.flaw is KeyFlaw.LOCKED
