"""Keys of others are judged before anything is encrypted to them: by real keys of gpg, and by ones made to be wrong."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from pysequoia import Cert, CipherSuite, Profile, Tsk
from pysequoia.packet import Packet, PacketPile, SignatureType, Tag

from meldpunt.outside.encrypting import SequoiaEncrypter
from meldpunt.people.rules.openpgp import MAX_KEY, armoured
from meldpunt.people.terms import Encrypter, KeyFlaw, KeyRefused, OpenPgp
from tests.fakes.encrypting import FakeEncrypter
from tests.fakes.openpgp import FakeOpenPgp
from tests.outside.gnupg import Gpg, gnupg
from tests.outside.messages import FINDER, NOW, UNTIL, make

REAL = SequoiaEncrypter()
BOTH = [(REAL, None), (FakeEncrypter(), FakeOpenPgp())]
either = pytest.mark.parametrize(("judge", "maker"), BOTH, ids=["real", "fake"])


@pytest.fixture
def gpg() -> Iterator[Gpg]:
    with gnupg() as made:
        yield made


def refused(content: bytes, *, judge: Encrypter = REAL, now: datetime = NOW) -> KeyFlaw:
    with pytest.raises(KeyRefused) as caught:
        judge.judge(content, now=now)
    return caught.value.flaw


def key_of(maker: OpenPgp | None) -> tuple[bytes, bytes]:
    """Return the public and the secret part of a key."""
    made = make() if maker is None else maker.make(user_id="Anna <anna@finder.example>", until=UNTIL)
    assert made.secret is not None
    return made.certificate, made.secret


@either
def test_good_key_is_taken_with_what_is_known_of_it(judge: Encrypter, maker: OpenPgp | None):
    certificate, _ = key_of(maker)
    read = judge.judge(certificate, now=NOW)
    assert read.certificate == certificate
    assert (read.expires_at, read.revoked, read.secret) == (UNTIL.replace(microsecond=0), False, None) or maker


@either
def test_key_that_ended(judge: Encrypter, maker: OpenPgp | None):
    certificate, _ = key_of(maker)
    assert refused(certificate, judge=judge, now=UNTIL) is KeyFlaw.EXPIRED


@either
def test_secret_key_is_never_taken(judge: Encrypter, maker: OpenPgp | None):
    _, secret = key_of(maker)
    assert refused(secret, judge=judge) is KeyFlaw.SECRET_GIVEN


@either
def test_larger_than_a_key_is(judge: Encrypter, maker: OpenPgp | None):
    certificate, _ = key_of(maker)
    assert refused(certificate + bytes(MAX_KEY), judge=judge) is KeyFlaw.TOO_LARGE


@either
@pytest.mark.parametrize("content", [b"", b"hello", b"<html>", os.urandom(2000), b"\0" * 300])
def test_garbage(judge: Encrypter, maker: OpenPgp | None, content: bytes):
    del maker
    assert refused(content, judge=judge) is KeyFlaw.UNREADABLE


def test_two_keys_in_one_text():
    blocks = "\n".join(armoured(make().certificate) for _ in range(2))
    assert refused(blocks.encode()) is KeyFlaw.SEVERAL


def test_key_inside_a_mail_that_quotes_it():
    made = make()
    text = "Hello,\n\nmy key:\n" + "\n".join(f"> {line}" for line in armoured(made.certificate).splitlines())
    assert REAL.judge(text.encode(), now=NOW).fingerprint == made.fingerprint


def test_revoked_key(gpg: Gpg):
    gpg.make(FINDER)
    (revocation,) = (gpg.home / "openpgp-revocs.d").glob("*.rev")
    gpg.run("--import", given=revocation.read_bytes().replace(b":-----BEGIN", b"-----BEGIN"))
    assert refused(gpg.export(FINDER)) is KeyFlaw.REVOKED


def test_key_of_gpg_that_ended(gpg: Gpg):
    gpg.make(FINDER, until="1d")
    assert refused(gpg.export(FINDER), now=NOW + timedelta(days=2)) is KeyFlaw.EXPIRED


@pytest.mark.parametrize(("kind", "below"), [("rsa1024", "rsa1024"), ("dsa2048", "elg2048"), ("rsa2048", "elg2048")])
def test_key_of_a_kind_that_is_too_weak(gpg: Gpg, kind: str, below: str):
    gpg.make(FINDER, kind=kind)
    _add(gpg, below, "encr")
    assert refused(gpg.export(FINDER)) is KeyFlaw.WEAK


@pytest.mark.parametrize("kind", ["rsa2048", "nistp256"])
def test_key_of_a_kind_that_is_good(gpg: Gpg, kind: str):
    gpg.make(FINDER)
    _add(gpg, kind, "encr")
    assert REAL.judge(gpg.export(FINDER), now=NOW).addresses == [FINDER]


def test_key_bound_by_a_digest_that_can_be_forged(gpg: Gpg):
    options = ("--cert-digest-algo", "SHA1", "--passphrase", "", "--quick-gen-key")
    made = gpg.run(*options, f"Anna <{FINDER}>", "default", "default", "2y")
    assert (made.returncode, refused(gpg.export(FINDER))) == (0, KeyFlaw.WEAK)


def test_key_that_only_signs(gpg: Gpg):
    gpg.make(FINDER, kind="rsa2048")
    assert refused(gpg.export(FINDER)) is KeyFlaw.CANNOT_ENCRYPT


def test_part_of_a_kind_that_we_cannot_encrypt_to_does_not_spoil_the_others(gpg: Gpg):
    gpg.make(FINDER)
    _add(gpg, "brainpoolP256r1", "encr")
    assert REAL.judge(gpg.export(FINDER), now=NOW).addresses == [FINDER]


def test_key_of_a_kind_that_we_cannot_encrypt_to(gpg: Gpg):
    gpg.make(FINDER, kind="rsa2048")
    _add(gpg, "brainpoolP256r1", "encr")
    assert refused(gpg.export(FINDER)) is KeyFlaw.CANNOT_ENCRYPT


def test_key_whose_only_part_to_encrypt_to_ended(gpg: Gpg):
    gpg.make(FINDER, until="never", kind="rsa2048")
    _add(gpg, "cv25519", "encr", until="1d")
    assert refused(gpg.export(FINDER), now=NOW + timedelta(days=3)) is KeyFlaw.EXPIRED


def test_key_with_an_older_part_is_good_as_long_as_the_newest(gpg: Gpg):
    gpg.make(FINDER, until="never", kind="rsa2048")
    _add(gpg, "cv25519", "encr", until="1d")
    _add(gpg, "cv25519", "encr", until="2y")
    ends = REAL.judge(gpg.export(FINDER), now=NOW + timedelta(days=3)).expires_at
    assert ends is not None
    assert abs(ends - (NOW + timedelta(days=730))) < timedelta(days=2)


def test_what_others_signed_is_not_kept(gpg: Gpg):
    gpg.make(FINDER)
    gpg.make("friend@finder.example")
    own = REAL.judge(gpg.export(FINDER), now=NOW)
    signed = gpg.run("--local-user", "friend@finder.example", "--quick-sign-key", own.fingerprint)
    with_others = gpg.export(FINDER)
    assert signed.returncode == 0
    assert len(list(PacketPile.from_bytes(with_others))) > len(list(PacketPile.from_bytes(own.certificate)))
    assert REAL.judge(with_others, now=NOW).certificate == own.certificate


def test_part_that_somebody_else_hung_below_a_key_is_not_encrypted_to():
    victim, attacker = (_packets(_theirs()) for _ in range(2))
    forged = victim[:-2] + attacker[-2:]
    content = b"".join(bytes(packet) for packet in forged)
    assert refused(content) is KeyFlaw.CANNOT_ENCRYPT


def test_a_thousand_packets():
    packets = _packets(_theirs())
    user = next(packet for packet in packets if packet.tag == Tag.UserID)
    assert refused(b"".join(bytes(each) for each in [packets[0], *[user] * 1000])) is KeyFlaw.TOO_LARGE


@pytest.mark.parametrize("profile", [Profile.RFC4880, Profile.RFC9580], ids=["v4", "v6"])
@pytest.mark.parametrize("suite", [CipherSuite.Cv448, CipherSuite.P384])
def test_keys_of_both_versions(profile: Profile, suite: CipherSuite):
    key = Tsk.generate(user_id=f"Anna <{FINDER}>", profile=profile, cipher_suite=suite).extract_certificate()
    read = REAL.judge(bytes(key), now=datetime.now(tz=UTC))
    assert (read.fingerprint, read.expires_at) == (key.fingerprint.upper(), None)


def test_half_a_key():
    certificate = make().certificate
    assert refused(certificate[: len(certificate) // 3]) in {KeyFlaw.UNREADABLE, KeyFlaw.CANNOT_ENCRYPT}


def test_refusal_holds_nothing_of_what_was_given():
    with pytest.raises(KeyRefused) as caught:
        REAL.judge(b"-----BEGIN PGP PUBLIC KEY BLOCK-----\ncanary\n", now=NOW)
    assert (str(caught.value), caught.value.__cause__, caught.value.__suppress_context__) == ("unreadable", None, True)


def _theirs() -> Cert:
    return Tsk.generate(user_id=f"Anna <{FINDER}>").extract_certificate()


def _packets(certificate: Cert) -> list[Packet]:
    """Return the packets of a key; the last two are the part that mail is encrypted to, and its binding."""
    packets = list(PacketPile.from_bytes(bytes(certificate)))
    assert packets[-1].signature_type == SignatureType.SubkeyBinding
    return packets


def _add(gpg: Gpg, kind: str, use: str, until: str = "1y") -> None:
    fingerprint = next(line[9] for line in gpg.listed(gpg.export(FINDER)) if line[0] == "fpr")
    added = gpg.run("--passphrase", "", "--quick-add-key", fingerprint, kind, use, until)
    assert added.returncode == 0, added.stderr
