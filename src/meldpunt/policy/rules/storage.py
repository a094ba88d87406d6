"""Policy terms as they are stored (JSON), and back.

The clauses go in as they were shown: neither the catalogue nor this code can change later what a finder accepted.
"""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from meldpunt.policy.terms import (
    AnswerPart,
    ContactMode,
    IdentityMode,
    PolicyTerms,
    Promise,
    PromiseKind,
    Region,
    Section,
    ShownClause,
    Span,
    Topic,
    Unit,
)


def to_stored(terms: PolicyTerms) -> dict[str, Any]:
    """Return what goes into the column."""
    return {
        "clauses": [_stored_clause(clause) for clause in terms.clauses],
        "promises": [_stored_promise(promise) for promise in terms.promises],
        "page_days": terms.page_days,
        "identity_modes": list(terms.identity_modes),
        "contact_modes": list(terms.contact_modes),
        "topics": list(terms.topics),
        "region": asdict(terms.region) if terms.region else None,
        "page_span": asdict(terms.page_span) if terms.page_span else None,
    }


def from_stored(stored: Mapping[str, Any]) -> PolicyTerms:
    """Return the terms that `to_stored` was given."""
    return PolicyTerms(
        clauses=tuple(_clause_from(each) for each in stored["clauses"]),
        promises=tuple(_promise_from(each) for each in stored["promises"]),
        page_days=stored["page_days"],
        identity_modes=tuple(IdentityMode(each) for each in stored["identity_modes"]),
        contact_modes=tuple(ContactMode(each) for each in stored["contact_modes"]),
        topics=tuple(Topic(each) for each in stored["topics"]),
        region=_region_from(stored.get("region")),
        page_span=_span_from(stored.get("page_span")),
    )


def _region_from(stored: Mapping[str, Any] | None) -> Region | None:
    """Return the calendar, which versions did not have from the beginning."""
    if stored is None:
        return None
    return Region(stored["country"], stored["zone"], tuple(stored["closed"]), tuple(stored["open"]))


def _span_from(stored: Mapping[str, Any] | None) -> Span | None:
    """Return the length of time, which versions did not have from the beginning."""
    return None if stored is None else Span(stored["amount"], Unit(stored["unit"]))


def _stored_clause(clause: ShownClause) -> dict[str, Any]:
    return {
        "id": clause.id,
        "section": clause.section.value,
        "texts": dict(clause.texts),
        "kept_by_people": clause.kept_by_people,
    }


def _clause_from(stored: Mapping[str, Any]) -> ShownClause:
    return ShownClause(stored["id"], Section(stored["section"]), stored["texts"], stored["kept_by_people"])


def _stored_promise(promise: Promise) -> dict[str, Any]:
    return {
        "kind": promise.kind,
        "amount": promise.amount,
        "unit": promise.unit,
        "says": list(promise.says),
        "pauses": promise.pauses,
        "calendar": promise.calendar,
        "office": promise.office,
        "moves": promise.moves,
    }


def _promise_from(stored: Mapping[str, Any]) -> Promise:
    return Promise(
        PromiseKind(stored["kind"]),
        stored["amount"],
        Unit(stored["unit"]),
        tuple(AnswerPart(each) for each in stored["says"]),
        stored["pauses"],
        stored["calendar"],
        stored.get("office", ""),  # versions of before the choice existed
        stored.get("moves", False),
    )
