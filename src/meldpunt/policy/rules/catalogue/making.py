"""How a clause of the catalogue is written down."""

from collections.abc import Callable

from meldpunt.policy.terms import Clause, ClauseKind, Mechanism


def of_kind(kind: ClauseKind) -> Callable[..., Clause]:
    """Return what makes clauses of one kind, from id, English, Dutch, source, mechanism and parameters."""

    def clause(name: str, en: str, nl: str, source: str, mechanism: Mechanism, *parameters: str) -> Clause:
        return Clause(name, kind, {"nl": nl, "en": en}, source, mechanism, parameters)

    return clause
