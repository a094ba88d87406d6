"""Who knows a password and guesses codes: what is counted, for how long, and who hears of it."""

from datetime import datetime, timedelta

import pytest

from meldpunt.people.actions import finish_sign_in, sign_in
from meldpunt.people.models import SecondFactor
from meldpunt.people.rules.second_factor import MOST_WRONG, still_wrong
from meldpunt.people.terms import CodeRefused, CodesPaused, Halfway
from tests.factories.people import NOW, PASSWORD, MadeMember
from tests.factories.second_factor import code_of, make_factor
from tests.fakes.carrier import delivered

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def halfway(member: MadeMember, now: datetime) -> Halfway:
    """Give the password."""
    half = sign_in(email=member.email, password=PASSWORD, now=now)
    assert isinstance(half, Halfway)
    return half


def guess(half: Halfway, times: int, *, now: datetime) -> None:
    """Give so many wrong codes."""
    for _ in range(times):
        with pytest.raises(CodeRefused):
            finish_sign_in(halfway=half, code="x", now=now)


def wrong(member: MadeMember) -> int:
    """Return how many wrong codes are held against the member."""
    return SecondFactor.objects.get(member=member.id).wrong


def letters() -> int:
    """Deliver, and return how many letters went."""
    return len(delivered(now=NOW))


def test_right_code_does_not_forgive_the_wrong_ones(member: MadeMember) -> None:
    """Or who guesses would have four more each time the member signs in, and nobody would hear of it."""
    app, _ = make_factor(member)
    half = halfway(member, NOW)
    guess(half, 4, now=NOW)
    finish_sign_in(halfway=half, code=code_of(app, now=NOW), now=NOW)
    guess(half, 1, now=NOW)
    with pytest.raises(CodesPaused):
        finish_sign_in(halfway=half, code="x", now=NOW)
    assert (wrong(member), letters()) == (5, 1)


def test_one_is_forgotten_with_each_day_without_one(member: MadeMember) -> None:
    """A typing error now and then adds up to nothing."""
    make_factor(member)
    found = []
    for days in (0, 1, 2, 12):
        now = NOW + days * DAY
        guess(halfway(member, now), 3 if days == 0 else 1, now=now)
        found.append(wrong(member))
    assert found == [3, 3, 3, 1]


def test_spare_code_forgives_all(member: MadeMember) -> None:
    """There are ten, and the member is told of each."""
    _, codes = make_factor(member)
    half = halfway(member, NOW)
    guess(half, 5, now=NOW)
    finish_sign_in(halfway=half, code=codes[0], now=NOW)
    assert wrong(member) == 0


def test_count_ends_where_the_pause_is_longest(member: MadeMember) -> None:
    """So that it is forgotten within weeks of the last guess, however long it went on."""
    make_factor(member)
    SecondFactor.objects.filter(member=member.id).update(wrong=MOST_WRONG, wrong_at=NOW)
    later = NOW + DAY / 2
    guess(halfway(member, later), 1, now=later)
    assert wrong(member) == MOST_WRONG


@pytest.mark.parametrize(
    ("count", "since", "left"),
    [
        (5, timedelta(0), 5),
        (5, DAY - timedelta(seconds=1), 5),
        (5, DAY, 4),
        (5, 5 * DAY, 0),
        (5, 900 * DAY, 0),
        (5, -DAY, 5),
    ],
)
def test_how_many_are_left(count: int, since: timedelta, left: int) -> None:
    """A clock that was put back adds none."""
    assert still_wrong(count, since=since) == left
