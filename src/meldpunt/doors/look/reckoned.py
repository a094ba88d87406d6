"""Obligations as pages show them: each with the explanation of its date in the reader's language."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import get_language

from meldpunt.obligations.rules.waiting import WITHHELD
from meldpunt.obligations.terms import ShownObligation
from meldpunt.policy.rules.reckoning import say, say_since
from meldpunt.policy.terms import PromiseKind

LATER = frozenset({PromiseKind.SILENCE, PromiseKind.SOLVED})
"""The promises that do not begin with the report."""


@dataclass(frozen=True)
class Explained:
    """One obligation, and how its date was reckoned, in one line. `may_be_withheld`: its clock stands still while the law forbids to tell."""

    shown: ShownObligation
    explained: str
    may_be_withheld: bool


def explained(obligations: Iterable[ShownObligation]) -> list[Explained]:
    """Return obligations with the explanations of their dates."""
    language = "nl" if (get_language() or "").startswith("nl") else "en"
    return [
        Explained(
            each, (say_since if each.kind in LATER else say)(each.settled.reckoning, language), each.kind in WITHHELD
        )
        for each in obligations
    ]
