"""Which ways in a policy names, as its clauses tell."""

from typing import Final

from meldpunt.policy.terms import PolicyTerms, WayKind

WAY: Final = "way_in."


def takes_form(terms: PolicyTerms) -> bool:
    """Tell whether the form is a way in under these terms: named as one, or no way is named, as in the built-in policy."""
    ways = [clause.id for clause in terms.clauses if clause.id.startswith(WAY)]
    return not ways or f"{WAY}{WayKind.FORM}" in ways
