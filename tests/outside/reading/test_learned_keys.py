"""The sender's OpenPGP key, wherever in a mail it stands, and what stands against encrypting to it."""

from base64 import b64encode

import pytest
from pysequoia import Cert, Profile, Tsk

from meldpunt.arrivals.terms import KeySource
from tests.outside.gnupg import Gpg
from tests.outside.messages import FINDER, finders_gpg, make
from tests.outside.reading.encrypted import encrypted, pgp_mime, read
from tests.outside.reading.mails import made, multipart

gpg = pytest.fixture(finders_gpg, scope="module")


def test_key_in_a_header(gpg: Gpg):
    data = b64encode(Cert.from_bytes(gpg.export(FINDER)).__bytes__()).decode()
    folded = "\r\n ".join(data[at : at + 70] for at in range(0, len(data), 70))
    found = read(made(f"Autocrypt: addr={FINDER}; prefer-encrypt=mutual; keydata=\r\n {folded}", body="hello"))
    assert [(each.source, each.addresses) for each in found.keys] == [(KeySource.AUTOCRYPT, (FINDER,))]
    for field in ("addr=other@finder.example;", f"addr={FINDER}; critical=1;"):
        assert read(made(f"Autocrypt: {field} keydata=\r\n {folded}", body="hello")).keys == ()


def test_keys_of_others_in_an_encrypted_mail_are_not_looked_at(gpg: Gpg):
    key = make()
    data = b64encode(make().certificate).decode()
    inner = f"Content-Type: text/plain\nAutocrypt-Gossip: addr=other@finder.example; keydata={data}\n\nhello"
    found = read(pgp_mime(encrypted(gpg, inner, key)), key)
    assert (found.text, found.keys) == ("hello", ())


def test_key_in_the_text(gpg: Gpg):
    found = read(made(body=f"My key:\n{gpg.export(FINDER).decode()}"))
    assert [(each.source, each.trouble) for each in found.keys] == [(KeySource.TEXT, "")]


def test_key_as_a_file_that_ended(gpg: Gpg):
    part = f'Content-Type: application/octet-stream; name="anna.asc"\n\n{gpg.export(FINDER).decode()}'
    found = read(multipart("mixed", "\n\nhello", part), days=900)
    assert [(each.source, each.trouble) for each in found.keys] == [(KeySource.ATTACHED, "expired")]
    assert [each.name for each in found.parts] == ["anna.asc"]


def test_key_that_was_taken_back():
    key = Tsk.generate(user_ids=[f"Anna <{FINDER}>"], profile=Profile.RFC4880)
    certificate = key.extract_certificate()
    revoked = str(Cert.from_bytes(bytes(certificate) + bytes(certificate.revoke(key.certifier()))))
    assert [each.trouble for each in read(made(body=revoked)).keys] == ["revoked"]
