"""What every change of a case has in common: nobody overwrites another, every change is numbered and written down."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from meldpunt.cases.models import Case, StateChange
from meldpunt.cases.queries.facts import due_of
from meldpunt.cases.queries.timeline import VERSION, changes_since
from meldpunt.cases.terms import CaseMovedOn, CaseNotFound, MessageKind, ReportState, Side
from meldpunt.journal.actions import record
from meldpunt.journal.terms import Actor, Fact
from meldpunt.people.access import allow
from meldpunt.people.terms import Deed, Visitor


def hold(*, number: str, deed: Deed, seen_version: int, by: Visitor) -> Case:
    """Lock the case for this transaction, if this visitor may do this and has seen it as it is.

    Raises NotAllowed, CaseNotFound, CaseMovedOn.
    """
    allow(by, deed)
    case = Case.objects.select_for_update().filter(organisation=by.organisation.id, number=number).first()
    if case is None:
        raise CaseNotFound
    if case.version != seen_version:
        raise CaseMovedOn(case.version, changes_since(case, seen_version))
    return case


def settle(case: Case, *, deed: str, facts: Mapping[str, Fact], by: Actor, now: datetime) -> None:
    """Give the change a number, reckon anew when the case is due, save it and write it down."""
    case.version += 1
    case.due_at = due_of(case)
    case.save()
    record(
        organisation=case.organisation_id,
        case=case.uuid,
        by=by,
        deed=deed,
        facts={**facts, VERSION: case.version},
        now=now,
    )


def move(case: Case, to: ReportState, *, member: UUID | None, now: datetime, reason: str = "") -> StateChange:
    """Take the report one state further, closed for a `reason`; whether it may is decided before. Return what is kept of it."""
    change = StateChange.objects.create(
        case=case, before=case.report_state, after=to, at=now, by_id=member, reason=reason
    )
    case.report_state = to
    return change


def note_own_word(case: Case, kind: MessageKind, *, now: datetime) -> None:
    """Remember that we spoke: the finder no longer waits."""
    case.answered_at = case.answered_at or now
    case.last_own_word_at = now
    case.last_own_kind = kind
    case.last_word = Side.ORGANISATION
    case.waiting_since = None


def note_finder_word(case: Case, *, now: datetime) -> None:
    """Remember that the finder spoke; they wait since their first word that was not answered."""
    case.waiting_since = case.waiting_since or now
    case.last_word = Side.FINDER


def reopen_case(case: Case, *, member: UUID | None, now: datetime) -> None:
    """Bring a closed case back into the state it had before it was closed."""
    last = case.state_changes.filter(after=ReportState.CLOSED).order_by("-id")[:1].get()
    move(case, ReportState(last.before), member=member, now=now)
    case.closed_at = None
    case.closing_reason = ""
