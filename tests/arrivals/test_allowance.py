"""How much one address may do."""

from datetime import timedelta
from uuid import UUID

import pytest

from meldpunt.arrivals.rules import allowance as rules
from meldpunt.arrivals.rules.allowance import Allowance, source_of
from meldpunt.arrivals.terms import Act, Budget, Verdict
from tests.factories.people import NOW

ORGANISATION = UUID(int=1)
BUDGET = Budget(burst=3, per_hour=60, slowed=2, step_seconds=2, longest_seconds=20)
FREE = Verdict(delay=0.0, refused=False)


def fresh() -> Allowance:
    return Allowance(dict.fromkeys(Act, BUDGET))


def spend(allowance: Allowance, times: int, address: str | None = "192.0.2.1", after: float = 0.0) -> list[Verdict]:
    now = NOW + timedelta(seconds=after)
    return [allowance.charge(act=Act.REPORT, address=address, organisation=ORGANISATION, now=now) for _ in range(times)]


def test_first_free_then_slower_then_refused() -> None:
    """Three at once, two that wait longer and longer, then no more for a while."""
    verdicts = spend(fresh(), 6)
    assert [(verdict.delay, verdict.refused) for verdict in verdicts] == [
        (0.0, False),
        (0.0, False),
        (0.0, False),
        (2.0, False),
        (4.0, False),
        (0.0, True),
    ]


def test_a_refusal_says_when_to_come_back() -> None:
    """One act a minute comes back."""
    assert spend(fresh(), 6)[-1].retry_after == 61


def test_refusals_cost_nothing_more() -> None:
    """Who keeps knocking is let in as soon as who waits."""
    allowance = fresh()
    spend(allowance, 50)
    assert spend(allowance, 1, after=61)[0].refused is False


def test_comes_back_with_time() -> None:
    """After an hour the bucket is full again, and no fuller."""
    allowance = fresh()
    spend(allowance, 6)
    assert spend(allowance, 4, after=3600)[:3] == [FREE] * 3


@pytest.mark.parametrize("address", ["192.0.2.1", None])
def test_what_is_given_back_was_never_counted(address: str | None) -> None:
    """However often; and never more than was charged."""
    allowance = fresh()
    for _ in range(500):
        assert spend(allowance, 1, address) == [FREE]
        allowance.give_back(act=Act.REPORT, address=address, organisation=ORGANISATION, now=NOW)
    allowance.give_back(act=Act.REPORT, address="192.0.2.9", organisation=ORGANISATION, now=NOW)
    assert spend(allowance, 6, "192.0.2.9") == spend(fresh(), 6)


def test_another_address_is_another_budget() -> None:
    """Somebody else's haste is not yours."""
    allowance = fresh()
    spend(allowance, 6)
    assert spend(allowance, 1, address="192.0.2.2") == [FREE]


def test_another_act_is_another_budget() -> None:
    """Reports do not use up wrong codes."""
    allowance = fresh()
    spend(allowance, 6)
    assert allowance.charge(act=Act.WRONG_CODE, address="192.0.2.1", organisation=ORGANISATION, now=NOW) == FREE


@pytest.mark.parametrize("address", [None, "", "127.0.0.1", "::1", "unknown", "not an address"])
def test_without_an_address_nobody_is_refused(address: str | None) -> None:
    """An onion service and unknown addresses share a budget that only slows."""
    verdicts = spend(fresh(), 500, address=address)
    assert (verdicts[0], any(verdict.refused for verdict in verdicts), verdicts[-1].delay > 0) == (FREE, False, True)


def test_one_ipv6_network_is_one_source() -> None:
    """A /64 is one household."""
    assert source_of("2001:db8::1") == source_of("2001:db8::ffff:1") != source_of("2001:db8:0:1::1")


def test_ipv4_inside_ipv6_is_the_same_source() -> None:
    """A proxy may write it either way."""
    assert source_of("::ffff:192.0.2.1") == source_of("192.0.2.1")


def test_forgets_everything_the_next_day() -> None:
    """The key of the day goes, and all counts with it."""
    allowance = fresh()
    spend(allowance, 6)
    assert spend(allowance, 1, after=86400) == [FREE]


def test_keeps_no_address() -> None:
    """Nothing in memory holds the address itself."""
    allowance = fresh()
    spend(allowance, 1, address="203.0.113.77")
    held = repr(vars(allowance))
    assert ("203.0.113.77" in held, bytes([203, 0, 113, 77]).hex() in held, r"\xcb\x00qM" in held) == (
        False,
        False,
        False,
    )


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """The oldest sources are forgotten when there are too many."""
    monkeypatch.setattr(rules, "MOST_SOURCES", 10)
    allowance = fresh()
    for number in range(100):
        spend(allowance, 1, address=f"192.0.2.{number}")
    assert len(allowance._buckets) == 10


def test_a_clock_that_goes_back_takes_nothing_away() -> None:
    """Time never refills backwards."""
    allowance = fresh()
    spend(allowance, 1)
    assert spend(allowance, 1, after=-600) == [FREE]
