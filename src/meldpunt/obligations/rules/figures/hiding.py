"""How much of a period is told, so that no small count can be worked out, not even from all tables together.

One report stands behind promises of many tables, so that they lean on each other: receipt, first answer and fix are made at once,
what was told as solved is what was fixed, and words of progress follow the first answer. So all tables of a period are told alike:

- whole, where every count of every table stands for no report or for `least` of them; so there is nothing to work out;
- else little: of what begins with the report how many were made and how many broken, of all else whether none, few or more were broken.
  What was kept, runs and lapsed stays unknown, also where that is zero: whatever else tells how many reports were answered or solved,
  it does not tell which of the others run and which lapsed. From how many words of progress there are it would follow how many were
  kept, and from how many of them were broken, that all but few reports were answered.

Broken is hidden where it, or all that was not broken, stands for a small number; as twice `least` reports stand behind that row, each
number from 1 to `least` - 1 fits then. `tests/obligations/test_figures_hiding.py` tries it against other lives of the reports.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from meldpunt.obligations.rules.figures.counting import Single, reports, tally
from meldpunt.obligations.terms.figures import Count, Hidden, Outcome
from meldpunt.policy.terms import PromiseKind

COUNTS: Final = ("made", *(outcome.value for outcome in Outcome))
WITH_REPORT: Final = frozenset({PromiseKind.RECEIPT, PromiseKind.FIRST_ANSWER, PromiseKind.FIX})
"""The promises that begin with the report, each of them once."""
_HIDDEN: Final = Count(None, Hidden.WITH_IT)
_FEW: Final = Count(None, Hidden.FEW)
_MANY: Final = Count(None, Hidden.MANY)


def enough(least: int) -> int:
    """Return how many reports a period, and a time, must stand for; those who are told everything need none."""
    return 2 * least if least > 1 else 0


def is_told_whole(rows: Iterable[Sequence[Single]], least: int) -> bool:
    """Tell whether a period is told whole; `rows` are those of all its tables."""
    return not any(_is_small(part, least) for row in rows for part in _parts(row))


def whole(of: Sequence[Single]) -> Mapping[str, Count]:
    """Return every count of a row, by their names."""
    return {"made": Count(len(of))} | {outcome.value: Count(amount) for outcome, amount in tally(of).items()}


def little(kind: PromiseKind, of: Sequence[Single], least: int) -> Mapping[str, Count]:
    """Return the counts of a row of which little is told."""
    hidden = dict.fromkeys(COUNTS, _HIDDEN)
    broken = [single for single in of if single.outcome is Outcome.BROKEN]
    others = [single for single in of if single.outcome is not Outcome.BROKEN]
    if kind not in WITH_REPORT:
        return hidden | {"broken": _roughly(broken, least, _MANY)}
    if reports(of) < enough(least):
        return hidden
    exact = _HIDDEN if _is_small(others, least) else Count(len(broken))
    return hidden | {"made": Count(len(of)), "broken": _roughly(broken, least, exact)}


def _roughly(of: Sequence[Single], least: int, not_few: Count) -> Count:
    """Return a count that is told as none, as few, or as what is given."""
    if not of:
        return Count(0)
    return _FEW if _is_small(of, least) else not_few


def _parts(of: Sequence[Single]) -> Iterable[Sequence[Single]]:
    """Return the obligations of each outcome; of the broken ones apart what was fulfilled late and what never was."""
    found: dict[tuple[Outcome, bool], list[Single]] = {}
    for single in of:
        found.setdefault((single.outcome, single.took.hours is None), []).append(single)
    return found.values()


def _is_small(of: Sequence[Single], least: int) -> bool:
    return 0 < reports(of) < least
