"""Passwords and tokens as locks on a seed."""

import threading
import time

import pytest
from argon2.low_level import Type, hash_secret_raw

from meldpunt.sealing.rules import locks
from meldpunt.sealing.rules.derivation import derive
from meldpunt.sealing.terms import BadToken, PasswordKeys, ServerSecrets, TooManyAtOnce, UnknownFormat

SALT, PEPPER = b"\x06" + bytes(16), bytes(32)


@pytest.fixture(scope="module")
def keys() -> PasswordKeys:
    return locks.open_password("correct horse", SALT, PEPPER)


def test_a_password_costs_three_passes_over_64_mebibytes(keys):
    stretched = hash_secret_raw(
        b"correct horse", SALT[1:], time_cost=3, memory_cost=65_536, parallelism=1, hash_len=32, type=Type.ID
    )
    assert keys.verifier == derive(stretched, label=b"meldpunt password verifier", salt=PEPPER)


def test_a_password_yields_the_same_again(keys):
    assert locks.open_password("correct horse", SALT, PEPPER) == keys


def test_verifier_and_lock_key_are_unrelated(keys):
    assert (len(keys.verifier), len(keys.lock_key), keys.verifier != keys.lock_key) == (32, 32, True)


@pytest.mark.parametrize(
    ("password", "salt", "pepper"),
    [
        ("correct horsf", SALT, PEPPER),
        ("Correct horse", SALT, PEPPER),
        ("correct horse ", SALT, PEPPER),
        ("", SALT, PEPPER),
        ("correct horse", b"\x06" + bytes(15) + b"\1", PEPPER),
        ("correct horse", SALT, bytes(31) + b"\1"),
    ],
)
def test_anything_else_yields_something_else(keys, password, salt, pepper):
    other = locks.open_password(password, salt, pepper)
    assert (other.verifier != keys.verifier, other.lock_key != keys.lock_key) == (True, True)


def test_the_same_letters_typed_on_another_keyboard_are_the_same_password():
    composed, decomposed = "caf\u00e9 \ufb01n", "cafe\u0301 fin"
    assert locks.open_password(composed, SALT, PEPPER) == locks.open_password(decomposed, SALT, PEPPER)


@pytest.mark.parametrize("password", ["\ud800", "\0", "x" * 100_000])
def test_takes_any_text(password):
    assert len(locks.open_password(password, SALT, PEPPER).lock_key) == 32


@pytest.mark.parametrize("salt", [b"", bytes(16), b"\x07" + bytes(16)])
def test_a_salt_of_no_known_format_is_named(salt):
    with pytest.raises(UnknownFormat):
        locks.open_password("correct horse", salt, PEPPER)


def test_a_new_salt_is_fresh_and_says_its_format():
    one, other = locks.new_salt(), locks.new_salt()
    assert (one[0], len(one), one != other) == (6, 17, True)


def test_passwords_are_stretched_one_at_a_time(monkeypatch):
    running, most = [], []

    def stretch(*_args: object, **_kwargs: object) -> bytes:
        running.append(1)
        most.append(len(running))
        time.sleep(0.01)
        running.pop()
        return bytes(32)

    monkeypatch.setattr(locks, "hash_secret_raw", stretch)
    threads = [threading.Thread(target=locks.open_password, args=("x", SALT, PEPPER)) for _ in range(locks.AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1] * locks.AT_ONCE


def test_a_password_is_not_looked_at_while_others_wait_already(monkeypatch):
    monkeypatch.setattr(locks, "_places", threading.BoundedSemaphore(1))
    locks._places.acquire()
    with pytest.raises(TooManyAtOnce):
        locks.open_password("correct horse", SALT, PEPPER)


def test_the_place_of_a_password_is_free_again_whatever_happens(monkeypatch):
    monkeypatch.setattr(locks, "_places", threading.BoundedSemaphore(1))
    monkeypatch.setattr(locks, "hash_secret_raw", lambda *_args, **_kwargs: 1 / 0)
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            locks.open_password("correct horse", SALT, PEPPER)


def test_a_token_is_nine_groups_of_six_and_fresh():
    one, other = locks.new_token(), locks.new_token()
    assert ([len(group) for group in one.split("-")], one != other) == ([6] * 9, True)


def test_a_token_yields_the_same_however_it_is_typed():
    token = locks.new_token()
    assert locks.open_token(token.lower().replace("-", " "), use="recovery") == locks.open_token(token, use="recovery")


def test_a_token_yields_something_else_for_another_use():
    token = locks.new_token()
    one, other = locks.open_token(token, use="recovery"), locks.open_token(token, use="invitation")
    assert len({one.digest, one.seed, other.digest, other.seed}) == 4


@pytest.mark.parametrize("token", ["", "0" * 53, "A" * 54, "Z" * 54, "A" * 1_000_000], ids=range(5))
def test_what_is_no_token_is_refused(token):
    with pytest.raises(BadToken):
        locks.open_token(token, use="recovery")


def test_one_wrong_character_in_a_token_is_noticed():
    token = locks.new_token()
    wrong = ("1" if token[0] == "0" else "0") + token[1:]
    with pytest.raises(BadToken):
        locks.open_token(wrong, use="recovery")


@pytest.mark.parametrize(("one", "other", "equal"), [(b"a", b"a", True), (b"a", b"b", False), (b"a", b"aa", False)])
def test_same_compares_secrets(one, other, equal):
    assert locks.same(one, other) is equal


def test_no_repr_shows_what_a_lock_yields(keys):
    secrets = ServerSecrets(*[bytes(32)] * 7)
    shown = [repr(one) for one in (keys, locks.open_token(locks.new_token(), use="recovery"), secrets)]
    assert shown == ["PasswordKeys()", "TokenLock()", "ServerSecrets()"]
