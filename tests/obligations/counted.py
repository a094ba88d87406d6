"""Obligations as they stand, for the tests of the figures, in few words."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID, uuid4

from hypothesis import strategies as st

from meldpunt.obligations.rules.figures import tables
from meldpunt.obligations.terms.figures import LEAST, Counted, Outcome, Table
from meldpunt.policy.terms import PromiseKind, Region

NL: Final = Region("NL", "Europe/Amsterdam")
FIRST: Final = PromiseKind.FIRST_ANSWER
QUARTERS: Final = {f"2026-Q{number}": datetime(2026, number * 3 - 2, 5, 9, tzinfo=UTC) for number in range(1, 5)}


def settled(
    outcome: Outcome,
    *,
    quarter: str = "2026-Q1",
    kind: PromiseKind = FIRST,
    declined: bool = False,
    hours: int | None = 30,
    case: UUID | None = None,
) -> Counted:
    """Return one obligation of a quarter, of a report of its own; `hours` until it was fulfilled, None for not at all."""
    started = QUARTERS[quarter]
    late = started + timedelta(days=7)
    told = outcome in {Outcome.KEPT, Outcome.BROKEN} and hours is not None
    return Counted(
        kind=kind,
        started_at=started,
        due_at=late,
        fulfilled_at=started + timedelta(hours=hours or 0) if told else None,
        broken_at=late if outcome is Outcome.BROKEN else None,
        lapsed_at=late if outcome is Outcome.LAPSED else None,
        declined=declined,
        case=case or uuid4(),
    )


def many(counts: dict[Outcome, int], *, quarter: str = "2026-Q1", kind: PromiseKind = FIRST) -> list[Counted]:
    """Return so many obligations of each outcome."""
    return [settled(outcome, quarter=quarter, kind=kind) for outcome, count in counts.items() for _ in range(count)]


def table(of: Iterable[Counted], least: int = LEAST) -> Table:
    """Return the only table."""
    (found,) = tables(of, NL, least=least)
    return found


@st.composite
def settleds(draw: st.DrawFn, most: int = 12) -> list[Counted]:
    """Make a year of obligations, in groups, so that small and large counts come, of few reports and of many."""
    groups = draw(
        st.lists(
            st.tuples(
                st.sampled_from([PromiseKind.RECEIPT, PromiseKind.FIRST_ANSWER, PromiseKind.SILENCE]),
                st.booleans(),
                st.sampled_from(sorted(QUARTERS)),
                st.sampled_from(Outcome),
                st.one_of(st.none(), st.integers(0, 400)),
                st.integers(1, 14),
                st.integers(1, 40),
            ),
            max_size=most,
        )
    )
    return [
        settled(
            outcome,
            quarter=quarter,
            kind=kind,
            declined=declined,
            hours=hours,
            case=UUID(int=number % reports),
        )
        for kind, declined, quarter, outcome, hours, times, reports in groups
        for number in range(times)
    ]
