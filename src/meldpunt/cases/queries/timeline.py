"""What happened in a case, from the journal."""

from uuid import UUID

from meldpunt.cases.models import Case
from meldpunt.cases.terms import Change
from meldpunt.journal.queries import entries_of_case
from meldpunt.journal.terms import ActorKind, EntryLine
from meldpunt.people.queries import member_names

VERSION = "version"


def timeline_of(case: Case, *, newest: int | None = None) -> tuple[Change, ...]:
    """Return everything that was written down about a case, or only the `newest` so many; oldest first."""
    names = member_names(case.organisation_id)
    return tuple(_change(entry, names) for entry in entries_of_case(case.uuid, newest=newest))


def changes_since(case: Case, seen_version: int) -> tuple[Change, ...]:
    """Return what changed the case after it had this version."""
    return tuple(change for change in timeline_of(case) if _version(change) > seen_version)


def _change(entry: EntryLine, names: dict[UUID, str]) -> Change:
    member = entry.actor.id if entry.actor.kind is ActorKind.MEMBER else None
    return Change(
        at=entry.at,
        deed=entry.deed,
        side=entry.actor.kind,
        who=names.get(member, "") if member else "",
        facts=dict(entry.facts),
        member=member,
    )


def _version(change: Change) -> int:
    version = change.facts.get(VERSION, 0)
    return version if isinstance(version, int) else 0
