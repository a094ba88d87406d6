"""The facts that promises to finders depend on."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from meldpunt.cases.models import Case, Message, Notice, StateChange, Thread, Withholding
from meldpunt.cases.queries.details import details_in
from meldpunt.cases.rules.promised import told_at
from meldpunt.cases.terms import (
    ClosingReason,
    Details,
    MessageKind,
    Move,
    NoDate,
    OwnWord,
    PromisedFacts,
    ReportState,
    Returned,
    Says,
    Withheld,
)
from meldpunt.journal.queries import beginnings_of_cases
from meldpunt.outbox.queries import fates
from meldpunt.outbox.terms import Fate


def promised_facts(case: UUID) -> tuple[PromisedFacts, ...]:
    """Return the facts of every thread of a case, the oldest first; nothing for a case that is not there."""
    return promised_facts_of([case])


def promised_facts_of(cases: Collection[UUID]) -> tuple[PromisedFacts, ...]:
    """Return the facts of every thread of several cases, the oldest first, in as many questions as those of one take."""
    threads = list(
        Thread.objects.filter(case__uuid__in=cases)
        .select_related("case", "report__policy_version")
        .only(*_COLUMNS)
        .order_by("report__received_at", "pk")
    )
    beginnings, gathered = beginnings_of_cases(cases), _gather(threads)
    return tuple(_facts(thread, gathered, beginnings.get(thread.case.uuid)) for thread in threads)


def case_ids(rows: Iterable[int]) -> dict[int, UUID]:
    """Return the ids under which the journal knows cases, by their rows."""
    return dict(Case.objects.filter(pk__in=list(rows)).values_list("pk", "uuid"))


_COLUMNS = (
    "finder_language",
    "case__organisation",
    "case__uuid",
    "case__number",
    "case__assigned_to",
    "case__opened_at",
    "report__received_at",
    "report__policy_version__number",
)


@dataclass(frozen=True)
class _Gathered:
    """What was said and done in threads: messages, notices and details by thread, changes and withholdings by case, and what became of each letter."""

    messages: Mapping[Any, list[Message]]
    notices: Mapping[Any, list[Notice]]
    changes: Mapping[Any, list[StateChange]]
    withholdings: Mapping[Any, list[Withholding]]
    taken: Mapping[UUID, Fate]
    details: Mapping[UUID, tuple[Details, ...]]


@dataclass(frozen=True)
class _Letter:
    """A notice, and what became of its letter."""

    notice: Notice
    fate: Fate


def _gather(threads: list[Thread]) -> _Gathered:
    keys, cases = [thread.pk for thread in threads], {thread.case_id for thread in threads}
    notices = list(Notice.objects.filter(thread__in=keys).order_by("id"))
    return _Gathered(
        messages=_by(lambda row: row.thread_id, Message.objects.filter(thread__in=keys).defer("sealed").order_by("id")),
        notices=_by(lambda row: row.thread_id, notices),
        changes=_by(lambda row: row.case_id, StateChange.objects.filter(case__in=cases).order_by("id")),
        withholdings=_by(
            lambda row: row.case_id, Withholding.objects.filter(case__in=cases).defer("sealed").order_by("id")
        ),
        taken=_fates(notices),
        details=details_in(threads),
    )


def _by[Row](key: Callable[[Row], object], rows: Iterable[Row]) -> Mapping[Any, list[Row]]:
    found: defaultdict[object, list[Row]] = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    return found


def _facts(thread: Thread, gathered: _Gathered, begun_at: datetime | None) -> PromisedFacts:
    letters = [(row, _Letter(row, gathered.taken[row.letter])) for row in gathered.notices.get(thread.pk, [])]
    messages, changes = gathered.messages.get(thread.pk, []), gathered.changes.get(thread.case_id, [])
    finder_words = tuple(message.at for message in messages if message.from_finder)
    of_message = {notice.message_id: letter for notice, letter in letters if notice.message_id}
    of_change = {notice.change_id: letter for notice, letter in letters if notice.change_id}
    case, version = thread.case, thread.report.policy_version
    return PromisedFacts(
        organisation=case.organisation_id,
        case=case.uuid,
        case_row=case.pk,
        number=case.number,
        thread=thread.pk,
        policy_version=version.number,
        policy_row=version.pk,
        language=thread.finder_language,
        assigned_to=case.assigned_to_id,
        received_at=thread.report.received_at,
        known_at=max(begun_at, case.opened_at) if begun_at else case.opened_at,
        own=tuple(
            _own(message, of_message.get(message.pk), finder_words) for message in messages if not message.from_finder
        ),
        finder_words=finder_words,
        moves=tuple(_move(change, of_change.get(change.pk), finder_words) for change in changes),
        details=gathered.details[thread.pk],
        withheld=tuple(
            Withheld(row.at, row.ended_at, row.said) for row in gathered.withholdings.get(thread.case_id, ())
        ),
    )


def _fates(notices: list[Notice]) -> Mapping[UUID, Fate]:
    """Return what became of each letter: as it was kept, and of those still on their way as the outbox knows it by now."""
    open_ones = [notice.letter for notice in notices if notice.told_at is None and notice.failed_at is None]
    now_known = fates(open_ones) if open_ones else {}
    return {notice.letter: now_known.get(notice.letter, _kept_fate(notice)) for notice in notices}


def _kept_fate(notice: Notice) -> Fate:
    """Return what is kept of a letter's end; one that came back was taken by nobody who could tell the finder."""
    if notice.came_back_at is not None:
        return Fate(None, notice.came_back_at)
    return Fate(notice.told_at, notice.failed_at)


def _own(message: Message, letter: _Letter | None, finder_words: tuple[datetime, ...]) -> OwnWord:
    return OwnWord(
        id=message.uuid,
        kind=MessageKind(message.kind),
        at=message.at,
        told_at=_told(message.at, letter, finder_words),
        failed_at=letter.fate.given_up_at if letter else None,
        says=says_of(message),
        returned=_returned(message.at, letter, finder_words),
    )


def says_of(message: Message) -> Says:
    """Return what a message of ours says."""
    no_date = NoDate(message.no_date) if message.no_date else None
    return Says(assessment=message.assesses, fix_by=message.fix_by, no_date=no_date)


def _move(change: StateChange, letter: _Letter | None, finder_words: tuple[datetime, ...]) -> Move:
    return Move(
        id=change.pk,
        at=change.at,
        after=ReportState(change.after),
        reason=ClosingReason(change.reason) if change.reason else None,
        told_at=_told(change.at, letter, finder_words),
        failed_at=letter.fate.given_up_at if letter else None,
        returned=_returned(change.at, letter, finder_words),
    )


def _told(at: datetime, letter: _Letter | None, finder_words: tuple[datetime, ...]) -> datetime | None:
    taken_at = letter.fate.delivered_at if letter else None
    return told_at(at, mailed=letter is not None, taken_at=taken_at, finder_words=finder_words)


def _returned(at: datetime, letter: _Letter | None, finder_words: tuple[datetime, ...]) -> Returned | None:
    """Return what was taken to be told by a mail until somebody recorded that it came back."""
    noted_at = letter.notice.came_back_noted_at if letter else None
    if letter is None or noted_at is None:
        return None
    taken_at = letter.notice.told_at
    was_told = told_at(
        at, mailed=True, taken_at=taken_at, finder_words=[each for each in finder_words if each <= noted_at]
    )
    return Returned(letter.notice.letter, was_told, noted_at) if was_told else None
