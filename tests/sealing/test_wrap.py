"""Content keys and letters sealed to a key pair."""

from dataclasses import replace
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from meldpunt.sealing.rules import pairs, wraps
from meldpunt.sealing.rules.keys import key_name, key_with, new_key, new_secret
from meldpunt.sealing.terms import CannotOpen, ContentKey, Format, KeyName, Purpose, UnknownFormat

SEED = bytes(range(32))
RECIPIENT = pairs.public_key(SEED, uuid4())
OPENER = pairs.opening_key(SEED)
KEY = new_key(purpose=Purpose.REPORT, organisation=uuid4(), thread=uuid4())
WRAPPED = wraps.wrap(KEY, to=RECIPIENT)
LETTER = wraps.seal_to(b"a seed", to=RECIPIENT, info=b"grant")


def opened(wrapped: bytes = WRAPPED, *, name: KeyName = KEY.name, recipient=RECIPIENT.id, seed=SEED) -> ContentKey:
    return wraps.unwrap(
        wrapped,
        key_id=name.id,
        purpose=name.purpose,
        organisation=name.organisation,
        thread=name.thread,
        recipient=recipient,
        seed=seed,
    )


@pytest.mark.parametrize("purpose", Purpose)
def test_unwraps_to_the_same_key(purpose):
    key = ContentKey(uuid4(), purpose, uuid4(), uuid4(), new_secret())
    assert opened(wraps.wrap(key, to=RECIPIENT), name=key.name) == key


@pytest.mark.parametrize(
    "other",
    [
        replace(KEY.name, id=uuid4()),
        replace(KEY.name, purpose=Purpose.IDENTITY),
        replace(KEY.name, organisation=uuid4()),
        replace(KEY.name, thread=uuid4()),
    ],
)
def test_does_not_open_as_another_key(other):
    with pytest.raises(CannotOpen):
        opened(name=other)


def test_does_not_open_under_another_recipient_id():
    with pytest.raises(CannotOpen):
        opened(recipient=uuid4())


@pytest.mark.parametrize("seed", [bytes(32), b"", bytes(31), bytes(33)])
def test_does_not_open_with_another_seed(seed):
    with pytest.raises(CannotOpen):
        opened(seed=seed)


@pytest.mark.parametrize("position", [*range(1, 40), *range(1150, 1274, 3)])
def test_does_not_open_when_one_byte_changed(position):
    changed = bytearray(WRAPPED)
    changed[position] ^= 1
    with pytest.raises(CannotOpen):
        wraps.unwrap_named(bytes(changed), name=KEY.name, recipient=RECIPIENT.id, opener=OPENER)


@settings(max_examples=200, deadline=None)
@given(position=some.integers(0, len(WRAPPED) - 1), change=some.integers(1, 255))
def test_does_not_open_when_any_byte_changed_in_any_way(position, change):
    changed = bytearray(WRAPPED)
    changed[position] ^= change
    with pytest.raises(CannotOpen):
        wraps.unwrap_named(bytes(changed), name=KEY.name, recipient=RECIPIENT.id, opener=OPENER)


@pytest.mark.parametrize("size", [1, 2, 1120, 1121, 1122, 1168, 1169, 1192, 1193, 1194, 1273])
def test_does_not_open_cut_off(size):
    with pytest.raises(CannotOpen):
        opened(WRAPPED[:size])


@pytest.mark.parametrize("more", [b"\0", b"\0" * 1274])
def test_does_not_open_with_something_behind_it(more):
    with pytest.raises(CannotOpen):
        opened(WRAPPED + more)


@pytest.mark.parametrize("clear", [b"", b"\x01", b"\x09" + bytes(64), b"\x02" + bytes(63), b"\x02" + bytes(65)])
def test_refuses_what_a_stranger_sealed_to_the_public_key_as_no_key(clear):
    info = wraps._wrap_info(Format.WRAP, KEY.id, RECIPIENT.id)
    forged = wraps.SUITE.encrypt(clear, pairs.sealing_key(RECIPIENT), info)
    with pytest.raises(CannotOpen):
        opened(bytes([Format.WRAP]) + forged)


@pytest.mark.parametrize("secret", [b"", bytes(31), bytes(32), bytes(33)])
@pytest.mark.parametrize("clear", [b"", b"\x01", b"\x09" + bytes(64), b"\x02" + bytes(63), b"\x02" + bytes(65)])
def test_refuses_what_a_stranger_sealed_as_a_bundle_that_holds_no_key(clear, secret):
    head = wraps.SUITE.encrypt(secret, pairs.sealing_key(RECIPIENT), wraps._head_info(RECIPIENT.id))
    info = wraps._wrap_info(Format.BUNDLED, KEY.id, RECIPIENT.id)
    sealed = wraps._subcipher(secret, bytes(24)).encrypt(bytes(12), clear, info)
    with pytest.raises(CannotOpen):
        opened(bytes([Format.BUNDLED]) + head + bytes(24) + sealed)


def test_two_wraps_of_one_key_share_nothing():
    assert WRAPPED[1:33] != wraps.wrap(KEY, to=RECIPIENT)[1:33]


def bundle() -> tuple[ContentKey, bytes, bytes]:
    """Return another key of the same thread, and what KEY and it look like when they are wrapped together."""
    other = new_key(purpose=Purpose.CONVERSATION, organisation=KEY.organisation, thread=KEY.thread)
    first, second = wraps.wrap_all([KEY, other], to=[RECIPIENT])
    return other, first.sealed, second.sealed


