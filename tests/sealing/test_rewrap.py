"""Keeping, opening, destroying and handing on wrapped keys, in the database."""

from dataclasses import replace
from uuid import uuid4

import pytest
from django.db import IntegrityError

from meldpunt.sealing import access, actions
from meldpunt.sealing.models import Wrap
from meldpunt.sealing.queries import wraps_left
from meldpunt.sealing.rules.keys import new_key
from meldpunt.sealing.rules.pairs import new_seed, public_key
from meldpunt.sealing.rules.wraps import wrap_all
from meldpunt.sealing.terms import CannotOpen, ContentKey, KeyRing, Purpose, Rewrapped
from tests.factories.sealing import make_key, wrap_as_before

pytestmark = pytest.mark.django_db


@pytest.fixture
def ring(seed, recipient) -> KeyRing:
    return KeyRing({recipient.id: seed})


@pytest.fixture
def newer_seed() -> bytes:
    return new_seed()


@pytest.fixture
def newer(newer_seed):
    return public_key(newer_seed, uuid4())


def opened(key: ContentKey, ring: KeyRing) -> ContentKey:
    return access.open_key(
        key_id=key.id, purpose=key.purpose, organisation=key.organisation, thread=key.thread, ring=ring
    )


def some_keys(count: int) -> list[ContentKey]:
    return [new_key(purpose=Purpose.REPORT, organisation=uuid4(), thread=uuid4()) for _ in range(count)]


def test_a_kept_key_opens(key, recipient, ring):
    actions.keep_wraps(key=key, to=[recipient])
    assert opened(key, ring) == key


def test_a_key_opens_for_each_of_its_recipients(key, recipient, ring, newer, newer_seed):
    actions.keep_wraps(key=key, to=[recipient, newer])
    assert [opened(key, ring), opened(key, KeyRing({newer.id: newer_seed}))] == [key, key]


def test_a_key_that_is_not_there_does_not_open(key, ring):
    with pytest.raises(CannotOpen):
        opened(key, ring)


@pytest.mark.parametrize("seeds", [{}, {uuid4(): bytes(32)}])
def test_a_key_does_not_open_for_somebody_else(key, recipient, seeds):
    actions.keep_wraps(key=key, to=[recipient])
    with pytest.raises(CannotOpen):
        opened(key, KeyRing(seeds))


def test_a_key_does_not_open_with_another_seed_under_the_right_id(key, recipient):
    actions.keep_wraps(key=key, to=[recipient])
    with pytest.raises(CannotOpen):
        opened(key, KeyRing({recipient.id: bytes(32)}))


def test_a_key_does_not_open_as_that_of_another_thread(key, recipient, ring):
    actions.keep_wraps(key=key, to=[recipient])
    with pytest.raises(CannotOpen):
        opened(replace(key, thread=uuid4()), ring)


def test_many_keys_open_with_one_query(recipient, ring, django_assert_num_queries):
    keys = some_keys(5)
    actions.keep_wrapped(wrapped=wrap_all(keys, to=[recipient]))
    with django_assert_num_queries(1):
        found = access.open_keys(wanted=[key.name for key in [*keys, *some_keys(1)]], ring=ring)
    assert found == {key.id: key for key in keys}


def test_a_key_that_two_pairs_of_the_ring_open_is_returned_once(key, recipient, ring, newer, newer_seed):
    actions.keep_wraps(key=key, to=[recipient, newer])
    both = KeyRing(ring.seeds | {newer.id: newer_seed})
    assert access.open_keys(wanted=[key.name], ring=both) == {key.id: key}


def test_a_spoilt_wrap_does_not_hide_a_good_one(key, recipient, ring, newer, newer_seed):
    Wrap.objects.create(key=key.id, recipient=recipient.id, sealed=b"\x01 spoilt")
    actions.keep_wraps(key=key, to=[newer])
    assert opened(key, KeyRing(ring.seeds | {newer.id: newer_seed})) == key


def test_keeping_a_wrap_twice_keeps_the_first(key, recipient):
    actions.keep_wraps(key=key, to=[recipient])
    first = bytes(Wrap.objects.get().sealed)
    actions.keep_wraps(key=key, to=[recipient])
    assert [bytes(row.sealed) for row in Wrap.objects.all()] == [first]


def test_the_database_refuses_a_second_wrap_for_one_recipient(key, recipient):
    actions.keep_wraps(key=key, to=[recipient])
    with pytest.raises(IntegrityError):
        Wrap.objects.create(key=key.id, recipient=recipient.id, sealed=b"")


