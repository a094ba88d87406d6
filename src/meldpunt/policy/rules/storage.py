"""Policy terms as they are stored (JSON), and back."""

from collections.abc import Mapping
from typing import Any

from meldpunt.policy.terms import (
    AnswerPart,
    ContactMode,
    IdentityMode,
    PolicyTerms,
    Promise,
    PromiseKind,
    Section,
    ShownClause,
    Unit,
)


def to_stored(terms: PolicyTerms) -> dict[str, Any]:
    """Return what goes into the column; the texts of the clauses go with it."""
    return {
        "rules": [stored_clause(clause) for clause in terms.rules],
        "pledges": [stored_clause(clause) for clause in terms.pledges],
        "promises": [_stored_promise(promise) for promise in terms.promises],
        "page_days": terms.page_days,
        "identity_modes": list(terms.identity_modes),
        "contact_modes": list(terms.contact_modes),
    }


def from_stored(stored: Mapping[str, Any]) -> PolicyTerms:
    """Return the terms that `to_stored` was given."""
    return PolicyTerms(
        rules=tuple(clause_from(each, Section.RULES) for each in stored["rules"]),
        pledges=tuple(clause_from(each, Section.PLEDGES) for each in stored["pledges"]),
        promises=tuple(_promise_from(each) for each in stored["promises"]),
        page_days=stored["page_days"],
        identity_modes=tuple(IdentityMode(each) for each in stored["identity_modes"]),
        contact_modes=tuple(ContactMode(each) for each in stored["contact_modes"]),
    )


def stored_clause(clause: ShownClause) -> dict[str, Any]:
    """Return one clause as it is stored."""
    return {
        "id": clause.id,
        "section": clause.section.value,
        "texts": dict(clause.texts),
        "kept_by_people": clause.kept_by_people,
    }


def clause_from(stored: Mapping[str, Any], section: Section) -> ShownClause:
    """Return one stored clause; `section` is for those stored before clauses knew theirs."""
    return ShownClause(
        stored["id"],
        Section(stored.get("section", section)),
        stored["texts"],
        stored.get("kept_by_people", False),
    )


def _stored_promise(promise: Promise) -> dict[str, Any]:
    return {
        "kind": promise.kind,
        "amount": promise.amount,
        "unit": promise.unit,
        "says": list(promise.says),
        "pauses": promise.pauses,
        "calendar": promise.calendar,
    }


def _promise_from(stored: Mapping[str, Any]) -> Promise:
    return Promise(
        PromiseKind(stored["kind"]),
        stored["amount"],
        Unit(stored["unit"]),
        tuple(AnswerPart(each) for each in stored.get("says", ())),
        stored.get("pauses", False),
        stored.get("calendar", ""),
    )
