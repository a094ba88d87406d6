"""What was sealed once must open for ever: values of every format, sealed long ago with known keys."""

import hashlib
import hmac
import json
from pathlib import Path
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from meldpunt.sealing.rules import bodies, codes, formats, locks, marks, pairs, streams, wraps
from meldpunt.sealing.terms import ContentKey, Format, Place, Purpose, UnknownFormat

VECTORS = Path(__file__).parent / "vectors"


def load(name: str) -> list[dict[str, str]]:
    vectors: list[dict[str, str]] = json.loads((VECTORS / f"{name}.json").read_text(encoding="utf-8"))
    return vectors


def unhex(vector: dict[str, str], *names: str) -> list[bytes]:
    return [bytes.fromhex(vector[name]) for name in names]


def content_key(vector: dict[str, str]) -> ContentKey:
    organisation, thread = UUID(vector["organisation"]), UUID(vector["thread"])
    secret = bytes.fromhex(vector["secret"])
    return ContentKey(UUID(vector["key"]), Purpose(vector["purpose"]), organisation, thread, secret)


def test_every_format_has_vectors():
    assert {path.name for path in VECTORS.glob("format-*")} == {
        f"format-{form.value}-{form.name.lower()}.json" for form in Format
    }


@pytest.mark.parametrize(
    ("form", "vector"),
    [(Format.WRAP, vector) for vector in load("format-1-wrap")]
    + [(Format.BUNDLED, vector) for vector in load("format-8-bundled")],
)
def test_wrap(form, vector):
    sealed, seed = unhex(vector, "sealed", "seed")
    key = content_key(vector)
    opened = wraps.unwrap(
        sealed,
        key_id=key.id,
        purpose=key.purpose,
        organisation=key.organisation,
        thread=key.thread,
        recipient=UUID(vector["recipient"]),
        seed=seed,
    )
    assert (opened, sealed[0]) == (key, form)


@pytest.mark.parametrize("vector", load("format-2-letter"))
def test_letter(vector):
    sealed, seed = unhex(vector, "sealed", "seed")
    opened = wraps.open_from(sealed, recipient=UUID(vector["recipient"]), seed=seed, info=vector["info"].encode())
    assert (opened.decode(), sealed[0]) == (vector["clear"], Format.LETTER)


@pytest.mark.parametrize("vector", load("format-3-body"))
def test_body(vector):
    (sealed,) = unhex(vector, "sealed")
    key = content_key(vector)
    place = Place(key.organisation, key.thread, vector["record"], vector["field"])
    assert (bodies.open_sealed(sealed, key=key, place=place).decode(), sealed[0]) == (vector["clear"], Format.BODY)


@pytest.mark.parametrize("vector", load("format-4-under"))
def test_under(vector):
    sealed, secret = unhex(vector, "sealed", "secret")
    opened = bodies.open_under(secret, sealed, vector["info"].encode())
    assert (opened.decode(), sealed[0]) == (vector["clear"], Format.UNDER)


@pytest.mark.parametrize("vector", load("format-5-stream"))
def test_stream(vector):
    sealed, secret = unhex(vector, "sealed", "secret")
    opened = b"".join(streams.open_stream([sealed], secret, vector["bind"].encode()))
    assert (opened.decode(), sealed[0]) == (vector["clear"], Format.STREAM)


@pytest.mark.parametrize("vector", load("format-6-password"))
def test_password(vector):
    salt, pepper, verifier, lock_key = unhex(vector, "salt", "pepper", "verifier", "lock_key")
    keys = locks.open_password(vector["password"], salt, pepper)
    assert (keys.verifier, keys.lock_key, salt[0]) == (verifier, lock_key, Format.PASSWORD)


@pytest.mark.parametrize("vector", load("format-7-mark"))
def test_mark(vector):
    mark, secret = unhex(vector, "mark", "secret")
    assert (marks.make(secret, vector["info"].encode()), mark[0]) == (mark, Format.MARK)


@pytest.mark.parametrize("vector", load("access-code"))
def test_access_code(vector):
    secret, form_random, digest, *derived = unhex(vector, "secret", "form_random", "digest", "locator", "seed", "salt")
    code = codes.derive_code(secret=secret, form_random=form_random, digest=digest)
    assert (code.text, [code.locator, code.seed, code.salt]) == (vector["text"], derived)


@pytest.mark.parametrize("vector", load("token"))
def test_token(vector):
    lock = locks.open_token(vector["token"], use=vector["use"])
    assert [lock.digest, lock.seed] == unhex(vector, "digest", "seed")


def test_public_key_is_that_of_the_draft():
    vector = json.loads((VECTORS / "x-wing.json").read_text(encoding="utf-8"))
    seed, public = unhex(vector, "seed", "public")
    assert pairs.public_key(seed, UUID(int=1)).raw == public


def test_suite_shares_the_secret_of_the_draft():
    """Build an HPKE ciphertext by hand (RFC 9180, 5.1) around the draft's encapsulation: it must open."""
    vector = json.loads((VECTORS / "x-wing.json").read_text(encoding="utf-8"))
    seed, encapsulated, shared = unhex(vector, "seed", "encapsulated", "shared_secret")
    key, nonce = hpke_key_schedule(shared, info=b"test")
    ciphertext = encapsulated + ChaCha20Poly1305(key).encrypt(nonce, b"hello", b"")
    assert wraps.SUITE.decrypt(ciphertext, pairs.opening_key(seed), b"test") == b"hello"


def hpke_key_schedule(shared: bytes, *, info: bytes) -> tuple[bytes, bytes]:
    suite = b"HPKE" + bytes.fromhex("647a 0001 0003")

    def extract(salt: bytes, label: bytes, material: bytes) -> bytes:
        return hmac.digest(salt, b"HPKE-v1" + suite + label + material, hashlib.sha256)

    def expand(secret: bytes, label: bytes, context: bytes, length: int) -> bytes:
        labelled = length.to_bytes(2, "big") + b"HPKE-v1" + suite + label + context
        return hmac.digest(secret, labelled + b"\x01", hashlib.sha256)[:length]

    context = b"\x00" + extract(b"", b"psk_id_hash", b"") + extract(b"", b"info_hash", info)
    secret = extract(shared, b"secret", b"")
    return expand(secret, b"key", context, 32), expand(secret, b"base_nonce", context, 12)


@pytest.mark.parametrize("sealed", [b"", b"\x00", b"\x09rest", b"\xff", b"{"])
def test_unknown_format_is_named(sealed):
    with pytest.raises(UnknownFormat):
        formats.format_of(sealed)


def test_a_value_of_another_format_does_not_pass():
    with pytest.raises(UnknownFormat):
        formats.without_format(bytes([Format.BODY]) + b"rest", Format.UNDER)
