"""A policy for programs: what is shown, and the values that it was made from. Only what is named here leaves the file, which names people."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import StrEnum
from typing import Any, Final

from meldpunt.policy.rules.security_text import REPORT
from meldpunt.policy.rules.showing.words import SECTIONS
from meldpunt.policy.terms import Both, Document, Policy, PolicyText, Promise, Section, Unit, WayIn, WayKind

FORMAT: Final = "meldpunt-policy-1"
TABLES: Final = ("contact", "scope", "excluded", "safe_harbour", "reward", "publication", "credit", "retention", "law")
"""Tables that are copied as they stand: every one of their keys is published."""


def public_copy(
    policy: Policy, *, text: PolicyText | None, name: str, site: str, languages: tuple[str, ...], country: str
) -> dict[str, Any]:
    """Return what may be published of a version, ready for JSON.

    `text` is its file, None for the built-in policy: then what only a file says is null. `name` is the organisation's or the brand's, `site`
    the address of its pages without a slash at the end, `country` whose public holidays are days off
    where the version does not say it.
    """
    terms, place = policy.terms, policy.terms.region
    return {
        "format": FORMAT,
        "organisation": name,
        "policy_of": text.organisation.name if text else name,
        "version": policy.number,
        "published_at": policy.published_at.isoformat(timespec="seconds"),
        "in_force_from": policy.in_force_from.isoformat(timespec="seconds"),
        "languages": list(languages),
        "topics": [each.value for each in terms.topics],
        "identity": [each.value for each in terms.identity_modes],
        "contact_by": [each.value for each in terms.contact_modes],
        "ways_in": [_way(way, site) for way in (text.way_in if text else (WayIn(WayKind.FORM),))],
        "other_channels": plain(text.other_channel) if text else [],
        "promises": [_promise(each, place.country if place else country) for each in terms.promises],
        **{table: plain(getattr(text, table)) if text else None for table in TABLES},
        "documents": [_document(each, policy, site) for each in text.document] if text else [],
        "based_on": list(text.based_on) if text else [],
        "sections": [_section(policy, section) for section in Section if policy.terms.section(section)],
    }


def plain(value: object) -> Any:  # noqa: ANN401 - as many types as JSON has
    """Return a value of the file in the types of JSON: a table by its keys, a text of one's own by language, a length of time as amount and unit."""
    if isinstance(value, Both):
        return value.given()
    if is_dataclass(value):
        return {each.name: plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, tuple):
        return [plain(each) for each in value]
    return value.value if isinstance(value, StrEnum) else value


def _way(way: WayIn, site: str) -> dict[str, Any]:
    """Return a way in; not from where a platform mails, which only helps who would forge that."""
    shown = {name: value for name, value in plain(way).items() if name != "mail_from"}
    return {**shown, **({"address": site + REPORT} if way.kind is WayKind.FORM else {})}


def _promise(promise: Promise, country: str) -> dict[str, Any]:
    counted = promise.unit is Unit.WORKING_DAYS
    return {**plain(promise), "calendar": (promise.calendar or country) if counted else None}


def _document(document: Document, policy: Policy, site: str) -> dict[str, Any]:
    files: Mapping[str, Any] = {"nl": document.nl, "en": document.en}
    return {
        "id": document.id,
        "version": document.version,
        "title": document.title.given(),
        "files": [
            {
                "language": language,
                "address": f"{site}/policy/{policy.number}/{file.file}",
                "sha256": file.sha256,
            }
            for language, file in files.items()
            if file is not None
        ],
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
