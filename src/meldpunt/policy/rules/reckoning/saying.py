"""A reckoning in plain words, in Dutch and English.

What ends within two weeks (in hours, within one) is told by the names of its days; a longer one by its first and last day and
what was left out between them. Weekends go without saying, unless the end was moved because of one.

A page has a clock of its own: it gives the name of its time zone (`Europe/Amsterdam`), and where the clock that a date was reckoned by
shows another hour, the words name that one. Without a page, they name none.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Final
from zoneinfo import ZoneInfo

from meldpunt.policy.rules.reckoning.calendars import holiday_name
from meldpunt.policy.rules.reckoning.dates import day_and_month, full_date, weekday
from meldpunt.policy.rules.showing.words import unit_word
from meldpunt.policy.terms import Reckoning, Skipped, Unit, Wait, Why

SHORT_DAYS: Final = 7
SHORT_SPAN: Final = timedelta(days=13)
SHORT_HOURS: Final = timedelta(days=6)
MOST_NAMED: Final = 4
MINUTES: Final = (60 * 24, 60, 1)

_REASONS: Final[Mapping[Why, Mapping[str, str]]] = {
    Why.WEEKEND: {"nl": "weekend", "en": "weekend"},
    Why.CLOSED: {"nl": "eigen sluitingsdag", "en": "own closing day"},
    Why.WAITING: {"nl": "de tijd stond stil", "en": "the time stood still"},
}
_IS: Final[Mapping[Why, Mapping[str, str]]] = {
    Why.WEEKEND: {"nl": "{day} is weekend", "en": "{day} is weekend"},
    Why.HOLIDAY: {"nl": "{day} is {reason}", "en": "{day} is {reason}"},
    Why.CLOSED: {"nl": "{day} is een eigen sluitingsdag", "en": "{day} is an own closing day"},
    Why.WAITING: {"nl": "{day} stond de tijd stil", "en": "on {day} the time stood still"},
}
_PARTS: Final[Mapping[str, Mapping[str, str]]] = {
    "clock": {"nl": "tijdzone {zone}", "en": "time zone {zone}"},
    "received": {"nl": "ontvangen {moment}", "en": "received {moment}"},
    "since": {"nl": "gerekend vanaf {moment}", "en": "counted from {moment}"},
    "named": {
        "nl": "op {moment} schreven wij dat het uiterlijk {day} is opgelost",
        "en": "on {moment} we wrote that it is solved by {day}",
    },
    "opening": {
        "nl": "dat is buiten kantooruren en telt als {moment}",
        "en": "that is outside office hours and counts as {moment}",
    },
    "hours": {"nl": "{span}, dag en nacht", "en": "{span}, day and night"},
    "long": {"nl": "{span} van {first} tot en met {last}", "en": "{span} from {first} to {last}"},
    "run": {"nl": "{first} tot en met {last}", "en": "{first} to {last}"},
    "without": {"nl": "zonder {days}", "en": "without {days}"},
    "weekends": {"nl": "weekenden", "en": "weekends"},
    "and": {"nl": " en ", "en": " and "},
    "others": {"nl": "{amount} andere dagen", "en": "{amount} other days"},
    "forward": {"nl": "de klok gaat {span} vooruit", "en": "the clock goes forward by {span}"},
    "back": {"nl": "de klok gaat {span} terug", "en": "the clock goes back by {span}"},
    "shorter": {
        "nl": "die maand heeft geen dag {number}, dus de laatste dag telt",
        "en": "that month has no day {number}, so its last day counts",
    },
    "moved": {
        "nl": "{day} is geen werkdag ({reason}), dus de laatste dag is de volgende werkdag",
        "en": "{day} is no working day ({reason}), so the last day is the next working day",
    },
    "waited": {"nl": "de tijd stond {span} stil", "en": "the time stood still for {span}"},
    "changed": {
        "nl": "De kalender is veranderd nadat deze datum werd bepaald. Volgens die van nu zou het {moment} worden{without}. De eerdere datum blijft gelden.",
        "en": "The calendar changed after this date was set. By that of now it would be {moment}{without}. The earlier date holds.",
    },
    "due": {"nl": "uiterlijk {moment}", "en": "due {moment}"},
}
_LENGTHS: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "nl": (("dag", "dagen"), ("uur", "uur"), ("minuut", "minuten")),
    "en": (("day", "days"), ("hour", "hours"), ("minute", "minutes")),
}


def say(found: Reckoning, language: str, zone: str = "") -> str:
    """Return how a date was reckoned, on one line in a language (`nl`, `en`), for a page of a time zone."""
    return " · ".join(_Sentence(found, language, "received", zone).parts())


def say_since(found: Reckoning, language: str, zone: str = "") -> str:
    """Return the same of a date that counts from something else than the receipt of a report."""
    return " · ".join(_Sentence(found, language, "since", zone).parts())


def say_named(found: Reckoning, language: str, zone: str = "") -> str:
    """Return the same of a day that was named itself, and not reckoned from a term."""
    return " · ".join(_Sentence(found, language, "named", zone).named())


def say_later(kept: Reckoning, today: Reckoning, language: str, zone: str = "") -> str:
    """Return why a date stays although the calendar of today gives a later one, with the days that count no more."""
    return _Sentence(today, language, "since", zone).changed_from(kept)


def reason(found: Reckoning, skipped: Skipped, language: str) -> str:
    """Return in a few words why a day of a reckoning did not count; a holiday by its name."""
    if skipped.why is Why.HOLIDAY:
        return holiday_name(found.calendar, skipped.day, language)
    return _REASONS[skipped.why][language]


class _Sentence:
    """One reckoning told in one language."""

    def __init__(self, found: Reckoning, language: str, begin: str, zone: str) -> None:
        self.found = found
        self.begin = begin
        self.language = language
        self.received, self.begins, self.due = map(found.on_clock, (found.received, found.begins, found.due))
        span = self.due.date() - self.received.date()
        longest = SHORT_HOURS if found.unit is Unit.HOURS else SHORT_SPAN
        self.short = len(found.counted) <= SHORT_DAYS and span <= longest
        told = (self.received, self.begins, self.due)
        self.clock = self._say("clock", zone=found.zone) if zone and _differs(told, ZoneInfo(zone)) else ""

    def parts(self) -> Iterator[str]:
        """Yield the steps from receipt to end."""
        found = self.found
        if self.clock:
            yield self.clock
        yield self._say(self.begin, moment=self._moment(self.received))
        if found.begins != found.received:
            yield self._say("opening", moment=self._moment(self.begins))
        yield from self._hours() if found.unit is Unit.HOURS else self._days()
        yield self._say("due", moment=self._moment(self.due))

    def named(self) -> Iterator[str]:
        """Yield when a day was named, and how long the clock stood still since, which moves it."""
        found = self.found
        if self.clock:
            yield self.clock
        named = self.received.date() + timedelta(days=found.amount)
        yield self._say(self.begin, moment=self._moment(self.received), day=self._day(named))
        if stood := (self.due.date() - named).days:
            yield self._say("waited", span=_length(timedelta(days=stood), self.language))
        yield self._say("due", moment=self._moment(self.due))

    def changed_from(self, kept: Reckoning) -> str:
        """Say that an earlier date is kept, and which days between no longer count; of many only how the end differs."""
        self.short = False
        gone = [each for each in self.found.skipped if each.day in kept.counted]
        days = ", ".join(f"{self._day(each.day)} ({reason(self.found, each, self.language)})" for each in gone)
        without = f", {self._say('without', days=days)}" if gone and len(gone) <= MOST_NAMED else ""
        moment = f"{self._moment(self.due)} ({self.clock})" if self.clock else self._moment(self.due)
        return self._say("changed", moment=moment, without=without)

    def _hours(self) -> Iterator[str]:
        found = self.found
        yield self._say("hours", span=self._span())
        waited = sum((_within(each, found.begins, found.due) for each in found.waits), timedelta())
        if waited:
            yield self._say("waited", span=_length(waited, self.language))
        shift = (self.due.utcoffset() or timedelta()) - (self.begins.utcoffset() or timedelta())
        if shift:
            yield self._say("forward" if shift > timedelta() else "back", span=_length(abs(shift), self.language))

    def _days(self) -> Iterator[str]:
        found = self.found
        yield self._named() if self.short else self._summed()
        first = self.begins.day
        if found.unit is Unit.MONTHS and not found.waits and (found.moved or found.counted[-1]).day < first:
            yield self._say("shorter", number=str(first))
        if found.moved:
            (closed,) = (each for each in found.skipped if each.day == found.moved)
            yield self._say("moved", day=self._day(closed.day), reason=reason(found, closed, self.language))

    def _named(self) -> str:
        """Name every day that counts, and beside them those that do not."""
        days = ", ".join(weekday(day, self.language) for day in self.found.counted)
        word = unit_word(len(self.found.counted), self._counted_in(), self.language)
        left_out = ", ".join(self._is(each) for each in self._told())
        return f"{word} {days} ({left_out})" if left_out else f"{word} {days}"

    def _summed(self) -> str:
        """Name the first and the last day, and what was left out between them."""
        found = self.found
        text = self._say(
            "long", span=self._span(), first=self._day(found.counted[0]), last=self._day(found.counted[-1])
        )
        left_out = list(self._left_out())
        if not left_out:
            return text
        days = self._say("and").join([", ".join(left_out[:-1]), left_out[-1]] if left_out[1:] else left_out)
        return f"{text}, {self._say('without', days=days)}"

    def _left_out(self) -> Iterator[str]:
        """Yield what a long term leaves out: weekends, then the other days, each by name as long as they are few."""
        if any(each.why is Why.WEEKEND for each in self.found.skipped) and self.found.unit is Unit.WORKING_DAYS:
            yield self._say("weekends")
        runs = _runs(self._told())
        named = runs if len(runs) <= MOST_NAMED else runs[: MOST_NAMED - 1]
        for run in named:
            days = self._day(run[0].day)
            if run[1:]:
                days = self._say("run", first=days, last=self._day(run[-1].day))
            yield f"{days} ({reason(self.found, run[0], self.language)})"
        if len(named) < len(runs):
            yield self._say("others", amount=str(sum(len(run) for run in runs[len(named) :])))

    def _told(self) -> list[Skipped]:
        """Return the skipped days that need a word: not weekends, nor those over which the end was moved."""
        moved = self.found.moved
        return [
            each
            for each in self.found.skipped
            if each.why is not Why.WEEKEND and (moved is None or each.day < moved or each.why is Why.WAITING)
        ]

    def _is(self, skipped: Skipped) -> str:
        why = reason(self.found, skipped, self.language)
        return _IS[skipped.why][self.language].format(day=weekday(skipped.day, self.language), reason=why)

    def _say(self, part: str, **values: str) -> str:
        return _PARTS[part][self.language].format(**values)

    def _span(self) -> str:
        return f"{self.found.amount} {unit_word(self.found.amount, self.found.unit, self.language)}"

    def _counted_in(self) -> Unit:
        return Unit.WORKING_DAYS if self.found.unit is Unit.WORKING_DAYS else Unit.DAYS

    def _day(self, day: date) -> str:
        if self.short:
            return weekday(day, self.language)
        return day_and_month(day, self.language, year=day.year != self.received.year)

    def _moment(self, moment: datetime) -> str:
        """Return a moment to the minute, with the name of its clock where the minute comes twice."""
        day = weekday(moment.date(), self.language) if self.short else full_date(moment.date(), self.language)
        twice = moment.replace(fold=0).utcoffset() != moment.replace(fold=1).utcoffset()
        return f"{day} {moment:%H:%M}" + (f" {moment:%Z}" if twice else "")


def _differs(moments: Sequence[datetime], zone: ZoneInfo) -> bool:
    """Tell whether another clock shows another hour at one of these moments."""
    return any(each.utcoffset() != each.astimezone(zone).utcoffset() for each in moments)


def _within(wait: Wait, begins: datetime, end: datetime) -> timedelta:
    """Return how long the clock stood still between two moments."""
    return max(min(wait.until, end) - max(wait.since, begins), timedelta())


def _runs(days: Sequence[Skipped]) -> list[list[Skipped]]:
    """Return days that follow each other for the same reason together; a holiday stands alone."""
    by_run = groupby(
        enumerate(days),
        lambda pair: (pair[1].day - timedelta(days=pair[0]), pair[1].why, pair[1].why is Why.HOLIDAY and pair[0]),
    )
    return [[each for _number, each in run] for _key, run in by_run]


def _length(length: timedelta, language: str) -> str:
    """Return a length of time in days, hours and minutes, as far as it has them."""
    left, words = round(length / timedelta(minutes=1)), []
    for minutes, (one, many) in zip(MINUTES, _LENGTHS[language], strict=True):
        amount, left = divmod(left, minutes)
        if amount:
            words.append(f"{amount} {one if amount == 1 else many}")
    return " ".join(words)
