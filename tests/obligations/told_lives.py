"""What can become of one report, promise by promise, as somebody reasons who knows how promises hang together."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import product
from typing import Final, NamedTuple
from uuid import UUID

from meldpunt.obligations.rules.figures import tables_of
from meldpunt.obligations.rules.figures.counting import Single
from meldpunt.obligations.terms.figures import Outcome, Table, Took
from meldpunt.policy.terms import PromiseKind

RECEIPT: Final = PromiseKind.RECEIPT
ANSWER: Final = PromiseKind.FIRST_ANSWER
SILENCE: Final = PromiseKind.SILENCE
SOLVED: Final = PromiseKind.SOLVED
FIX: Final = PromiseKind.FIX

type Ended = tuple[Outcome, Took]
IN_TIME: Final = (Outcome.KEPT, Took(30, 2))
LATE: Final = (Outcome.BROKEN, Took(300, 20))
NEVER: Final = (Outcome.BROKEN, Took(None, None))
RUNS: Final = (Outcome.RUNNING, Took(None, None))
LAPSES: Final = (Outcome.LAPSED, Took(None, None))


class Life(NamedTuple):
    """What became of each promise that one report brought: those of the report itself, and those that followed."""

    answer: Ended
    receipt: Ended | None = None
    fix: Ended | None = None
    solved: Ended | None = None
    words: tuple[Ended, ...] = ()
    expected: Ended | None = None
    erasure: Ended | None = None

    def ended(self) -> Iterator[tuple[PromiseKind, Ended]]:
        """Yield each promise with what became of it."""
        one = {
            RECEIPT: self.receipt,
            ANSWER: self.answer,
            FIX: self.fix,
            SOLVED: self.solved,
            PromiseKind.EXPECTED_FIX: self.expected,
            PromiseKind.ERASURE: self.erasure,
        }
        yield from ((kind, each) for kind, each in one.items() if each)
        yield from ((SILENCE, word) for word in self.words)


class Report(NamedTuple):
    """One report: its quarter, whether it was declined, and its life."""

    quarter: str
    declined: bool
    life: Life


type World = tuple[Report, ...]


def made_at_once() -> list[Life]:
    """Return lives of which receipt and first answer are told: made in the same number, else free."""
    return [Life(answer, receipt) for answer, receipt in product((IN_TIME, LATE, NEVER, RUNS, LAPSES), (IN_TIME, LATE))]


def followed_by_words() -> list[Life]:
    """Return lives of which first answers and words of progress are told: who was answered is owed a word, or the case was closed."""
    words = ((RUNS,), (NEVER,), (LAPSES,), (IN_TIME, RUNS))
    left = [Life(answer) for answer in (NEVER, RUNS, LAPSES)]
    return [*left, *(Life(IN_TIME, words=each) for each in words), *(Life(LATE, words=each) for each in words[:3])]


def told_when_solved() -> list[Life]:
    """Return lives of which fixes are told, and that they were told: there are as many of these as of fixes that were done."""
    done = [Life(IN_TIME, fix=fix, solved=solved) for fix, solved in product((IN_TIME, LATE), (IN_TIME, LATE, RUNS))]
    return [*(Life(IN_TIME, fix=fix) for fix in (NEVER, RUNS, LAPSES)), *done]


def followed_to_the_end() -> list[Life]:
    """Return lives of which first answers, words, fixes, and that these were told, are told together."""
    left = [Life(NEVER, fix=RUNS), Life(RUNS, fix=RUNS), Life(LAPSES, fix=LAPSES)]
    open_ = [
        Life(answer, fix=RUNS, words=each) for answer, each in product((IN_TIME, LATE), ((RUNS,), (IN_TIME, RUNS)))
    ]
    solved = [Life(IN_TIME, fix=IN_TIME, solved=solved, words=(LAPSES,)) for solved in (IN_TIME, RUNS)]
    return [*left, *open_, *solved, Life(IN_TIME, fix=LAPSES, words=(LAPSES,))]


def closed_and_erased() -> list[Life]:
    """Return lives of which fixes and erasures are told: what is closed is erased, and only that."""
    open_ = [Life(NEVER, fix=RUNS), Life(RUNS, fix=RUNS), Life(IN_TIME, fix=RUNS), Life(LATE, fix=RUNS)]
    closed = [Life(answer, fix=LAPSES, erasure=NEVER) for answer in (LAPSES, LATE)]
    return [*open_, *closed, *(Life(IN_TIME, fix=IN_TIME, erasure=each) for each in (RUNS, NEVER, IN_TIME))]


def told_a_day() -> list[Life]:
    """Return lives of which first answers, fixes and the days that finders were told to expect are told."""
    left = [Life(RUNS, fix=RUNS), Life(LAPSES, fix=LAPSES)]
    open_ = [Life(answer, fix=RUNS, expected=day) for answer, day in product((IN_TIME, LATE), (RUNS, NEVER))]
    done = [Life(IN_TIME, fix=each, expected=each) for each in (IN_TIME, LATE)]
    return [*left, *open_, *done, Life(IN_TIME, fix=LAPSES, expected=LAPSES), Life(LATE, fix=LAPSES, expected=LAPSES)]


def every() -> Iterator[Life]:
    """Yield every life with all promises and up to three words."""
    going = ((RUNS,), (NEVER,), (LATE, RUNS), (IN_TIME, RUNS), (IN_TIME, NEVER), (IN_TIME, IN_TIME, RUNS))
    over = ((), (LAPSES,), (IN_TIME, LAPSES), (LATE, LAPSES))
    for receipt in (IN_TIME, LATE):
        yield from (Life(answer, receipt, fix) for answer, fix in product((NEVER, RUNS), (NEVER, RUNS)))
        yield from (Life(LAPSES, receipt, fix) for fix in (NEVER, LAPSES))
        for answer in (IN_TIME, LATE):
            yield from (Life(answer, receipt, fix, None, words) for fix, words in product((NEVER, RUNS), going))
            yield from (Life(answer, receipt, fix, None, words) for fix, words in product((NEVER, LAPSES), over))
            done = product((IN_TIME, LATE), (IN_TIME, LATE, NEVER, RUNS), over)
            yield from (Life(answer, receipt, fix, solved, words) for fix, solved, words in done)


def told(world: World, least: int) -> tuple[Table, ...]:
    """Return all that anybody is told of these reports."""
    found: defaultdict[tuple[PromiseKind, bool], dict[str, list[Single]]] = defaultdict(dict)
    for number, report in enumerate(world):
        for kind, (outcome, took) in report.life.ended():
            of_kind = found[kind, report.declined]
            of_kind.setdefault(report.quarter, []).append(Single(outcome, took, UUID(int=number)))
    return tables_of(found, least=least)


class Place(NamedTuple):
    """One count of outcomes: of which promise, of declined reports or others, in which period, of what."""

    kind: PromiseKind
    declined: bool
    period: str
    outcome: Outcome


def hidden(tables: Iterable[Table]) -> Iterator[Place]:
    """Yield the counts that are not told."""
    for table in tables:
        for row in table.rows:
            for outcome in Outcome:
                if getattr(row, outcome.value).hidden:
                    yield Place(table.kind, table.declined, row.period, outcome)


def behind(place: Place, world: World) -> int:
    """Return how many reports really stand behind a count."""
    first, last = place.period.split("/")[0], place.period.split("/")[-1]
    of = (report.life for report in world if report.declined is place.declined and first <= report.quarter <= last)
    return sum(
        any((kind, outcome) == (place.kind, place.outcome) for kind, (outcome, _) in life.ended()) for life in of
    )
