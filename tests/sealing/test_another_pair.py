"""Giving what a recipient has to another key pair under the same id: nothing is lost on the way, and the old pair opens nothing."""

from uuid import UUID, uuid4

import pytest

from meldpunt.journal.actions import transaction
from meldpunt.sealing.access import keys_shared_with, open_keys
from meldpunt.sealing.actions import keep_wraps, replace_wraps
from meldpunt.sealing.models import Wrap
from meldpunt.sealing.rules.pairs import new_seed, public_key
from meldpunt.sealing.rules.wraps import wrap_all
from meldpunt.sealing.terms import CannotOpen, ContentKey, KeyRing
from tests.factories.sealing import make_key

pytestmark = pytest.mark.django_db
US, THEM = uuid4(), uuid4()


@pytest.fixture
def seeds() -> dict[UUID, bytes]:
    """Give a key pair to each side."""
    return {US: new_seed(), THEM: new_seed()}


def shared(seeds: dict[UUID, bytes], count: int = 2) -> list[ContentKey]:
    """Wrap new content keys to both sides."""
    keys = [make_key() for _ in range(count)]
    with transaction():
        for key in keys:
            keep_wraps(key=key, to=[public_key(seed, side) for side, seed in seeds.items()])
    return keys


def test_what_is_shared_is_opened_by_the_other_side(seeds: dict[UUID, bytes]) -> None:
    keys = shared(seeds)
    assert keys_shared_with(recipient=THEM, ring=KeyRing({US: seeds[US]})) == keys


def test_nothing_is_handed_on_where_one_key_does_not_open(seeds: dict[UUID, bytes]) -> None:
    shared(seeds)
    with transaction():
        keep_wraps(key=make_key(), to=[public_key(seeds[THEM], THEM)])
    with pytest.raises(CannotOpen):
        keys_shared_with(recipient=THEM, ring=KeyRing({US: seeds[US]}))


def test_new_pair_opens_all_and_the_old_one_nothing(seeds: dict[UUID, bytes]) -> None:
    keys, fresh = shared(seeds), new_seed()
    with transaction():
        replace_wraps(recipient=THEM, wrapped=wrap_all(keys, to=[public_key(fresh, THEM)]))
    names = [key.name for key in keys]
    opened = [open_keys(wanted=names, ring=KeyRing({THEM: seed})) for seed in (fresh, seeds[THEM])]
    assert opened == [{key.id: key for key in keys}, {}]
    assert Wrap.objects.filter(recipient=US).count() == len(keys)
