"""Obligations as pages show them: what was promised and the explanation of its date, in the reader's language."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.functional import lazy
from django.utils.timezone import get_current_timezone_name
from django.utils.translation import get_language

from meldpunt.obligations.rules.waiting import WITHHELD
from meldpunt.obligations.terms import ShownObligation
from meldpunt.policy.rules.reckoning import say, say_later, say_named, say_since
from meldpunt.policy.rules.showing.words import PROMISES
from meldpunt.policy.terms import PromiseKind, Reckoning

LATER = frozenset({PromiseKind.SILENCE, PromiseKind.SOLVED, PromiseKind.ERASURE})
"""The promises that do not begin with the report."""


@dataclass(frozen=True)
class Explained:
    """One obligation, and how its date was reckoned, in one line; `stays` says why it stays where the calendar changed. `may_be_withheld`: its clock stands still while the law forbids to tell."""

    shown: ShownObligation
    explained: str
    may_be_withheld: bool
    stays: str = ""


def explained(obligations: Iterable[ShownObligation]) -> list[Explained]:
    """Return obligations with the explanations of their dates, for a page on the clock of today."""
    language, zone = _language(), get_current_timezone_name()
    return [
        Explained(
            each,
            _saying(each.kind)(each.settled.reckoning, language, zone),
            each.kind in WITHHELD,
            say_later(each.settled.reckoning, each.later, language, zone) if each.later else "",
        )
        for each in obligations
    ]


def _saying(kind: PromiseKind) -> Callable[[Reckoning, str, str], str]:
    """Return how the date of a promise is explained: from the report, from what began it, or as the day that was named."""
    if kind is PromiseKind.EXPECTED_FIX:
        return say_named
    return say_since if kind in LATER else say


def name_of(kind: PromiseKind) -> str:
    """Return what a promise is called."""
    return PROMISES[kind][_language()]


def _language() -> str:
    return "nl" if (get_language() or "").startswith("nl") else "en"


NAMES = {kind.value: lazy(name_of, str)(kind) for kind in PromiseKind}
"""What each promise is called, by its code, in the language of whoever looks."""
