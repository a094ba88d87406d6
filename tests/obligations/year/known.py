"""What is known of a story at one moment, as a bystander would tell it: what was said and told, and in which times what was so."""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from tests.obligations.year.lives import Happened, Story

GATHER = timedelta(minutes=1)
Span = tuple[datetime, datetime]
NEVER = datetime(9999, 1, 1, tzinfo=UTC)


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
    shut: tuple[tuple[Span, str], ...]
    """When the finder knew the case closed, and why it was: from being told of it until it was taken up again."""
    withheld: tuple[Span, ...]
    """When the law forbade to tell."""
    ends: tuple[datetime, ...]
    """What ends the wait for an answer."""


def know(story: Story, mail: Sequence[datetime], now: datetime, back: Collection[str] | None = None) -> Known:
    """Take from the story what is known at a moment; `back` is when that was posted of which the mail came back, if more or less is known."""
    happened = [each for each in story.happened if each.at <= now]
    finder = [each.at for each in happened if each.deed == "finder"]
    back = came_back(happened) if back is None else back
    told = [_told(story, each, () if str(each.at) in back else mail, finder, now) for each in happened]
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
    again = {
        number: min((at for _n, at in reopenings if at > shut), default=NEVER) for number, shut, _w, _t in closings
    }
    shut = [((known, again[number]), why) for number, _at, why, known in closings if known != NEVER]
    return Known(
        story,
        now,
        tuple(sorted((word for word in words if word.told != NEVER), key=lambda word: (word.told, word.number))),
        tuple(word for word in words if word.ask and word.told != NEVER),
        tuple(closings),
        tuple(reopenings),
        tuple(_declined(happened, told)),
        tuple(pair for pair in shut if pair[0][0] <= pair[0][1]),
        tuple(spans(happened, {"withhold"}, {"speak"})),
        tuple(sorted([*finder, *own, *(each[1] for each in closings)])),
    )


def _declined(happened: Sequence[Happened], told: Sequence[datetime]) -> Iterator[Span]:
    """Yield from when the finder had read that it is not valid, or not ours, until it was found valid after all."""
    noes = [
        (each.at, told[number])
        for number, each in enumerate(happened)
        if each.deed == "no" and each.detail[0] in {"not_valid", "not_ours"}
    ]
    for since, until in spans(happened, {"no:not_valid", "no:not_ours"}, {"valid", "accepted"}):
        read = min(known for at, known in noes if at >= since)
        if read < until:
            yield read, until


def _is_closed(happened: Sequence[Happened]) -> bool:
    return any(until == NEVER for _since, until in spans(happened, {"close", "no:already_known"}, {"reopen", "finder"}))


def spans(happened: Sequence[Happened], begins: set[str], ends: set[str]) -> Iterator[Span]:
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
    dead = next((back.at for back in story.happened if back.deed == "back" and "dead" in back.detail), NEVER)
    gone = min(erased_at(story), dead)
    if not story.mailed or _was_closed(story, each.at) or each.at > gone:
        return each.at
    left = [] if story.bounces else [moment for moment in mail if each.at + GATHER <= moment <= min(now, gone)][:1]
    return min([*left, *(moment for moment in finder if moment > each.at)], default=NEVER)


def came_back(happened: Iterable[Happened]) -> dict[str, datetime]:
    """Return when that was posted of which the mail came back, as far as anybody knows, and when that was written down."""
    found: dict[str, datetime] = {}
    for each in happened:
        if each.deed == "back":
            found |= dict.fromkeys(each.detail, each.at)
        elif each.deed == "mistake":
            found = {posted: at for posted, at in found.items() if posted not in each.detail}
    return found


def learns(story: Story, mail: Sequence[datetime], looked: Sequence[datetime]) -> list[datetime]:
    """Return the looks of the worker at which there was something new in a story."""
    news = [story.received, *(each.at for each in story.happened)]
    news += [moment for each in story.happened for moment in [first(mail, each.at)] if moment]
    return sorted({look for moment in news for look in [first(looked, moment)] if look})


def first(moments: Sequence[datetime], at: datetime) -> datetime | None:
    """Return the first of them at or after a moment."""
    place = bisect_left(moments, at)
    return moments[place] if place < len(moments) else None


def erased_at(story: Story) -> datetime:
    """Return when somebody erased who the finder is."""
    return next((each.at for each in story.happened if each.deed == "erase"), NEVER)


def _was_closed(story: Story, at: datetime) -> bool:
    """Tell whether the case was closed before: then the address is gone."""
    return any(_is_closed([each]) for each in story.happened if each.at < at)


def _parts(each: Happened) -> frozenset[str]:
    return frozenset({"assessment", "fix_date"}) if each.deed == "no" else frozenset(each.detail)
