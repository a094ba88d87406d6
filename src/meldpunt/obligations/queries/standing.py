"""How obligations stand: the facts of a case on top of what was settled, whether or not somebody settled since."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from uuid import UUID

from meldpunt.cases.queries import promised_facts_of
from meldpunt.cases.terms import PromisedFacts
from meldpunt.journal.queries import ends_of_cases
from meldpunt.obligations.models import Obligation
from meldpunt.obligations.rules.returned import begun
from meldpunt.obligations.rules.settling import is_over_by, later_today, settle_both
from meldpunt.obligations.rules.storage import from_stored
from meldpunt.obligations.rules.waiting import known_to_finder
from meldpunt.obligations.terms import Lapse, Owing, Settled, ShownObligation
from meldpunt.people.queries import organisation_facts
from meldpunt.policy.queries import policy_version
from meldpunt.policy.rules.calendar import region_of
from meldpunt.policy.terms import PromiseKind, Region

type Key = tuple[str, str]

AGAIN: Final = ":again"
"""Ends the cause of one that began anew after the first was over."""


@dataclass(frozen=True)
class Stand:
    """One obligation: its row where there is one, and how it stands by the facts; `told` is how it stands by those that the finder may know.

    `region` is the calendar of today; `owing`, and `known` to the finder, is what the date would be reckoned from with it.
    """

    facts: PromisedFacts
    kind: PromiseKind
    cause: str
    started_at: datetime
    row: Obligation | None
    settled: Settled
    told: Settled
    region: Region
    owing: Owing
    known: Owing

    @property
    def changed(self) -> bool:
        """Whether the row says otherwise, or is not there yet."""
        return self.row is None or settled_of(self.row) != self.settled


@dataclass(frozen=True)
class Seen:
    """What the tables said of several cases: the newest line of the journal about each, and their rows.

    As long as they say the same, what was reckoned from it holds: nothing about a case changes without a line or a row, but for what
    became of a letter, which has a line to come.
    """

    lines: Mapping[UUID, int]
    rows: tuple[Obligation, ...]

    def is_still(self, other: "Seen") -> bool:
        """Whether nothing changed in between."""
        return self.lines == other.lines and [*map(_columns, self.rows)] == [*map(_columns, other.rows)]


def obligations_of(case: UUID, *, now: datetime) -> tuple[ShownObligation, ...]:
    """Return the obligations of a case as they stand, those that are owed first, then the newest."""
    shown = [
        replace(_shown(each, each.settled, each.owing), told=each.told if each.told != each.settled else None)
        for each in stands_of(case, now=now)
    ]
    return tuple(sorted(shown, key=_order))


def obligations_to(case: UUID, thread: UUID, *, now: datetime) -> tuple[ShownObligation, ...]:
    """Return the obligations to one finder as they may know them: a clock that stands still unsaid runs here, and may break its promise."""
    found = [stand for stand in stands_of(case, now=now) if stand.facts.thread == thread]
    return tuple(sorted((_shown(each, each.told, each.known) for each in found), key=_order))


def stands_of(case: UUID, *, now: datetime) -> list[Stand]:
    """Return every obligation of a case: what the facts ask for, and what began with a mail that came back."""
    return stands_in(Seen({case: 0}, _rows([case])), now=now)


def see(cases: Collection[UUID]) -> Seen:
    """Return what the tables say of these cases now; asked before their facts, so that none slips in between unseen."""
    return Seen(dict.fromkeys(cases, 0) | ends_of_cases(cases), _rows(cases))


def stands_in(seen: Seen, *, now: datetime) -> list[Stand]:
    """Return every obligation of the cases that were seen, case by case and thread by thread."""
    rows: defaultdict[UUID, dict[Key, Obligation]] = defaultdict(dict)
    for row in seen.rows:
        rows[row.thread_id][row.kind, row.cause] = row
    places = {case: place for place, case in enumerate(seen.lines)}
    threads = sorted(promised_facts_of(seen.lines), key=lambda facts: places[facts.case])
    return [stand for facts in threads for stand in _stands(facts, rows[facts.thread], now)]


def never_begun(seen: Seen, stands: Iterable[Stand]) -> list[Obligation]:
    """Return the rows of what did not begin after all: only while a mail was wrongly recorded as come back it seemed to."""
    begun_ones = {stand.row.pk for stand in stands if stand.row is not None}
    return [row for row in seen.rows if row.pk not in begun_ones]


def settled_of(row: Obligation) -> Settled:
    """Return how a row was settled."""
    reckoning, region = from_stored(row.reckoning)
    return Settled(
        reckoning=reckoning,
        region=region,
        paused=row.paused,
        fulfilled_at=row.fulfilled_at,
        fulfilled_by=row.fulfilled_by,
        broken_at=row.broken_at,
        lapsed_at=row.lapsed_at,
        lapsed_because=Lapse(row.lapsed_because) if row.lapsed_because else None,
        ended_at=row.ended_at,
    )


def _stands(facts: PromisedFacts, rows: Mapping[Key, Obligation], now: datetime) -> list[Stand]:
    terms = policy_version(facts.organisation, facts.policy_version).terms
    region = region_of(terms, organisation_facts(facts.organisation))
    found: dict[Key, Stand] = {}
    owings, known = begun(terms, facts, now=now), known_to_finder(facts)
    for owing, as_known in zip(owings, owings if known is facts else begun(terms, known, now=now), strict=True):
        kind, cause = owing.promise.kind, owing.cause
        earlier = found.get((kind.value, cause))
        if earlier and is_over_by(owing.started_at, earlier.told):
            cause += AGAIN
        row = rows.get((kind.value, cause))
        before = settled_of(row) if row and row.started_at == owing.started_at else None
        settled, told = settle_both(owing, as_known, before, region, now=now)
        found[kind.value, cause] = Stand(
            facts, kind, cause, owing.started_at, row, settled, told, region, owing, as_known
        )
    return sorted(found.values(), key=lambda stand: stand.owing.lost is not None)


def _rows(cases: Collection[UUID]) -> tuple[Obligation, ...]:
    return tuple(Obligation.objects.filter(case__uuid__in=cases).order_by("id"))


def _columns(row: Obligation) -> list[object]:
    return [getattr(row, field.attname) for field in Obligation._meta.concrete_fields]  # noqa: SLF001 - documented as public


def _shown(stand: Stand, settled: Settled, owing: Owing) -> ShownObligation:
    facts = stand.facts
    return ShownObligation(
        case=facts.number,
        kind=stand.kind,
        settled=settled,
        started_at=stand.started_at,
        policy_version=facts.policy_version,
        later=later_today(owing, settled, stand.region),
    )


def _order(shown: ShownObligation) -> tuple[bool, float]:
    """Put what is owed first, the soonest at the top; after it what is over, the newest first."""
    due = shown.settled.due_at.timestamp()
    over = shown.settled.ended_at is not None
    return over, -due if over else due
