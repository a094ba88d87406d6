"""The facts that promises to finders depend on."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from meldpunt.cases.models import Case, Message, Notice, StateChange, Thread
from meldpunt.cases.rules.promised import told_at
from meldpunt.cases.terms import ClosingReason, MessageKind, Move, NoDate, OwnWord, PromisedFacts, ReportState, Says
from meldpunt.journal.queries import first_entry_of_case
from meldpunt.outbox.queries import fates
from meldpunt.outbox.terms import Fate


def promised_facts(case: UUID) -> tuple[PromisedFacts, ...]:
    """Return the facts of every thread of a case, the oldest first; nothing for a case that is not there."""
    threads = Thread.objects.filter(case__uuid=case).select_related("case", "report__policy_version")
    rows = list(threads.defer("report__body", "report__identity").order_by("report__received_at", "pk"))
    if not rows:
        return ()
    changes = list(StateChange.objects.filter(case=rows[0].case_id).order_by("id"))
    known_at = _known_at(rows[0].case)
    return tuple(_facts(row, changes, known_at) for row in rows)


def case_ids(rows: Iterable[int]) -> dict[int, UUID]:
    """Return the ids under which the journal knows cases, by their rows."""
    return dict(Case.objects.filter(pk__in=list(rows)).values_list("pk", "uuid"))


def _known_at(case: Case) -> datetime:
    first = first_entry_of_case(case.uuid)
    return max(first.at, case.opened_at) if first else case.opened_at


def _facts(thread: Thread, changes: list[StateChange], known_at: datetime) -> PromisedFacts:
    notices = list(Notice.objects.filter(thread=thread))
    taken = _fates(notices)
    messages = list(Message.objects.filter(thread=thread).defer("sealed").order_by("id"))
    finder_words = tuple(message.at for message in messages if message.from_finder)
    of_message = {notice.message_id: taken[notice.letter] for notice in notices if notice.message_id}
    of_change = {notice.change_id: taken[notice.letter] for notice in notices if notice.change_id}
    version = thread.report.policy_version
    return PromisedFacts(
        organisation=thread.case.organisation_id,
        case=thread.case.uuid,
        case_row=thread.case_id,
        number=thread.case.number,
        thread=thread.pk,
        policy_version=version.number,
        policy_row=version.pk,
        language=thread.finder_language,
        assigned_to=thread.case.assigned_to_id,
        received_at=thread.report.received_at,
        known_at=known_at,
        own=tuple(
            _own(message, of_message.get(message.pk), finder_words) for message in messages if not message.from_finder
        ),
        finder_words=finder_words,
        moves=tuple(_move(change, of_change.get(change.pk), finder_words) for change in changes),
    )


def _fates(notices: list[Notice]) -> Mapping[UUID, Fate]:
    """Return what became of each letter: as it was kept, and of those still on their way as the outbox knows it by now."""
    open_ones = [notice.letter for notice in notices if notice.told_at is None and notice.failed_at is None]
    now_known = fates(open_ones) if open_ones else {}
    return {notice.letter: now_known.get(notice.letter, Fate(notice.told_at, notice.failed_at)) for notice in notices}


def _own(message: Message, letter: Fate | None, finder_words: tuple[datetime, ...]) -> OwnWord:
    return OwnWord(
        id=message.uuid,
        kind=MessageKind(message.kind),
        at=message.at,
        told_at=_told(message.at, letter, finder_words),
        failed_at=letter.given_up_at if letter else None,
        says=says_of(message),
    )


def says_of(message: Message) -> Says:
    """Return what a message of ours says."""
    no_date = NoDate(message.no_date) if message.no_date else None
    return Says(assessment=message.assesses, fix_by=message.fix_by, no_date=no_date)


def _move(change: StateChange, letter: Fate | None, finder_words: tuple[datetime, ...]) -> Move:
    return Move(
        id=change.pk,
        at=change.at,
        after=ReportState(change.after),
        reason=ClosingReason(change.reason) if change.reason else None,
        told_at=_told(change.at, letter, finder_words),
        failed_at=letter.given_up_at if letter else None,
    )


def _told(at: datetime, letter: Fate | None, finder_words: tuple[datetime, ...]) -> datetime | None:
    return told_at(
        at, mailed=letter is not None, taken_at=letter.delivered_at if letter else None, finder_words=finder_words
    )
