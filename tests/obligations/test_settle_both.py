"""A clock that stands still unsaid: the date that the finder knows is that of the same promise whose clock never stood still."""

from collections.abc import Iterator
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from meldpunt.obligations.rules.settling import settle, settle_both
from meldpunt.obligations.terms import Owing, Settled
from meldpunt.policy.terms import PromiseKind, Region, Unit, Wait
from tests.obligations.promising import RECEIVED, at, promise

KNOWN = Owing(promise(PromiseKind.SILENCE, 5, Unit.DAYS), "", RECEIVED)
REGIONS = tuple(Region("NL", zone) for zone in ("Europe/Amsterdam", "America/New_York", "Asia/Tokyo"))
HOURS = (1, *range(122, 142))
"""From the beginning, and around the ends of its last day in these places."""


def withheld(since: int, until: int, now: int) -> Owing:
    """Return the promise as it is, with a clock that stood still from hour `since` to `until`."""
    if now <= since:
        return KNOWN
    return replace(KNOWN, waits=(Wait(at(since), at(min(now, until))),), paused=now < until)


def looks(changes: dict[int, Region]) -> Iterator[tuple[int, Region]]:
    """Yield each hour and its calendar; where that changes, both."""
    region = REGIONS[0]
    for now in HOURS:
        yield now, region
        region = changes.get(now, region)
        yield now, region


@given(
    st.dictionaries(st.sampled_from(HOURS), st.sampled_from(REGIONS), max_size=4),
    st.integers(1, 200),
    st.integers(1, 200),
)
def test_whatever_the_calendar_does_while_somebody_looks_every_hour(
    changes: dict[int, Region], since: int, lasts: int
) -> None:
    plain: Settled | None = None
    row: Settled | None = None
    for now, region in looks(changes):
        plain = settle(KNOWN, plain, region, now=at(now))
        row, told = settle_both(withheld(since, since + lasts, now), KNOWN, row, region, now=at(now))
        assert (told.due_at, told.broken_at) == (plain.due_at, plain.broken_at)
