"""Values sealed under a content key, for one place."""

from dataclasses import replace
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from meldpunt.sealing.rules import bodies
from meldpunt.sealing.rules.keys import new_key
from meldpunt.sealing.rules.padding import pad, size_class, unpad
from meldpunt.sealing.terms import CannotOpen, Format, Place, Purpose, joined

KEY = new_key(purpose=Purpose.REPORT, organisation=uuid4(), thread=uuid4())
PLACE = Place(KEY.organisation, KEY.thread, "report/1", "body")
SEALED = bodies.seal(b"what was found", key=KEY, place=PLACE)


@pytest.mark.parametrize("clear", [b"", b"\0", b"\x80\0\0", b"x" * 252, b"x" * 253, ("é\u202e🔓" * 66_667).encode()])
def test_opens_to_the_same_bytes(clear):
    assert bodies.open_sealed(bodies.seal(clear, key=KEY, place=PLACE), key=KEY, place=PLACE) == clear


@settings(max_examples=100, deadline=None)
@given(clear=some.binary(max_size=2000))
def test_opens_to_any_bytes(clear):
    assert bodies.open_sealed(bodies.seal(clear, key=KEY, place=PLACE), key=KEY, place=PLACE) == clear


@pytest.mark.parametrize("position", range(len(SEALED)))
def test_does_not_open_when_one_byte_changed(position):
    changed = bytearray(SEALED)
    changed[position] ^= 1
    with pytest.raises(CannotOpen):
        bodies.open_sealed(bytes(changed), key=KEY, place=PLACE)


@pytest.mark.parametrize("size", range(len(SEALED)))
def test_does_not_open_cut_off(size):
    with pytest.raises(CannotOpen):
        bodies.open_sealed(SEALED[:size], key=KEY, place=PLACE)


def test_does_not_open_with_something_behind_it():
    with pytest.raises(CannotOpen):
        bodies.open_sealed(SEALED + b"\0", key=KEY, place=PLACE)


@pytest.mark.parametrize(
    "other",
    [
        replace(PLACE, organisation=uuid4()),
        replace(PLACE, thread=uuid4()),
        replace(PLACE, record="report/2"),
        replace(PLACE, field="identity"),
        replace(PLACE, record="report/1body", field=""),
    ],
)
def test_does_not_open_at_another_place(other):
    with pytest.raises(CannotOpen):
        bodies.open_sealed(SEALED, key=KEY, place=other)


@pytest.mark.parametrize("other", [replace(KEY, secret=bytes(32)), replace(KEY, purpose=Purpose.CONVERSATION)])
def test_does_not_open_with_another_key(other):
    with pytest.raises(CannotOpen):
        bodies.open_sealed(SEALED, key=other, place=PLACE)


@pytest.mark.parametrize("other", [replace(PLACE, organisation=uuid4()), replace(PLACE, thread=uuid4())])
def test_refuses_to_seal_for_another_thread(other):
    with pytest.raises(ValueError, match="different threads"):
        bodies.seal(b"", key=KEY, place=other)


def test_sealing_twice_shares_nothing():
    again = bodies.seal(b"what was found", key=KEY, place=PLACE)
    assert (again[1:25] != SEALED[1:25], again[25:] != SEALED[25:]) == (True, True)


def test_the_clear_text_is_not_in_it():
    assert b"what was found" not in SEALED


def test_a_bare_secret_seals_and_opens():
    sealed = bodies.seal_under(bytes(32), b"seed", b"session")
    assert (bodies.open_under(bytes(32), sealed, b"session"), sealed[0]) == (b"seed", Format.UNDER)


@pytest.mark.parametrize(("secret", "info"), [(b"\1" * 32, b"session"), (bytes(32), b"draft"), (bytes(32), b"")])
def test_a_bare_secret_does_not_open_another_or_elsewhere(secret, info):
    with pytest.raises(CannotOpen):
        bodies.open_under(secret, bodies.seal_under(bytes(32), b"seed", b"session"), info)


def test_a_value_under_a_content_key_is_none_under_a_bare_secret():
    with pytest.raises(CannotOpen):
        bodies.open_under(KEY.secret, bytes([Format.UNDER]) + SEALED[1:], PLACE.bind(KEY.purpose, Format.BODY))


@pytest.mark.parametrize(
    ("size", "padded"),
    [(0, 256), (1, 256), (256, 256), (257, 272), (3004, 3072), (200_004, 200_704), (26_214_400, 26_214_400)],
)
def test_size_class_is_padme(size, padded):
    assert size_class(size) == padded


@given(size=some.integers(0, 2**40))
def test_size_class_holds_the_value_and_at_most_an_eighth_more(size):
    padded = size_class(size)
    assert (size <= padded, padded <= max(256, size * 9 // 8), size_class(padded)) == (True, True, padded)


def test_few_size_classes_exist():
    assert len({size_class(size) for size in range(200_000)}) == 178


@pytest.mark.parametrize(
    "padded", [b"", b"\0\0\0", pad(b"x") + b"\0", pad(b"x")[:-1] + b"\1", b"\xff" * 256, pad(b"")[:4]]
)
def test_padding_that_we_do_not_write_is_refused(padded):
    with pytest.raises(CannotOpen):
        unpad(padded)


@given(one=some.lists(some.binary(max_size=5)), other=some.lists(some.binary(max_size=5)))
def test_no_two_lists_join_to_the_same_bytes(one, other):
    assert (joined(*one) == joined(*other)) == (one == other)
