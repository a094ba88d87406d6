"""Warnings: each is sent once, and nobody gets more than one letter of a kind however many promises or duties are due.

A warning and the letter it leaves in are written in one transaction: a restart sends neither again.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import batched
from typing import Final, NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from meldpunt.journal.actions import record, transaction
from meldpunt.journal.terms import Actor
from meldpunt.obligations.actions.settling import hold
from meldpunt.obligations.models import DutyWarning, Named, PlannedWarning
from meldpunt.obligations.queries import named_by
from meldpunt.obligations.rules.law.keeping import to_warn_of_duty
from meldpunt.obligations.rules.warning import to_warn
from meldpunt.obligations.terms import WarningStep
from meldpunt.obligations.terms.duties import DutyStep
from meldpunt.outbox.terms import Letter
from meldpunt.people.access import allow
from meldpunt.people.actions import tell_members
from meldpunt.people.queries import handlers_of, leads_of, members_who_may
from meldpunt.people.terms import Deed, NotThere, Role, Visitor


class _Due(NamedTuple):
    """A warning whose moment has come, what it is about, and who has the case."""

    row: int
    step: str
    at: datetime
    about: int
    due_at: datetime | None
    assigned: UUID | None


class _Kind(NamedTuple):
    """What is warned of: its table, what its rows are about, its letter with the counts in that, and what the journal calls it."""

    table: type[PlannedWarning | DutyWarning]
    about: str
    letter: Letter
    counts: tuple[str, ...]
    """The gravest last."""
    deed: str
    whom: Callable[..., frozenset[UUID]]


def _of_promise(step: str, **people: Collection[UUID] | UUID | None) -> frozenset[UUID]:
    return to_warn(WarningStep(step), **people)  # type: ignore[arg-type]  # as given below


def _of_duty(step: str, **people: Collection[UUID] | UUID | None) -> frozenset[UUID]:
    return to_warn_of_duty(DutyStep(step), **people)  # type: ignore[arg-type]  # as given below


KINDS: Final = (
    _Kind(PlannedWarning, "obligation", Letter.PROMISES_DUE, ("soon", "late"), "obligation.warned", _of_promise),
    _Kind(DutyWarning, "duty", Letter.DUTIES_DUE, ("ended", "begun", "soon", "late"), "duty.warned", _of_duty),
)
OVERDUE: Final = timedelta(days=1)
"""A warning that leaves so long after its moment is told of in the journal: the worker stood still, or it became known late."""
AT_ONCE: Final = 1000
"""Rows a statement: a database takes only so many values in one."""


def warn(*, by: Actor, now: datetime, limit: int) -> int:
    """Send up to `limit` warnings of each kind and organisation whose moment has come; return how many."""
    waiting = [
        (organisation, kind)
        for kind in KINDS
        for organisation in _to_send(kind, now)
        .order_by()
        .values_list(f"{kind.about}__organisation_id", flat=True)
        .distinct()
    ]
    return sum(_warn(organisation, kind, by, now, limit) for organisation, kind in waiting)


def name_for_warnings(*, members: Sequence[UUID], by: Visitor, now: datetime) -> None:
    """Set who is warned last, in this order. Raises NotAllowed, NotThere for somebody who is no member."""
    allow(by, Deed.CHANGE_SETTINGS)
    organisation, chosen = by.organisation.id, list(dict.fromkeys(members))
    if not set(chosen) <= members_who_may(organisation, Deed.SEE_DESK).keys():
        raise NotThere
    with transaction():
        hold(organisation=organisation)
        Named.objects.filter(organisation=organisation).delete()
        Named.objects.bulk_create(
            Named(organisation_id=organisation, member_id=member, place=place) for place, member in enumerate(chosen)
        )
        facts = {"members": len(chosen)}
        record(organisation=organisation, case=None, by=by.actor, deed="obligation.named", facts=facts, now=now)


def _to_send(kind: _Kind, now: datetime) -> QuerySet[PlannedWarning | DutyWarning]:
    return kind.table.objects.filter(sent_at__isnull=True, at__lte=now)


def _warn(organisation: UUID, kind: _Kind, by: Actor, now: datetime, limit: int) -> int:
    with transaction():
        hold(organisation=organisation)
        due = _to_send(kind, now).filter(**{f"{kind.about}__organisation": organisation}).order_by("at", "id")
        columns = ("id", "step", "at", *(f"{kind.about}{end}" for end in ("_id", "__due_at", "__case__assigned_to_id")))
        sending = [_Due(*each) for each in due.values_list(*columns)[:limit]]
        if not sending:
            return 0
        for some in batched(sending, AT_ONCE):
            kind.table.objects.filter(pk__in=[each.row for each in some]).update(sent_at=now)
        letters = _letters(organisation, kind, sending, now)
        for counts, members in letters.items():
            tell_members(
                organisation=organisation,
                letter=kind.letter,
                facts={name: str(count) for name, count in zip(kind.counts, counts, strict=True)},
                members=members,
                roles=tuple(Role),
                now=now,
            )
        facts = {"warnings": len(sending), "members": sum(map(len, letters.values()))}
        if late := sum(each.at < now - OVERDUE for each in sending):
            facts["late"] = late
        record(organisation=organisation, case=None, by=by, deed=kind.deed, facts=facts, now=now)
    return len(sending)


def _letters(
    organisation: UUID, kind: _Kind, sending: Sequence[_Due], now: datetime
) -> dict[tuple[int, ...], list[UUID]]:
    """Return who is told of how many that began, are due soon, or are late; who left is passed over.

    However many of its steps leave together, a promise or duty counts once for each member, under the gravest that they are told.
    """
    handlers, leads = handlers_of(organisation).keys(), leads_of(organisation).keys()
    present = members_who_may(organisation, Deed.SEE_DESK)
    named = [member for member in named_by(organisation) if member in present]
    told: defaultdict[UUID, defaultdict[int, int]] = defaultdict(lambda: defaultdict(int))
    for (step, assigned), alike in _alike(sending).items():
        for member in kind.whom(step, assigned=assigned, handlers=handlers, leads=leads, named=named):
            for each in alike:
                told[member][each.about] = max(told[member][each.about], _counted_as(each, kind, now))
    letters: defaultdict[tuple[int, ...], list[UUID]] = defaultdict(list)
    for member, of_member in told.items():
        counts = Counter(of_member.values())
        letters[tuple(counts[place] for place in range(len(kind.counts)))].append(member)
    return letters


def _alike(sending: Sequence[_Due]) -> Mapping[tuple[str, UUID | None], list[_Due]]:
    """Return the warnings by what decides who is told."""
    found: defaultdict[tuple[str, UUID | None], list[_Due]] = defaultdict(list)
    for each in sending:
        found[each.step, each.assigned].append(each)
    return found


def _counted_as(due: _Due, kind: _Kind, now: datetime) -> int:
    """Return which of the counts of the letter a warning adds to: late is what has passed, whichever step leaves only now."""
    is_late = due.due_at is not None and due.due_at < now
    return kind.counts.index("late" if is_late else "begun" if due.step == DutyStep.BEGUN else "soon")
