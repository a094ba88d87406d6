"""Policy terms as they are stored (JSON), and back."""

from typing import Any

from meldpunt.policy.terms import Clause, ContactMode, IdentityMode, PolicyTerms, Promise, PromiseKind, Unit


def to_stored(terms: PolicyTerms) -> dict[str, Any]:
    """Return what goes into the column; the texts of the clauses go with it."""
    return {
        "rules": [_stored_clause(clause) for clause in terms.rules],
        "pledges": [_stored_clause(clause) for clause in terms.pledges],
        "promises": [{"kind": one.kind, "amount": one.amount, "unit": one.unit} for one in terms.promises],
        "page_days": terms.page_days,
        "identity_modes": list(terms.identity_modes),
        "contact_modes": list(terms.contact_modes),
    }


def from_stored(stored: dict[str, Any]) -> PolicyTerms:
    """Return the terms that `to_stored` was given."""
    return PolicyTerms(
        rules=tuple(Clause(each["id"], each["texts"]) for each in stored["rules"]),
        pledges=tuple(Clause(each["id"], each["texts"]) for each in stored["pledges"]),
        promises=tuple(
            Promise(PromiseKind(each["kind"]), each["amount"], Unit(each["unit"])) for each in stored["promises"]
        ),
        page_days=stored["page_days"],
        identity_modes=tuple(IdentityMode(each) for each in stored["identity_modes"]),
        contact_modes=tuple(ContactMode(each) for each in stored["contact_modes"]),
    )


def _stored_clause(clause: Clause) -> dict[str, Any]:
    return {"id": clause.id, "texts": dict(clause.texts)}
