"""A published version as it is stored (JSON), and back.

The file goes in as it was written, next to the clauses as they were shown: neither the catalogue nor this code can change later
what a finder accepted. People and their addresses are in the file alone, which no page shows.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from meldpunt.policy.rules.file.building import Builder
from meldpunt.policy.rules.file.source import parse
from meldpunt.policy.rules.storage import clause_from, stored_clause
from meldpunt.policy.terms import PolicyText, Section, ShownClause


def to_stored(*, source: str, clauses: Sequence[ShownClause]) -> dict[str, Any]:
    """Return what goes into the column."""
    return {"source": source, "clauses": [stored_clause(clause) for clause in clauses]}


def stored_clauses(stored: Mapping[str, Any]) -> tuple[ShownClause, ...]:
    """Return the clauses as they were shown."""
    return tuple(clause_from(each, Section.RULES) for each in stored["clauses"])


def stored_policy(stored: Mapping[str, Any]) -> PolicyText:
    """Return the policy, as it was checked when it was published; today's date and the files beside it no longer matter.

    Raises ValueError when the column does not hold a policy.
    """
    policy = Builder().table(PolicyText, parse(stored["source"]), ())
    if policy is None:
        raise ValueError("the column does not hold a policy of this format")
    return policy
