"""Erasing who a finder is: by themselves at any moment, by the desk once the case is closed or because they asked for it.

What goes: name and contact details with the key that opened them, the address for notices, what was still to be mailed there, the finder's
mails as they came, which name them in every head, the marks of those mails, and mailed links to the access code.
What was said in report, conversation and notes stays sealed as it is, and the access code opens the finder's page as before.
"""

from collections.abc import Collection
from contextlib import suppress
from datetime import datetime
from uuid import UUID, uuid4

from meldpunt.arrivals.actions import empty_entry, forget_mails, write_down_entry
from meldpunt.arrivals.queries import keeps_mail, waiting_mails
from meldpunt.arrivals.terms import EntrySettled
from meldpunt.cases.access.keys import internal_key
from meldpunt.cases.actions.changing import hold, settle
from meldpunt.cases.actions.letters import forget_address, withdraw_mails
from meldpunt.cases.models import Case, Note, Thread
from meldpunt.cases.queries.details import ERASED, HAD, threads_with_details
from meldpunt.cases.rules.details import check_erasure
from meldpunt.cases.rules.messages import check_said, seal_note
from meldpunt.cases.terms import ReportState
from meldpunt.journal.actions import transaction
from meldpunt.journal.terms import Actor
from meldpunt.people.access import allow
from meldpunt.people.terms import Deed, Visitor
from meldpunt.reports.actions import forget_person
from meldpunt.sealing.actions import destroy_keys
from meldpunt.sealing.rules.keys import key_name
from meldpunt.sealing.terms import Purpose


def erase_finder(
    *, number: str, asked: str, mails: Collection[UUID] = (), seen_version: int, by: Visitor, now: datetime
) -> None:
    """Erase who the finders of a case are. `asked` is how one asked for it, kept as a note; without it only a closed case has its time.

    `mails` are all mails for the case that wait in the mail room: they go as well, and while there are others nothing does.
    Raises NotAllowed, DeskLocked, CaseNotFound, CaseMovedOn, ErasureRefused, ReportError.
    """
    allow(by, Deed.ERASE_FINDER)
    note = _sealed_note(asked, number, by) if asked.strip() else None
    with transaction():
        case = hold(number=number, deed=Deed.ERASE_FINDER, seen_version=seen_version, by=by)
        threads = list(case.threads.order_by("pk"))
        held = bool(threads_with_details(thread.pk for thread in threads))
        of_case = [waiting_mails(organisation=case.organisation_id, thread=thread.pk) for thread in threads]
        waiting = {mail.id for lines in of_case for mail in lines}
        check_erasure(
            is_closed=case.report_state == ReportState.CLOSED,
            is_asked=note is not None,
            held=held or keeps_mail([thread.pk for thread in threads]),
            has_new_mail=not waiting <= set(mails),
        )
        _forget_entries(waiting, by, now)
        for thread in threads:
            erase_details(case, thread, by=by.actor, now=now)
        if note is not None:
            Note.objects.create(case=case, uuid=note[0], by_id=by.member, at=now, sealed=note[1])
        settle(case, deed=ERASED, facts={HAD: held, "asked": note is not None}, by=by.actor, now=now)


def erase_details(case: Case, thread: Thread, *, by: Actor, now: datetime) -> None:
    """Erase what names one finder, in the caller's transaction, which has the case locked and writes it down."""
    destroy_keys(keys=[key_name(purpose=Purpose.IDENTITY, organisation=case.organisation_id, thread=thread.pk).id])
    forget_person(report=thread.pk, by=by, now=now)
    forget_address(thread)
    withdraw_mails(thread, number=case.number, now=now)
    forget_mails(threads=[thread.pk], by=by, now=now)


def _forget_entries(mails: Collection[UUID], by: Visitor, now: datetime) -> None:
    for mail in mails:
        with suppress(EntrySettled):  # what a colleague took into the case meanwhile goes with its other mails
            empty_entry(mail=mail, by=by, now=now)
            write_down_entry(mail=mail, deed="mail.forgotten", by=by, now=now)


def _sealed_note(text: str, number: str, by: Visitor) -> tuple[UUID, bytes]:
    check_said(text)
    note = uuid4()
    return note, seal_note(text, note=note, key=internal_key(number=number, visitor=by))
