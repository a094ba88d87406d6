"""Opening a case at the desk. Every opening is written into the journal before anything is shown."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from meldpunt.arrivals.queries import waiting_mails
from meldpunt.cases.access.finder_keys import finder_keys
from meldpunt.cases.access.keys import case_keys, case_of, is_report_unshown, key_for, person_of
from meldpunt.cases.access.mails import mails_of_case
from meldpunt.cases.access.reading import files_of_report, open_messages
from meldpunt.cases.models import Case, Thread
from meldpunt.cases.queries.details import details_in
from meldpunt.cases.queries.facts import facts_now, notices_of
from meldpunt.cases.queries.mails import left_untold, mails_to
from meldpunt.cases.queries.timeline import timeline_of
from meldpunt.cases.rules.advice import what_now
from meldpunt.cases.rules.messages import open_note, open_reason
from meldpunt.cases.rules.report_states import STEPS, closing_reasons
from meldpunt.cases.terms import CaseNotFound, Ground, NoteView, Notices, OpenedCase, ReportState, Side, WithholdingView
from meldpunt.journal.actions import record, transaction
from meldpunt.people.queries import brand_name, member_names
from meldpunt.people.terms import Deed, Visitor
from meldpunt.policy.terms import ContactMode
from meldpunt.reports.access import open_file_list, open_one_file
from meldpunt.reports.rules.bodies import open_content
from meldpunt.reports.terms import Contact, NoSuchFile, OpenedFile
from meldpunt.sealing.terms import ContentKey, Purpose

EVENTS = 60
type Keys = dict[UUID, ContentKey]


def open_for_member(*, number: str, visitor: Visitor, now: datetime, events: int | None = EVENTS) -> OpenedCase:
    """Open a case and write the opening into the journal. Raises CaseNotFound, NotAllowed, DeskLocked, CannotOpen.

    Of what happened it has the newest `events`, or all for None.
    """
    case, thread, ring = case_of(number=number, visitor=visitor, deed=Deed.OPEN_CASE)
    with transaction():
        _write_down(case, "case.opened", visitor, now)
    keys = case_keys(thread, ring)
    opened, withheld = _mailed(_opened(case, thread, keys, now, events), thread), _withholding(case, thread, keys)
    opened = replace(
        opened,
        details=details_in([thread])[thread.pk],
        came_by_mail=mails_of_case(thread, ring),
        waiting_mails=waiting_mails(organisation=case.organisation_id, thread=thread.pk),
        is_unshown=is_report_unshown(thread),
    )
    if thread.notice_address is not None and visitor.organisation.finder_mail_enabled:
        opened = replace(opened, takes_key=True, keys=finder_keys(thread, now=now))
    return replace(opened, possible=(), closing_reasons=(), withholding=withheld) if withheld else opened


def open_file_for_member(*, number: str, file: UUID, visitor: Visitor, now: datetime) -> OpenedFile:
    """Open one file and write the opening into the journal. Raises CaseNotFound, NotAllowed, DeskLocked."""
    case, thread, ring = case_of(number=number, visitor=visitor, deed=Deed.OPEN_CASE)
    try:
        opened = open_one_file(organisation=case.organisation_id, report=thread.pk, file=file, ring=ring)
    except NoSuchFile:
        raise CaseNotFound from None
    with transaction():
        _write_down(case, "case.file_opened", visitor, now, file=str(file))
    return opened


def _write_down(case: Case, deed: str, visitor: Visitor, now: datetime, **facts: str) -> None:
    record(organisation=case.organisation_id, case=case.uuid, by=visitor.actor, deed=deed, facts=facts, now=now)


def _opened(case: Case, thread: Thread, keys: dict[UUID, ContentKey], now: datetime, events: int | None) -> OpenedCase:
    content, salt = open_content(bytes(thread.report.body), key=key_for(Purpose.REPORT, thread, keys))
    files, names = open_file_list(report=thread.pk, keys=keys), member_names(case.organisation_id)
    messages = open_messages(thread, keys=keys, files=files, names=names)
    (identity, contact), facts, state = person_of(thread, keys), facts_now(case), ReportState(case.report_state)
    return OpenedCase(
        number=case.number,
        id=case.uuid,
        version=case.version,
        state=state,
        opened_at=case.opened_at,
        due_at=case.due_at,
        closed_at=case.closed_at,
        assigned_to=case.assigned_to_id,
        assigned_name=names.get(case.assigned_to_id, "") if case.assigned_to_id else "",
        last_word=Side(case.last_word),
        channel=thread.report.channel,
        policy_version=thread.report.policy_version.number,
        policy_shown=thread.report.policy_shown,
        policy_own=bool(thread.report.policy_version.source),
        agreed=thread.report.agreed,
        brand=brand_name(case.organisation_id, thread.report.brand),
        language=thread.finder_language,
        identity_mode=thread.report.identity_mode,
        identity_name=identity.name,
        contact_mode=contact.mode,
        contact=contact.value,
        notices=_notices(thread, contact),
        report=content,
        digest=bytes(thread.report.commitment).hex(),
        salt=salt.hex(),
        files=files_of_report(files, messages),
        messages=messages,
        notes=_notes(case, key_for(Purpose.INTERNAL, thread, keys), names),
        timeline=timeline_of(case, newest=events),
        possible=STEPS[state],
        closing_reasons=closing_reasons(facts),
        facts=facts,
        advice=what_now(facts, now, topic=content.topic),
    )


def _notices(thread: Thread, contact: Contact) -> Notices:
    """Return whether the finder is mailed; where the server may keep no address, a handler's deed takes it from what is sealed."""
    if contact.notices and contact.mode is ContactMode.EMAIL and not thread.notices_ended:
        return Notices.SENT
    return notices_of(thread)


def _mailed(opened: OpenedCase, thread: Thread) -> OpenedCase:
    """Return the case with what became of the mails to its finder, and whether they were told."""
    mails = mails_to(thread, names=member_names(thread.case.organisation_id))
    of_message = {mail.message: mail for mail in mails}
    return replace(
        opened,
        messages=tuple(replace(message, mail=of_message.get(message.id)) for message in opened.messages),
        closing_mails=tuple(mail for mail in mails if mail.message is None),
        untold=left_untold(thread),
    )


def _notes(case: Case, key: ContentKey, names: dict[UUID, str]) -> tuple[NoteView, ...]:
    return tuple(
        NoteView(
            id=row.pk,
            by=names.get(row.by_id, ""),
            at=row.at,
            text=open_note(bytes(row.sealed), note=row.uuid, key=key),
        )
        for row in case.notes.order_by("id")
    )


def _withholding(case: Case, thread: Thread, keys: Keys) -> WithholdingView | None:
    row = case.withholdings.filter(ended_at__isnull=True).first()
    if row is None:
        return None
    key, names = key_for(Purpose.INTERNAL, thread, keys), member_names(case.organisation_id)
    return WithholdingView(
        ground=Ground(row.ground),
        said=row.said,
        since=row.at,
        review_at=row.review_at,
        by=names.get(row.by_id, ""),
        reason=open_reason(bytes(row.sealed), withholding=row.uuid, key=key),
    )
