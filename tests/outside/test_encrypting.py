"""What we encrypt, gpg and sq open and verify, and so do we; what they encrypt and sign, we open: see also test_opening.py."""

import email
import re
from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from email.policy import default

import pytest
from pysequoia import CipherSuite, EncryptionAlgorithm, Profile, SigningAlgorithm, Tsk

from meldpunt.outside.encrypting import SequoiaEncrypter
from meldpunt.people.terms import (
    ClearMail,
    Encrypter,
    KeyFlaw,
    KeyRefused,
    MessageFlaw,
    OpenedMessage,
    ReadKey,
    Verdict,
)
from tests.fakes.encrypting import FakeEncrypter
from tests.fakes.encrypting import opened as shown
from tests.fakes.openpgp import FakeOpenPgp
from tests.outside.gnupg import Gpg, gnupg
from tests.outside.messages import FINDER, NOW, OURS, UNTIL, flaw, make, opened
from tests.outside.sequoia import Sq, sq

TEXT = "Dear Anna,\n\nthe gate is closed: é, ✓\n-- \nHaven\n" + "long " * 300 + "\n"
MAIL = ClearMail(
    sender=f"Haven <{OURS}>", to=FINDER, subject="An answer: é", text=TEXT, outer_subject="There is news on your report"
)
REAL = SequoiaEncrypter()


@pytest.fixture(scope="module")
def finder() -> Iterator[Gpg]:
    with gnupg() as made:
        made.make(FINDER, kind="future-default")
        yield made


@pytest.fixture
def program() -> Iterator[Sq]:
    with sq() as made:
        yield made


def ours() -> ReadKey:
    return make()


def encrypted(to: bytes, signer: ReadKey | None = None) -> bytes:
    return REAL.encrypt(MAIL, to=to, signer=signer.secret if signer else None, now=NOW)


def read(content: bytes) -> EmailMessage:
    mail = email.message_from_bytes(content, policy=default)
    assert isinstance(mail, EmailMessage)
    return mail


def said(content: bytes) -> tuple[str, str]:
    """Return the subject and the text of what was opened."""
    mail = read(content)
    return str(mail["Subject"]), mail.get_content().replace("\r\n", "\n")


def test_gpg_opens_and_verifies(finder: Gpg):
    signer = ours()
    finder.run("--import", given=signer.certificate)
    done = finder.run("--decrypt", given=encrypted(finder.export(FINDER), signer))
    assert (done.returncode, b"GOODSIG" in done.stderr) == (0, True)
    assert said(done.stdout) == (MAIL.subject, TEXT)


def test_gpg_opens_what_is_not_signed(finder: Gpg):
    done = finder.run("--decrypt", given=encrypted(finder.export(FINDER)))
    assert (done.returncode, b"SIG" in done.stderr, said(done.stdout)[1]) == (0, False, TEXT)


@pytest.mark.parametrize("kind", ["rsa2048", "nistp384"])
def test_gpg_opens_with_keys_of_other_kinds(kind: str):
    with gnupg() as gpg:
        gpg.make(FINDER)
        fingerprint = next(line[9] for line in gpg.listed(gpg.export(FINDER)) if line[0] == "fpr")
        first = next(line[4] for line in gpg.listed(gpg.export(FINDER)) if line[0] == "sub")
        gpg.run("--passphrase", "", "--quick-add-key", fingerprint, kind, "encr", "1y")
        message = encrypted(gpg.export(FINDER))
        done = gpg.run("--decrypt", given=message)
        named = gpg.run("--list-packets", given=message).stdout.decode()
    assert said(done.stdout)[1] == TEXT
    assert len(re.findall(r"keyid ([0-9A-F]{16})", named)) == 2, f"both parts of the key, {first} too"


def test_gpg_of_somebody_else_does_not_open(finder: Gpg):
    with gnupg() as other:
        other.make("mallory@finder.example")
        done = other.run("--decrypt", given=encrypted(finder.export(FINDER), ours()))
    assert (done.returncode == 0, done.stdout) == (False, b"")


def test_gpg_refuses_what_was_changed_on_the_way(finder: Gpg):
    message = encrypted(finder.export(FINDER), ours()).decode().splitlines()
    middle = len(message) // 2
    message[middle] = message[middle][::-1]
    assert finder.run("--decrypt", given="\n".join(message).encode()).returncode != 0


