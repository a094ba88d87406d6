"""What is said of the signature of a message that was opened: whose it is, and what it is worth."""

from datetime import timedelta

import pytest

from meldpunt.outside.openpgp import Sequoia
from meldpunt.people.terms import MessageFlaw, MessageRefused, Verdict
from tests.outside.gnupg import Gpg
from tests.outside.messages import FINDER, NOW, TEXT, by_gpg, finders_gpg, make, opened, really

gpg = pytest.fixture(finders_gpg, scope="module")


def test_signed_and_compressed_as_gpg_does(gpg: Gpg):
    key = make()
    message = by_gpg(gpg, TEXT.encode(), key, "--sign", "--local-user", FINDER)
    finder = gpg.export(FINDER)
    fingerprint = Sequoia().read(finder).fingerprint
    unknown, known = opened(message, key), opened(message, key, signers=[finder])
    assert (unknown.verdict, unknown.signed_by) == (Verdict.UNKNOWN_KEY, fingerprint)
    assert (known.verdict, known.signed_by, known.text) == (Verdict.VALID, fingerprint, TEXT)


def test_signer_whose_key_stands_in_the_message(gpg: Gpg):
    key = make()
    message = by_gpg(gpg, b"My key:\n" + gpg.export(FINDER), key, "--sign", "--local-user", FINDER)
    assert opened(message, key).verdict is Verdict.VALID


def test_signer_whose_key_ended(gpg: Gpg):
    key = make()
    message = by_gpg(gpg, TEXT.encode(), key, "--sign", "--local-user", FINDER)
    found = opened(message, key, signers=[gpg.export(FINDER)], now=NOW + timedelta(days=800))
    assert found.verdict is Verdict.EXPIRED


def test_signature_in_an_old_way(gpg: Gpg):
    key = make()
    message = by_gpg(
        gpg, TEXT.encode(), key, "--sign", "--local-user", FINDER, "--digest-algo", "SHA1", "--allow-weak-digest-algos"
    )
    assert opened(message, key, signers=[gpg.export(FINDER)]).verdict is not Verdict.VALID


def test_signer_that_is_no_key():
    key = make()
    with pytest.raises(MessageRefused) as caught:
        opened(really(TEXT, key), key, signers=[b"who?"])
    assert caught.value.flaw is MessageFlaw.SIGNER_UNREADABLE
