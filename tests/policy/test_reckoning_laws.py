"""What must hold for any reckoning, whatever the moment and the choices."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from meldpunt.policy.rules.reckoning import due, end_of, is_working_day, reason, reckon, say
from meldpunt.policy.rules.reckoning.calendars import working_days
from meldpunt.policy.rules.reckoning.dates import full_date, weekday
from meldpunt.policy.rules.reckoning.waiting import in_order
from meldpunt.policy.terms import Promise, PromiseKind, Reckoning, Region, Unit, Wait, Why

DAY = timedelta(days=1)
MOST = {Unit.HOURS: 720, Unit.WORKING_DAYS: 120, Unit.DAYS: 400, Unit.WEEKS: 60, Unit.MONTHS: 24}
ZONES = (
    "Europe/Amsterdam",
    "Europe/London",
    "America/Nuuk",
    "America/New_York",
    "Asia/Kolkata",
    "Pacific/Auckland",
    "UTC",
)
NAIVE = (datetime(2020, 1, 1), datetime(2034, 12, 31))  # noqa: DTZ001 - hypothesis wants naive bounds

moments = st.datetimes(*NAIVE, timezones=st.just(UTC))
days = st.dates(date(2020, 1, 1), date(2036, 12, 31)).map(date.isoformat)
own_days = st.lists(days, max_size=4, unique=True).map(tuple)
regions = st.builds(
    Region, st.sampled_from(["NL", "NL-ATW", "BE", "DE-BY"]), st.sampled_from(ZONES), own_days, own_days
)
units = st.sampled_from(Unit)


@st.composite
def promises(draw: st.DrawFn, unit: Unit | None = None) -> Promise:
    """Make any promise, with any choice of how it is counted."""
    chosen = unit or draw(units)
    calendar = draw(st.sampled_from(["", "BE", "NL-ATW"]))
    office = draw(st.sampled_from(["", "09:00-17:00", "07:30-20:00"]))
    amount = draw(st.integers(1, MOST[chosen]))
    return Promise(PromiseKind.FIRST_ANSWER, amount, chosen, (), False, calendar, office, draw(st.booleans()))


@st.composite
def waits(draw: st.DrawFn, around: datetime) -> list[Wait]:
    """Make times in which the clock stood still, before, at and after a moment."""
    begins = draw(st.lists(st.integers(-3000, 30_000), max_size=4))
    lengths = [draw(st.integers(0, 10_000)) for _ in begins]
    since = [around + timedelta(minutes=minutes) for minutes in begins]
    return [Wait(one, one + timedelta(minutes=length)) for one, length in zip(since, lengths, strict=True)]


@given(promises(), moments, regions)
def test_both_ways_to_ask_agree(promise: Promise, received: datetime, region: Region) -> None:
    assert reckon(promise, received, region).due == due(promise, received, region)


@given(promises(), moments, regions)
def test_nothing_is_due_before_it_was_received(promise: Promise, received: datetime, region: Region) -> None:
    assert due(promise, received, region) > received


@given(promises(), moments, st.timedeltas(timedelta(), timedelta(days=30)), regions)
def test_what_comes_later_is_never_due_earlier(
    promise: Promise, received: datetime, later: timedelta, region: Region
) -> None:
    assert due(promise, received, region) <= due(promise, received + later, region)


@given(promises(), st.integers(1, 50), moments, regions)
def test_a_longer_time_never_ends_earlier(promise: Promise, more: int, received: datetime, region: Region) -> None:
    longer = replace(promise, amount=promise.amount + more)
    assert due(promise, received, region) <= due(longer, received, region)


@given(promises(), moments, regions, st.sampled_from(ZONES))
def test_the_zone_a_moment_is_written_in_changes_nothing(
    promise: Promise, received: datetime, region: Region, zone: str
) -> None:
    assert reckon(promise, received.astimezone(ZoneInfo(zone)), region) == reckon(promise, received, region)


@given(promises(), moments, regions, st.sampled_from(["office", "moves"]))
def test_no_choice_of_counting_shortens_a_time(promise: Promise, received: datetime, region: Region, name: str) -> None:
    plain = replace(promise, office="") if name == "office" else replace(promise, moves=False)
    assert due(plain, received, region) <= due(promise, received, region)


@given(promises(), moments, regions, st.data())
def test_waiting_never_shortens_a_time(
    promise: Promise, received: datetime, region: Region, data: st.DataObject
) -> None:
    stood = data.draw(waits(received))
    assert reckon(promise, received, region).due <= reckon(promise, received, region, stood).due


@given(promises(), moments, regions, st.data())
def test_order_and_overlap_of_waits_change_nothing(
    promise: Promise, received: datetime, region: Region, data: st.DataObject
) -> None:
    stood = data.draw(waits(received))
    turned = [*reversed(stood), *stood]
    assert reckon(promise, received, region, turned) == reckon(promise, received, region, stood)


@given(promises(Unit.HOURS), moments, regions, st.data())
def test_hours_run_for_exactly_as_long_as_promised(
    promise: Promise, received: datetime, region: Region, data: st.DataObject
) -> None:
    found = reckon(promise, received, region, data.draw(waits(received)))
    stood = sum(
        (max(min(w.until, found.due) - max(w.since, found.begins), timedelta()) for w in found.waits), timedelta()
    )
    assert found.due - found.begins - stood == timedelta(hours=promise.amount)


@given(promises().filter(lambda promise: promise.unit is not Unit.HOURS), moments, regions, st.data())
def test_counted_and_skipped_are_every_day_up_to_the_last(
    promise: Promise, received: datetime, region: Region, data: st.DataObject
) -> None:
    found = reckon(promise, received, region, data.draw(waits(received)))
    assert sorted([*found.counted, *(each.day for each in found.skipped)]) == list(days_of(found))


def days_of(found: Reckoning) -> Iterator[date]:
    """Yield every day after the one it begins on, up to the day it is due."""
    day, last = (found.on_clock(moment).date() for moment in (found.begins, found.due))
    while day < last:
        day += DAY
        yield day


@given(promises().filter(lambda promise: promise.unit is not Unit.HOURS), moments, regions, st.data())
def test_the_last_day_counts_to_its_end(
    promise: Promise, received: datetime, region: Region, data: st.DataObject
) -> None:
    found = reckon(promise, received, region, data.draw(waits(received)))
    assert found.due == end_of(found.counted[-1], region)


@given(promises(), moments, regions, st.data())
def test_no_time_ends_while_the_clock_stands_still(
    promise: Promise, received: datetime, region: Region, data: st.DataObject
) -> None:
    found = reckon(promise, received, region, data.draw(waits(received)))
    assert [wait for wait in found.waits if wait.since < found.due < wait.until] == []


@given(promises(Unit.WORKING_DAYS), moments, regions, st.data())
def test_as_many_working_days_count_as_were_promised(
    promise: Promise, received: datetime, region: Region, data: st.DataObject
) -> None:
    found = reckon(promise, received, region, data.draw(waits(received)))
    place = replace(region, country=found.calendar)
    assert [is_working_day(day, place) for day in found.counted] == [True] * promise.amount


@given(promises(Unit.WORKING_DAYS), moments, regions)
def test_only_closed_days_are_skipped(promise: Promise, received: datetime, region: Region) -> None:
    found = reckon(promise, received, region)
    place = replace(region, country=found.calendar)
    assert [each for each in found.skipped if is_working_day(each.day, place)] == []


@given(promises().filter(lambda promise: promise.unit is not Unit.HOURS and promise.moves), moments, regions)
def test_what_moves_ends_on_a_working_day(promise: Promise, received: datetime, region: Region) -> None:
    found = reckon(promise, received, region)
    assert is_working_day(found.counted[-1], replace(region, country=found.calendar))


@given(promises().filter(lambda promise: bool(promise.office)), moments, regions)
def test_with_office_hours_it_begins_when_the_office_is_open(
    promise: Promise, received: datetime, region: Region
) -> None:
    found = reckon(promise, received, region)
    local = found.on_clock(found.begins)
    opens, closes = promise.office.split("-")
    assert (is_working_day(local.date(), region), opens <= f"{local:%H:%M}" < closes) == (True, True)


@given(promises(), moments, regions, st.sampled_from(["nl", "en"]), st.data())
def test_words_end_with_the_day_and_minute_it_is_due(
    promise: Promise, received: datetime, region: Region, language: str, data: st.DataObject
) -> None:
    found = reckon(promise, received, region, data.draw(waits(received)))
    local = found.on_clock(found.due)
    last = say(found, language).split(" · ")[-1].split(" ", 1)[1]
    names = (weekday(local.date(), language), full_date(local.date(), language))
    assert last.removesuffix(f" {local:%Z}") in {f"{name} {local:%H:%M}" for name in names}


@given(promises(), moments, regions, st.sampled_from(["nl", "en"]), st.data())
def test_every_skipped_day_has_a_reason_in_words(
    promise: Promise, received: datetime, region: Region, language: str, data: st.DataObject
) -> None:
    found = reckon(promise, received, region, data.draw(waits(received)))
    assert [each for each in found.skipped if not reason(found, each, language).strip()] == []


@given(moments, st.data())
def test_waits_in_order_lie_apart(received: datetime, data: st.DataObject) -> None:
    found = in_order(data.draw(waits(received)))
    assert [one for one, other in pairwise(found) if one.until >= other.since] == []


@given(st.integers(2000, 2060), regions)
def test_working_days_of_a_year_are_its_working_days(year: int, region: Region) -> None:
    first = date(year, 1, 1)
    every = (first + number * DAY for number in range((date(year + 1, 1, 1) - first).days))
    assert working_days(region, year) == tuple(day for day in every if is_working_day(day, region))


@given(moments, regions)
def test_a_calendar_day_is_never_skipped_without_a_choice(received: datetime, region: Region) -> None:
    found = reckon(Promise(PromiseKind.SILENCE, 30, Unit.DAYS), received, region)
    assert (len(found.counted), found.skipped, found.moved) == (30, (), None)


@given(promises(), moments, regions)
def test_nothing_is_waited_for_without_waits(promise: Promise, received: datetime, region: Region) -> None:
    assert [each for each in reckon(promise, received, region).skipped if each.why is Why.WAITING] == []