def test_gpg_refuses_what_was_cut_off(finder: Gpg):
    message = encrypted(finder.export(FINDER), ours())
    assert finder.run("--decrypt", given=message[: len(message) * 2 // 3]).returncode != 0


def test_sq_opens_and_verifies(program: Sq):
    signer = ours()
    program.make(FINDER)
    done = program.opened(encrypted(program.certificate(), signer), signer.certificate)
    assert said(done) == (MAIL.subject, TEXT)


def test_sq_encrypts_and_signs_and_we_open(program: Sq):
    key = ours()
    program.make(FINDER)
    found = opened(program.encrypted(b"A hole in the fence\n", key.certificate), key, signers=[program.certificate()])
    assert (found.text, found.verdict) == ("A hole in the fence\n", Verdict.VALID)


def test_sq_signed_with_a_key_that_we_do_not_know(program: Sq):
    key = ours()
    program.make(FINDER)
    assert opened(program.encrypted(b"A hole\n", key.certificate), key).verdict is Verdict.UNKNOWN_KEY


@pytest.mark.parametrize(
    ("profile", "suite"),
    [
        (Profile.RFC4880, CipherSuite.Cv25519),
        (Profile.RFC4880, CipherSuite.RSA2k),
        (Profile.RFC9580, CipherSuite.Cv25519),
        (Profile.RFC9580, CipherSuite.Cv448),
        (Profile.RFC9580, CipherSuite.P256),
    ],
)
def test_both_versions_are_opened_by_another_library(profile: Profile, suite: CipherSuite):
    """We encrypt with Sequoia and open with rPGP, which share no code."""
    signer, key = ours(), _theirs(Tsk.generate(user_id=f"Anna <{FINDER}>", profile=profile, cipher_suite=suite))
    found = opened(encrypted(key.certificate, signer), key, signers=[signer.certificate])
    assert (found.verdict, found.signed_by, said(found.content)) == (
        Verdict.VALID,
        signer.fingerprint,
        (MAIL.subject, TEXT),
    )


def test_key_against_quantum_computers_is_encrypted_to():
    made = Tsk.generate(
        user_id=f"Anna <{FINDER}>",
        profile=Profile.RFC9580,
        signing_algorithm=SigningAlgorithm.MLDSA65_Ed25519,
        encryption_algorithm=EncryptionAlgorithm.MLKEM768_X25519,
    )
    assert encrypted(_theirs(made).certificate).startswith(b"-----BEGIN PGP MESSAGE-----")


def test_message_of_ours_that_was_changed_stays_closed():
    key = ours()
    message = bytearray(encrypted(key.certificate))
    at = len(message) // 2
    message[at : at + 8] = bytes(reversed(message[at : at + 8]))
    assert flaw(bytes(message), key) is MessageFlaw.DAMAGED


def test_message_of_ours_that_was_cut_off_stays_closed():
    key = ours()
    message = encrypted(key.certificate)
    assert flaw(message[: len(message) * 2 // 3], key) is MessageFlaw.DAMAGED


def test_part_that_ended_is_not_encrypted_to():
    """Sequoia encrypts to every part alike: a key of many years would be no better than its oldest part."""
    with gnupg() as gpg:
        gpg.make(FINDER, until="never", kind="rsa2048")
        fingerprint = next(line[9] for line in gpg.listed(gpg.export(FINDER)) if line[0] == "fpr")
        for lasts in ("1d", "2y"):
            gpg.run("--passphrase", "", "--quick-add-key", fingerprint, "cv25519", "encr", lasts)
        ids = [line[4] for line in gpg.listed(gpg.export(FINDER)) if line[0] == "sub"]
        later = REAL.encrypt(MAIL, to=gpg.export(FINDER), signer=None, now=NOW + timedelta(days=3))
        named = re.findall(r"keyid ([0-9A-F]{16})", gpg.run("--list-packets", given=later).stdout.decode())
    assert (len(ids), named) == (2, ids[1:])


@pytest.mark.parametrize("encrypter", [REAL, FakeEncrypter()], ids=["real", "fake"])
def test_key_that_ended_since_is_refused(encrypter: Encrypter):
    maker = FakeOpenPgp() if isinstance(encrypter, FakeEncrypter) else None
    key = maker.make(user_id=FINDER, until=UNTIL) if maker else make()
    with pytest.raises(KeyRefused) as caught:
        encrypter.encrypt(MAIL, to=key.certificate, signer=None, now=UNTIL + timedelta(seconds=1))
    assert caught.value.flaw is KeyFlaw.EXPIRED


def test_fields_within_are_the_true_ones_and_name_those_without():
    """Header protection: a program shows the inner subject, and hides it again in an answer (RFC 9788)."""
    key = ours()
    content = opened(encrypted(key.certificate), key).content
    mail = read(content)
    assert mail["Content-Type"].params["hp"] == "cipher"
    assert mail["Content-Type"].params["protected-headers"] == "v1"
    assert (mail["Subject"], mail["From"], mail["To"]) == (MAIL.subject, MAIL.sender, MAIL.to)
    assert mail.get_all("HP-Outer") == [
        f"From: {MAIL.sender}",
        f"To: {MAIL.to}",
        f"Subject: {MAIL.outer_subject}",
    ]


def test_key_that_does_not_sign_leaves_the_mail_unsigned():
    key = ours()
    message = REAL.encrypt(MAIL, to=key.certificate, signer=key.certificate, now=NOW)
    assert _verdict(opened(message, key)) == (Verdict.NONE, (MAIL.subject, TEXT))


def test_mail_shows_no_word_of_itself():
    assert repr(MAIL) == f"ClearMail(sender={MAIL.sender!r})"


def test_fake_says_what_it_would_have_encrypted():
    key = FakeOpenPgp().make(user_id=f"Anna <{FINDER}>", until=UNTIL)
    sent = shown(FakeEncrypter().encrypt(MAIL, to=key.certificate, signer=b"x", now=NOW))
    assert sent == {"to": key.fingerprint, "subject": MAIL.subject, "text": TEXT, "signed": True}


def _verdict(found: OpenedMessage) -> tuple[Verdict, tuple[str, str]]:
    return found.verdict, said(found.content)


def _theirs(made: Tsk) -> ReadKey:
    certificate = made.extract_certificate()
    return ReadKey(
        certificate.fingerprint.upper(),
        [FINDER],
        None,
        revoked=False,
        certificate=bytes(certificate),
        secret=bytes(made),
    )