def test_keys_wrapped_together_are_sealed_to_the_recipient_once():
    _, first, second = bundle()
    assert (first[:1169], first[1169:] == second[1169:]) == (second[:1169], False)


def test_each_key_of_a_bundle_opens_by_itself():
    other, first, second = bundle()
    assert (opened(first), opened(second, name=other.name)) == (KEY, other)


def test_a_wrap_of_a_bundle_does_not_open_as_another_key_of_it():
    _, _, second = bundle()
    with pytest.raises(CannotOpen):
        opened(second)


def test_what_is_left_of_a_bundle_does_not_bring_a_destroyed_key_back():
    _, first, second = bundle()
    with pytest.raises(CannotOpen):
        opened(first[:1169] + second[1169:])


def test_a_key_is_not_opened_behind_the_secret_of_another_bundle():
    _, first, _ = bundle()
    with pytest.raises(CannotOpen):
        opened(WRAPPED[:1169] + first[1169:])


def test_wraps_every_key_to_every_recipient(recipient, seed):
    other = new_key(purpose=Purpose.CONVERSATION, organisation=KEY.organisation, thread=KEY.thread)
    wrapped = wraps.wrap_all([KEY, other], to=[RECIPIENT, recipient])
    assert [(one.key, one.recipient) for one in wrapped] == [
        (KEY.id, RECIPIENT.id),
        (KEY.id, recipient.id),
        (other.id, RECIPIENT.id),
        (other.id, recipient.id),
    ]
    assert opened(wrapped[3].sealed, name=other.name, recipient=recipient.id, seed=seed) == other


def test_letter_opens():
    assert wraps.open_from(LETTER, recipient=RECIPIENT.id, seed=SEED, info=b"grant") == b"a seed"


@pytest.mark.parametrize("clear", [b"", b"\0", b"x" * 200_000])
def test_letter_of_any_size_opens(clear):
    sealed = wraps.seal_to(clear, to=RECIPIENT, info=b"draft")
    assert wraps.open_from(sealed, recipient=RECIPIENT.id, seed=SEED, info=b"draft") == clear


@pytest.mark.parametrize(
    "wrong", [{"recipient": uuid4()}, {"seed": bytes(32)}, {"info": b"draft"}, {"info": b"grant" + b"\0"}]
)
def test_letter_does_not_open_with_anything_else(wrong):
    with pytest.raises(CannotOpen):
        wraps.open_from(LETTER, **({"recipient": RECIPIENT.id, "seed": SEED, "info": b"grant"} | wrong))


@settings(max_examples=200, deadline=None)
@given(position=some.integers(0, len(LETTER) - 1), change=some.integers(1, 255))
def test_letter_does_not_open_when_any_byte_changed(position, change):
    changed = bytearray(LETTER)
    changed[position] ^= change
    with pytest.raises(CannotOpen):
        wraps.open_from(bytes(changed), recipient=RECIPIENT.id, seed=SEED, info=b"grant")


def test_a_letter_is_no_wrap():
    with pytest.raises(UnknownFormat):
        opened(LETTER)


def test_short_letters_are_of_one_size():
    sizes = {len(wraps.seal_to(bytes(size), to=RECIPIENT, info=b"")) for size in (0, 1, 32, 252)}
    assert sizes == {1 + 1120 + 256 + 16}


def test_refuses_a_public_key_of_another_size():
    with pytest.raises(ValueError, match="1216 bytes"):
        wraps.wrap(KEY, to=replace(RECIPIENT, raw=RECIPIENT.raw[:-1]))


def test_a_thread_has_one_key_for_each_purpose():
    organisation, thread = uuid4(), uuid4()
    names = [
        key_name(purpose=purpose, organisation=organisation, thread=thread) for purpose in Purpose if purpose != "file"
    ]
    assert len({name.id for name in names}) == len(Purpose) - 1
    assert names[0] == key_name(purpose=names[0].purpose, organisation=organisation, thread=thread)


def test_a_file_key_is_named_by_its_file():
    file = uuid4()
    assert key_name(purpose=Purpose.FILE, organisation=uuid4(), thread=uuid4(), file=file).id == file


@pytest.mark.parametrize(("purpose", "file"), [(Purpose.FILE, None), (Purpose.REPORT, uuid4())])
def test_only_a_file_key_has_a_file(purpose, file):
    with pytest.raises(ValueError, match="named by its file"):
        new_key(purpose=purpose, organisation=uuid4(), thread=uuid4(), file=file)


def test_an_upload_keeps_its_secret_when_its_key_gets_a_name():
    secret = new_secret()
    assert key_with(KEY.name, secret).secret == secret


def test_fingerprint_is_eight_groups_of_three_digits():
    words = pairs.fingerprint_words(RECIPIENT.raw).split(" ")
    assert [(len(word), word.isdigit()) for word in words] == [(3, True)] * 8


def test_fingerprints_of_different_keys_differ(recipient):
    assert pairs.fingerprint_words(RECIPIENT.raw) != pairs.fingerprint_words(recipient.raw)


def test_no_repr_shows_a_secret():
    shown = repr([KEY, RECIPIENT, wraps.wrap_all([KEY], to=[RECIPIENT])])
    assert [secret for secret in (KEY.secret, RECIPIENT.raw, WRAPPED) if repr(secret)[2:12] in shown] == []
