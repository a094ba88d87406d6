"""How obligations stand: the facts of a case on top of what was settled, whether or not somebody settled since."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from meldpunt.cases.queries import promised_facts
from meldpunt.cases.terms import PromisedFacts
from meldpunt.obligations.models import Obligation
from meldpunt.obligations.rules.making import owed
from meldpunt.obligations.rules.settling import settle, without_cause
from meldpunt.obligations.rules.storage import from_stored
from meldpunt.obligations.terms import Lapse, Settled, ShownObligation
from meldpunt.people.queries import organisation_facts
from meldpunt.policy.queries import policy_version
from meldpunt.policy.rules.calendar import region_of
from meldpunt.policy.terms import PromiseKind

type Key = tuple[str, str]


@dataclass(frozen=True)
class Stand:
    """One obligation: its row where there is one, and how it stands by the facts."""

    facts: PromisedFacts
    kind: PromiseKind
    cause: str
    started_at: datetime
    row: Obligation | None
    settled: Settled

    @property
    def changed(self) -> bool:
        """Whether the row says otherwise, or is not there yet."""
        return self.row is None or settled_of(self.row) != self.settled


def obligations_of(case: UUID, *, now: datetime) -> tuple[ShownObligation, ...]:
    """Return the obligations of a case as they stand, those that are owed first, then the newest."""
    return _shown(stands_of(case, now=now))


def obligations_to(case: UUID, thread: UUID, *, now: datetime) -> tuple[ShownObligation, ...]:
    """Return the obligations to one finder as they stand."""
    return _shown([stand for stand in stands_of(case, now=now) if stand.facts.thread == thread])


def stands_of(case: UUID, *, now: datetime) -> list[Stand]:
    """Return every obligation of a case: what the facts ask for, and rows whose beginning turned out not to be."""
    found: list[Stand] = []
    for facts in promised_facts(case):
        rows = {(row.kind, row.cause): row for row in Obligation.objects.filter(thread=facts.thread).order_by("id")}
        found += _stands(facts, rows, now)
    return found


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
    for owing in owed(terms, facts, now=now):
        kind = owing.promise.kind
        row = rows.get((kind.value, owing.cause))
        settled = settle(owing, settled_of(row) if row else None, region, now=now)
        found[kind.value, owing.cause] = Stand(facts, kind, owing.cause, owing.started_at, row, settled)
    for key in rows.keys() - found.keys():
        row = rows[key]
        settled = without_cause(settled_of(row), now=now)
        found[key] = Stand(facts, PromiseKind(row.kind), row.cause, row.started_at, row, settled)
    return list(found.values())


def _shown(stands: list[Stand]) -> tuple[ShownObligation, ...]:
    shown = [
        ShownObligation(each.facts.number, each.kind, each.settled, each.started_at, each.facts.policy_version)
        for each in stands
    ]
    return tuple(sorted(shown, key=_order))


def _order(shown: ShownObligation) -> tuple[bool, float]:
    """Put what is owed first, the soonest at the top; after it what is over, the newest first."""
    due = shown.settled.due_at.timestamp()
    over = shown.settled.ended_at is not None
    return over, -due if over else due
