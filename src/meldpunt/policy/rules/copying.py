"""A policy for programs, made from what is shown alone: never from the file, which names people."""

from typing import Any, Final

from meldpunt.policy.rules.showing.words import SECTIONS
from meldpunt.policy.terms import Policy, Section

FORMAT: Final = "meldpunt-policy-1"


def public_copy(policy: Policy, *, name: str) -> dict[str, Any]:
    """Return what may be published of a version, ready for JSON; `name` is the organisation's."""
    return {
        "format": FORMAT,
        "organisation": name,
        "version": policy.number,
        "published_at": policy.published_at.isoformat(timespec="seconds"),
        "in_force_from": policy.in_force_from.isoformat(timespec="seconds"),
        "promises": [
            {"kind": each.kind.value, "amount": each.amount, "unit": each.unit.value} for each in policy.terms.promises
        ],
        "sections": [_section(policy, section) for section in Section if policy.terms.section(section)],
    }


def _section(policy: Policy, section: Section) -> dict[str, Any]:
    return {
        "id": section.value,
        "title": dict(SECTIONS[section]),
        "clauses": [
            {"id": clause.id, "kept_by_people": clause.is_marked, "texts": dict(clause.texts)}
            for clause in policy.terms.section(section)
        ],
    }
