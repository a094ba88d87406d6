"""How every obligation of a story must stand: counted once more from what happened, simply, without a rule of the program.

The sentences it follows are those of docs/handle.md, docs/policy-file.md and docs/reckoning.md.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from tests.obligations.year.dates import ends_at
from tests.obligations.year.houses import Pledge
from tests.obligations.year.known import NEVER, Known, Span, Word, came_back, erased_at, know
from tests.obligations.year.lives import DAY_NAMED, Story

TELLING = ("silence", "solved", "expected_fix")
"""What stands still while the law forbids to tell."""
ERASURE = Pledge("erasure", 30, "days")
"""What every policy file promises that says nothing else: its end never moves off a day."""


@dataclass(frozen=True)
class Stands:
    """How one obligation stands; `due` is None while its clock stands still, and once it fell away. `cause` tells those of one kind apart."""

    kind: str
    cause: str
    started: datetime
    due: datetime | None
    fulfilled: datetime | None = None
    broken: datetime | None = None
    lapsed: datetime | None = None
    owed: bool = True


def stands(story: Story, mail: Sequence[datetime], now: datetime) -> list[Stands]:
    """Return every obligation of a story as it must stand; `mail` are the moments at which letters left.

    What began with a mail that came back is let go when that is written down, and that mail did none of it; what was over before it
    began anew stands beside the new one.
    """
    found, gone = _begun(know(story, mail, now)), dict[tuple[str, str], Stands]()
    lasting = came_back(each for each in story.happened if each.at <= now)
    for back in story.happened:
        if back.deed == "back" and back.detail and back.at <= now and lasting.get(back.detail[0]) == back.at:
            known = {posted for posted, at in lasting.items() if posted not in back.detail and at <= back.at}
            for key, each in _begun(know(story, mail, back.at, known)).items():
                if _is_lost(key, each, found):
                    begun = str(story.happened[int(key[1].split()[-1])].at)
                    one = next(
                        (mate.detail for mate in story.happened if mate.deed == "back" and begun in mate.detail), ()
                    )
                    came = lasting.keys() - {*back.detail, *one}
                    done = _begun(
                        know(story, mail, back.at, {posted for posted in lasting if posted in came or posted > begun})
                    )
                    taken = _begun(know(story, mail, back.at, came)).get(key, each)
                    gone[key] = _let_go(taken, back.at, done[key].fulfilled if key in done else None)
    return [*found.values(), *(each for key, each in gone.items() if key not in found or _is_over(each, found[key]))]


def _is_lost(key: tuple[str, str], each: Stands, found: Mapping[tuple[str, str], Stands]) -> bool:
    return key not in found or found[key].started != each.started


def _is_over(each: Stands, anew: Stands) -> bool:
    over = each.broken or each.fulfilled
    return over is not None and over < anew.started


def _let_go(each: Stands, at: datetime, done: datetime | None) -> Stands:
    """Say what becomes of it, `done` by what did arrive: broken stays broken, done stays done, the rest falls away."""
    is_late = each.fulfilled and each.due and each.due < (done or at)
    broken = each.broken or (each.due if is_late else None)
    if done is None and broken is None and each.lapsed is None:
        return replace(each, due=None, fulfilled=None, lapsed=at, owed=False)
    return replace(each, fulfilled=done, broken=broken, owed=False)


def _begun(known: Known) -> dict[tuple[str, str], Stands]:
    """Return what has a beginning, by kind and cause."""
    if known.story.received > known.now:
        return {}
    story = known.story
    pledges = [*story.house.pledges, *([ERASURE] if story.house.writes else [])]
    found = [*(each for pledge in pledges for each in _MAKERS[pledge.kind](pledge, known)), *_expected(known)]
    return {(each.kind, each.cause): each for each in found}


def _receipt(pledge: Pledge, known: Known) -> Iterator[Stands]:
    yield _stand(pledge, known, "", known.story.received, known.story.received)


def _first_answer(pledge: Pledge, known: Known) -> Iterator[Stands]:
    """Fulfilled when all that it must say was told, by words or by closing with a judgement."""
    done = [told for (told, _until), reason in known.shut if reason != "no_answer"]
    missing = set(pledge.says)
    for word in known.words:
        missing -= word.parts
        if not missing:
            done.append(word.told)
            break
    yield _stand(pledge, known, "", known.story.received, min(done, default=None), _shut(known))


def _silence(pledge: Pledge, known: Known) -> Iterator[Stands]:
    """From each word, and from taking a case up again that they knew closed, to the next word.

    Being told of a closing ends it, and who knows the case closed is promised none. Whatever they read in taking it up again, that begins one.
    What they read after something that was written later is no new word; nor, read after such taking up, what was written before it.
    """
    shut = _shut(known)
    again = {until for _since, until in shut} & {at for _number, at in known.reopenings}
    words = [word for word in _in_turn(known.words) if not any(word.posted < at < word.told for at in again)]
    told = [word.told for word in words]
    starts = [
        (f"word {word.number}", word.told, told[place + 1 :])
        for place, word in enumerate(words)
        if word.told not in again
    ]
    starts += [
        (f"reopening {number}", at, [each for each in told if each > at])
        for number, at in known.reopenings
        if at in again
    ]
    for cause, start, following in starts:
        if any(since <= start < until for since, until in shut):
            continue
        over = min((since for since, _until in shut if since > start), default=NEVER)
        after = following[0] if following and following[0] <= over else None
        away = ((over, NEVER),) if over != NEVER else ()
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
    """Until it was closed as solved; what was declined has nothing to fix, nor what they were told is closed otherwise."""
    done = min((at for _number, at, reason, _told in known.closings if reason == "solved"), default=None)
    yield _stand(pledge, known, "", known.story.received, done, sorted([*_shut(known, "solved"), *known.declined]))


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
    said = [(word, _day_in(word)) for word in _in_turn([word for word in known.words if "fix_date" in word.parts])]
    said = [pair for place, pair in enumerate(said) if pair[1] != (said[place - 1][1] if place else None)]
    house = replace(known.story.house, moves=False)
    plain = replace(known, story=replace(known.story, house=house))
    for place, (word, day) in enumerate(said):
        until = min((each.told for each, _day in said[place + 1 :]), default=NEVER)
        if day is None or until <= word.told:
            continue
        pledge = Pledge("expected_fix", (day - word.posted.astimezone(ZoneInfo(house.zone)).date()).days, "days")
        done = min((each for each in _told_solved(known, word.posted) if each <= until), default=None)
        away = [(max(since, word.posted), end) for since, end in _shut(known, "solved") if end > word.posted]
        away += [(until, NEVER)] if until != NEVER else []
        yield _stand(pledge, plain, f"word {word.number}", word.posted, done, sorted(away))


def _in_turn(told: Sequence[Word]) -> list[Word]:
    """Leave out what was told only after something that was written later."""
    return [word for place, word in enumerate(told) if all(each.posted <= word.posted for each in told[:place])]


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


def _shut(known: Known, but: str = "") -> tuple[Span, ...]:
    """Return when the finder knew the case closed, for whatever reason `but` one."""
    return tuple(span for span, why in known.shut if why != but)


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
    waits = _joined(_waits(pledge, known, start, done))
    due = ends_at(pledge, start, waits, known.story.house)
    found = Stands(pledge.kind, cause, start, due, done, owed=done is None)
    gone = next((since for since, until in away if since <= due and (due < until or until == NEVER)), None)
    if done is not None and done <= due:
        return found
    if gone is not None:
        return replace(found, due=None, fulfilled=None, lapsed=gone, owed=False)
    if done is not None or known.now > due:
        shut = any(until == NEVER for _since, until in away)
        return replace(found, broken=due, owed=done is None and not shut)
    still = any(since <= known.now < until for since, until in waits)
    return replace(found, due=None) if still else found


def _waits(pledge: Pledge, known: Known, start: datetime, done: datetime | None) -> Iterator[Span]:
    """Yield when its clock stood still: while a question waited, where it pauses, and while the law forbade to do what it promises."""
    found = list(_questions(known)) if pledge.pauses else []
    found += known.withheld if pledge.kind in TELLING else ()
    for since, until in found:
        if until > max(since, start) and (done is None or since < done):
            yield since, until if done is None else min(until, done)


def _questions(known: Known) -> Iterator[Span]:
    """Yield when a question waited: from when the finder was told of it to the next of what ends it."""
    for ask in known.asks:
        yield ask.told, next((end for end in known.ends if end > ask.posted), NEVER)


def _joined(spans: Iterator[Span]) -> tuple[Span, ...]:
    """Return the same times, each minute in one of them only: a clock that stands still for two reasons stands still once."""
    found: list[Span] = []
    for since, until in sorted(spans):
        if found and since <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], until)
        else:
            found.append((since, until))
    return tuple(found)
