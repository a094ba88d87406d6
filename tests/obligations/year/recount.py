"""How every obligation of a story must stand: counted once more from what happened, simply, without a rule of the program.

The sentences it follows are those of docs/handle.md, docs/policy-file.md and docs/reckoning.md.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from tests.obligations.year.houses import House, Pledge
from tests.obligations.year.lives import DAY_NAMED, Happened, Story
from tests.policy.slow_reckoning import HOLIDAYS

GATHER = timedelta(minutes=1)
DAY = timedelta(days=1)
Span = tuple[datetime, datetime]
NEVER = datetime(9999, 1, 1, tzinfo=UTC)
ERASURE = Pledge("erasure", 30, "days")
"""What every policy file promises that says nothing else: its end never moves off a day."""


@dataclass(frozen=True)
class Stands:
    """How one obligation stands; `due` is None while its clock stands still. `cause` tells those of one kind apart."""

    kind: str
    cause: str
    started: datetime
    due: datetime | None
    fulfilled: datetime | None = None
    broken: datetime | None = None
    lapsed: datetime | None = None
    owed: bool = True


@dataclass(frozen=True)
class Word:
    """A word of ours: posted, and told where that is known."""

    number: int
    posted: datetime
    told: datetime
    ask: bool
    parts: frozenset[str]


@dataclass(frozen=True)
class Known:
    """What is known of a story at one moment."""

    story: Story
    now: datetime
    words: tuple[Word, ...]
    """Those that were told, in that order."""
    asks: tuple[Word, ...]
    closings: tuple[tuple[int, datetime, str, datetime], ...]
    """Number, moment, reason, and when it was told (or NEVER)."""
    reopenings: tuple[tuple[int, datetime], ...]
    declined: tuple[Span, ...]
    closed: tuple[Span, ...]
    ends: tuple[datetime, ...]
    """What ends the wait for an answer."""


def stands(story: Story, mail: Sequence[datetime], now: datetime) -> list[Stands]:
    """Return every obligation of a story as it must stand; `mail` are the moments at which letters left."""
    known = know(story, mail, now)
    pledges = [*story.house.pledges, *([ERASURE] if story.house.writes else [])]
    return [*(each for pledge in pledges for each in _MAKERS[pledge.kind](pledge, known)), *_expected(known)]


def know(story: Story, mail: Sequence[datetime], now: datetime) -> Known:
    """Take from the story what is known at a moment."""
    happened = [each for each in story.happened if each.at <= now]
    finder = [each.at for each in happened if each.deed == "finder"]
    told = [_told(story, each, mail, finder, now) for each in happened]
    words = [
        Word(number, each.at, told[number], each.deed == "ask", _parts(each))
        for number, each in enumerate(happened)
        if each.deed in {"answer", "ask", "no"}
    ]
    closings = [
        (number, each.at, each.detail[0], told[number])
        for number, each in enumerate(happened)
        if each.deed == "close" or each.detail == ("already_known",)
    ]
    reopenings = [
        (number, each.at)
        for number, each in enumerate(happened)
        if each.deed == "reopen" or (each.deed == "finder" and _is_closed(happened[:number]))
    ]
    own = [word.posted for word in words if not word.ask]
    return Known(
        story,
        now,
        tuple(sorted((word for word in words if word.told != NEVER), key=lambda word: (word.told, word.number))),
        tuple(word for word in words if word.ask and word.told != NEVER),
        tuple(closings),
        tuple(reopenings),
        tuple(_spans(happened, {"no:not_valid", "no:not_ours"}, {"valid"})),
        tuple(_spans(happened, {"close", "no:already_known"}, {"reopen", "finder"})),
        tuple(sorted([*finder, *own, *(each[1] for each in closings)])),
    )


def _is_closed(happened: Sequence[Happened]) -> bool:
    return any(
        until == NEVER for _since, until in _spans(happened, {"close", "no:already_known"}, {"reopen", "finder"})
    )


def _spans(happened: Sequence[Happened], begins: set[str], ends: set[str]) -> Iterator[Span]:
    """Yield from when to when something was so; an end does nothing where it was not."""
    since = None
    for each in happened:
        names = {each.deed, f"{each.deed}:{each.detail[0]}" if each.detail else ""}
        if since is None and begins & names:
            since = each.at
        elif since is not None and ends & names:
            yield since, each.at
            since = None
    if since is not None:
        yield since, NEVER


def _told(
    story: Story, each: Happened, mail: Sequence[datetime], finder: Sequence[datetime], now: datetime
) -> datetime:
    """Return when the finder was told: at once on their page where no letter goes out, else when it left, or when they wrote next."""
    erased = erased_at(story)
    if not story.mailed or _was_closed(story, each.at) or each.at > erased:
        return each.at
    left = [] if story.bounces else [moment for moment in mail if each.at + GATHER <= moment <= min(now, erased)][:1]
    return min([*left, *(moment for moment in finder if moment > each.at)], default=NEVER)


def erased_at(story: Story) -> datetime:
    """Return when somebody erased who the finder is."""
    return next((each.at for each in story.happened if each.deed == "erase"), NEVER)


def _was_closed(story: Story, at: datetime) -> bool:
    """Tell whether the case was closed before: then the address is gone."""
    return any(_is_closed([each]) for each in story.happened if each.at < at)


def _parts(each: Happened) -> frozenset[str]:
    return frozenset({"assessment", "fix_date"}) if each.deed == "no" else frozenset(each.detail)


def _receipt(pledge: Pledge, known: Known) -> Iterator[Stands]:
    yield _stand(pledge, known, "", known.story.received, known.story.received)


def _first_answer(pledge: Pledge, known: Known) -> Iterator[Stands]:
    """Fulfilled when all that it must say was told, by words or by closing with a judgement."""
    done = [told for _number, _at, reason, told in known.closings if reason != "no_answer" and told != NEVER]
    missing = set(pledge.says)
    for word in known.words:
        missing -= word.parts
        if not missing:
            done.append(word.told)
            break
    yield _stand(pledge, known, "", known.story.received, min(done, default=None), known.closed)


def _silence(pledge: Pledge, known: Known) -> Iterator[Stands]:
    """From each word, and from taking a case up again, to the next word; closing ends it, and in a closed case none begins."""
    told = [word.told for word in known.words]
    starts = [(f"word {word.number}", word.told, told[place + 1 :]) for place, word in enumerate(known.words)]
    starts += [(f"reopening {number}", at, [each for each in told if each > at]) for number, at in known.reopenings]
    for cause, start, following in starts:
        if any(since <= start < until for since, until in known.closed):
            continue
        shut = min((at for _number, at, _reason, _told in known.closings if at > start), default=NEVER)
        after = following[0] if following and following[0] <= shut else None
        away = ((shut, NEVER),) if shut != NEVER else ()
        yield _stand(pledge, known, cause, start, after, away)


def _solved(pledge: Pledge, known: Known) -> Iterator[Stands]:
    """From closing as solved until the finder was told, or the case was taken up again."""
    for number, at, reason, told in known.closings:
        if reason != "solved":
            continue
        again = min((moment for _number, moment in known.reopenings if moment > at), default=NEVER)
        done = [
            moment for moment in (told, *(word.told for word in known.words if word.posted > at)) if moment <= again
        ]
        done = [moment for moment in done if moment != NEVER]
        yield _stand(
            pledge, known, f"closing {number}", at, min(done, default=None), ((again, NEVER),) if again != NEVER else ()
        )


def _fix(pledge: Pledge, known: Known) -> Iterator[Stands]:
    """Until it was closed as solved; what was declined or closed otherwise has nothing to fix."""
    done = min((at for _number, at, reason, _told in known.closings if reason == "solved"), default=None)
    yield _stand(pledge, known, "", known.story.received, done, tuple(sorted([*known.closed, *known.declined])))


def _erasure(pledge: Pledge, known: Known) -> Iterator[Stands]:
    """From each closing, where an address lies here, to its erasure; or until the case was taken up again."""
    house = replace(known.story.house, moves=False)
    as_written = replace(known, story=replace(known.story, house=house))
    erased = erased_at(known.story)
    for number, at, _reason, _told in known.closings:
        if not known.story.mailed or erased <= at:
            continue
        again = min((moment for _number, moment in known.reopenings if moment > at), default=NEVER)
        done = erased if erased <= min(again, known.now) else None
        yield _stand(pledge, as_written, f"closing {number}", at, done, ((again, NEVER),) if again != NEVER else ())


def _expected(known: Known) -> Iterator[Stands]:
    """Each day that an answer named, until the finder was told of another or that there is none; kept by telling that it is solved."""
    said = [
        (word, _day_in(word)) for word in sorted(known.words, key=lambda word: word.number) if "fix_date" in word.parts
    ]
    said = [pair for place, pair in enumerate(said) if pair[1] != (said[place - 1][1] if place else None)]
    house = replace(known.story.house, moves=False)
    plain = replace(known, story=replace(known.story, house=house))
    for place, (word, day) in enumerate(said):
        until = min((each.told for each, _day in said[place + 1 :]), default=NEVER)
        if day is None or until <= word.told:
            continue
        pledge = Pledge("expected_fix", (day - word.posted.astimezone(ZoneInfo(house.zone)).date()).days, "days")
        done = min((each for each in _told_solved(known, word.posted) if each <= until), default=None)
        away = [(max(since, word.posted), end) for since, end in _nothing_to_solve(known) if end > word.posted]
        away += [(until, NEVER)] if until != NEVER else []
        yield _stand(pledge, plain, f"word {word.number}", word.posted, done, sorted(away))


def _day_in(word: Word) -> date | None:
    named = next((part for part in word.parts if part.startswith(DAY_NAMED)), None)
    return date.fromisoformat(named.removeprefix(DAY_NAMED)) if named else None


def _told_solved(known: Known, since: datetime) -> Iterator[datetime]:
    """Yield when the finder could have been told that it is solved, of each closing of after a moment."""
    for _number, at, reason, told in known.closings:
        if reason == "solved" and at >= since:
            again = min((moment for _number, moment in known.reopenings if moment > at), default=NEVER)
            later = [word.told for word in known.words if word.posted >= at]
            yield from (moment for moment in (told, *later) if moment != NEVER and moment <= again)


def _nothing_to_solve(known: Known) -> Iterator[Span]:
    otherwise = {"close:no_answer", "close:not_ours", "close:accepted_risk", "no:already_known"}
    happened = [each for each in known.story.happened if each.at <= known.now]
    yield from _spans(happened, otherwise, {"reopen", "finder"})
    yield from known.declined


_MAKERS = {
    "receipt": _receipt,
    "first_answer": _first_answer,
    "silence": _silence,
    "solved": _solved,
    "fix": _fix,
    "erasure": _erasure,
}


def _stand(
    pledge: Pledge,
    known: Known,
    cause: str,
    start: datetime,
    done: datetime | None,
    away: Sequence[Span] = (),
) -> Stands:
    """Say what became of it: done in time, fallen away because it had no object when its time came, broken, or still to do."""
    waits = tuple(_waits(known, start, done)) if pledge.pauses else ()
    due = ends_at(pledge, start, waits, known.story.house)
    found = Stands(pledge.kind, cause, start, due, done, owed=done is None)
    gone = next((since for since, until in away if since <= due < until), None)
    if done is not None and done <= due:
        return found
    if gone is not None:
        return replace(found, fulfilled=None, lapsed=gone, owed=False)
    if done is not None or known.now > due:
        shut = any(until == NEVER for _since, until in away)
        return replace(found, broken=due, owed=done is None and not shut)
    still = any(since <= known.now < until for since, until in waits)
    return replace(found, due=None) if still else found


def _waits(known: Known, start: datetime, done: datetime | None) -> Iterator[Span]:
    """Yield when a question waited: from when the finder was told of it to the next of what ends it."""
    for ask in known.asks:
        until = next((end for end in known.ends if end > ask.posted), NEVER)
        if until > max(ask.told, start) and (done is None or ask.told < done):
            yield ask.told, until if done is None else min(until, done)


@lru_cache(maxsize=200_000)
def ends_at(pledge: Pledge, start: datetime, waits: tuple[Span, ...], house: House) -> datetime:
    """Return the last moment of a promise: walks from day to day."""
    if pledge.unit == "hours":
        return _after_hours(start, timedelta(hours=pledge.amount), waits)
    place = ZoneInfo(house.zone)
    day = first = start.astimezone(place).date()
    wanted, counted = _days(pledge, first), 0
    while counted < wanted:
        day += DAY
        opens, shuts = (datetime.combine(each, time(), place).astimezone(UTC) for each in (day, day + DAY))
        ends = shuts - timedelta(seconds=1)
        if any(until == NEVER and since < ends for since, until in waits):
            return NEVER
        works = day.isoweekday() < 6 and day not in HOLIDAYS[house.country](day.year)
        if (pledge.unit == "working days" and not works) or any(s <= opens and shuts <= u for s, u in waits):
            continue
        stands_still = any(since <= ends < until for since, until in waits)
        if counted == wanted - 1 and (stands_still or (house.moves and not works)):
            continue
        counted += 1
    return ends


def _after_hours(start: datetime, left: timedelta, waits: Sequence[Span]) -> datetime:
    """Return when so many hours have run. A clock that stands still for two questions at once stands still once."""
    end, seen = start + left, start
    for since, until in sorted(waits):
        if until == NEVER and since < end:
            return NEVER
        if since < end:
            end += max(until - max(since, seen), timedelta())
            seen = max(seen, until)
    return end


def _days(pledge: Pledge, first: date) -> int:
    if pledge.unit == "months":
        month = first.replace(year=first.year + (first.month == 12), month=first.month % 12 + 1, day=1)
        last = (month + 31 * DAY).replace(day=1) - DAY
        return (min(month.replace(day=min(first.day, last.day)), last) - first).days
    return pledge.amount * 7 if pledge.unit == "weeks" else pledge.amount