def test_many_wraps_are_kept_with_one_query(recipient, newer, django_assert_num_queries):
    wrapped = wrap_all(some_keys(3), to=[recipient, newer])
    with django_assert_num_queries(1):
        actions.keep_wrapped(wrapped=wrapped)


def test_a_destroyed_key_opens_for_nobody(key, recipient, ring, newer):
    actions.keep_wraps(key=key, to=[recipient, newer])
    actions.destroy_keys(keys=[key.id])
    with pytest.raises(CannotOpen):
        opened(key, ring)
    assert Wrap.objects.count() == 0


def test_destroying_one_key_leaves_the_others(key, recipient, ring):
    (other,) = some_keys(1)
    actions.keep_wrapped(wrapped=wrap_all([key, other], to=[recipient]))
    actions.destroy_keys(keys=[key.id, uuid4()])
    assert opened(other, ring) == other


def test_more_keys_than_a_query_takes_are_destroyed(recipient):
    rows = [Wrap(key=uuid4(), recipient=recipient.id, sealed=b"") for _ in range(1001)]
    Wrap.objects.bulk_create(rows)
    actions.destroy_keys(keys=[row.key for row in rows])
    assert wraps_left(recipient.id) == 0


def test_rewrapping_hands_a_key_on(key, recipient, ring, newer, newer_seed):
    actions.keep_wraps(key=key, to=[recipient])
    assert actions.rewrap_batch(ring=ring, old=recipient.id, to=newer, limit=10) == Rewrapped(moved=1, left=0)
    assert opened(key, KeyRing({newer.id: newer_seed})) == key


def test_rewrapping_leaves_the_old_key_nothing(key, recipient, ring, newer):
    actions.keep_wraps(key=key, to=[recipient])
    actions.rewrap_batch(ring=ring, old=recipient.id, to=newer, limit=10)
    with pytest.raises(CannotOpen):
        opened(key, ring)


def test_rewrapping_leaves_other_recipients_alone(key, recipient, ring, newer):
    finder_seed = new_seed()
    finder = public_key(finder_seed, uuid4())
    actions.keep_wraps(key=key, to=[recipient, finder])
    actions.rewrap_batch(ring=ring, old=recipient.id, to=newer, limit=10)
    assert opened(key, KeyRing({finder.id: finder_seed})) == key


def test_rewrapping_resumes_batch_by_batch(recipient, ring, newer, newer_seed):
    keys = some_keys(5)
    actions.keep_wrapped(wrapped=wrap_all(keys, to=[recipient]))
    batches = [actions.rewrap_batch(ring=ring, old=recipient.id, to=newer, limit=2) for _ in range(4)]
    assert [(batch.moved, batch.left) for batch in batches] == [(2, 3), (2, 1), (1, 0), (0, 0)]
    found = access.open_keys(wanted=[key.name for key in keys], ring=KeyRing({newer.id: newer_seed}))
    assert found == {key.id: key for key in keys}


def test_rewrapping_a_key_that_the_new_one_has_already_moves_it_too(key, recipient, ring, newer):
    actions.keep_wraps(key=key, to=[recipient, newer])
    assert actions.rewrap_batch(ring=ring, old=recipient.id, to=newer, limit=10) == Rewrapped(moved=1, left=0)


def test_rewrapping_passes_over_what_does_not_open(key, recipient, ring, newer):
    Wrap.objects.create(key=uuid4(), recipient=recipient.id, sealed=b"\x01 spoilt")
    actions.keep_wraps(key=key, to=[recipient])
    batches = [actions.rewrap_batch(ring=ring, old=recipient.id, to=newer, limit=1) for _ in range(2)]
    assert batches == [Rewrapped(moved=1, left=1), Rewrapped(moved=0, left=1)]


def test_a_row_shows_no_secret(key, recipient):
    actions.keep_wraps(key=key, to=[recipient])
    assert str(Wrap.objects.get()) == f"{key.id} to {recipient.id}"


def test_a_key_that_is_destroyed_while_it_is_resealed_stays_destroyed(monkeypatch, recipient, ring):
    """As on PostgreSQL, where another process may commit between the reading and the writing."""
    key = make_key()
    Wrap.objects.create(key=key.id, recipient=recipient.id, sealed=wrap_as_before(key, to=recipient))

    def destroy_first(keys, *, to):
        actions.destroy_keys(keys=[key.id])
        return wrap_all(keys, to=to)

    monkeypatch.setattr(actions, "wrap_all", destroy_first)
    actions.reseal_batch(ring=ring, after=0, limit=10)
    assert Wrap.objects.count() == 0
