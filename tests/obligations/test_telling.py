"""What the journal tells of an obligation, so that anybody can count it again from the lines."""

from dataclasses import replace

import pytest

from meldpunt.obligations.rules.settling import settle
from meldpunt.obligations.rules.telling import deed_of, facts_of
from meldpunt.obligations.terms import Away, Lapse, Owing, Settled
from meldpunt.policy.terms import PromiseKind, Wait
from tests.obligations.promising import RECEIVED, REGION, at, promise

ANSWER = Owing(promise(PromiseKind.FIRST_ANSWER), "", RECEIVED)
WAITS = replace(ANSWER, waits=(Wait(at(1), at(3)),), paused=True)
"""A question waits since the first hour, and it is the third."""
GONE = replace(ANSWER, away=(Away(at(5), None, Lapse.CLOSED),))


def stands(owing: Owing, hours: float, before: Settled | None = None) -> Settled:
    return settle(owing, before, REGION, now=at(hours))


@pytest.mark.parametrize(
    ("before", "after", "deed"),
    [
        (None, stands(ANSWER, 1), "started"),
        (stands(ANSWER, 1), stands(ANSWER, 2), None),
        (stands(ANSWER, 1), stands(GONE, 6), "lapsed"),
        (stands(GONE, 6), stands(GONE, 9), None),
        (stands(GONE, 6), stands(replace(ANSWER, away=(Away(at(8), None, Lapse.CLOSED),)), 9), "lapsed"),
        (stands(GONE, 6), stands(ANSWER, 7), "reopened"),
        (stands(ANSWER, 1), stands(replace(ANSWER, waits=(Wait(at(1), at(2)),)), 3), "moved"),
        (stands(WAITS, 3), stands(replace(WAITS, waits=(Wait(at(1), at(6)),)), 6), None),
        (stands(WAITS, 3), stands(replace(WAITS, started_at=at(0.5)), 3), "moved"),
        (stands(replace(ANSWER, fulfilled_at=at(3)), 4), stands(replace(ANSWER, fulfilled_at=at(2)), 4), "kept"),
    ],
)
def test_what_happened(before: Settled | None, after: Settled, deed: str | None) -> None:
    """Each moment that the figures count has a line; what changes nothing has none."""
    assert deed_of(before, after) == (f"obligation.{deed}" if deed else None)


def test_a_line_tells_when_it_began_and_what_became_of_it() -> None:
    assert facts_of(PromiseKind.FIRST_ANSWER, "", stands(GONE, 6)) == {
        "kind": "first_answer",
        "cause": "",
        "since": "2026-05-04T10:00:00+00:00",
        "due": "2026-05-05T10:00:00+00:00",
        "at": "2026-05-04T15:00:00+00:00",
        "because": "closed",
    }
