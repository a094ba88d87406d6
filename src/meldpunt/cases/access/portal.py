"""Opening one's own report with a finder session."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from meldpunt.cases.access.keys import is_report_unshown, key_for, thread_keys
from meldpunt.cases.access.reading import files_of_report, open_messages
from meldpunt.cases.access.sessions import own_thread
from meldpunt.cases.models import Thread
from meldpunt.cases.queries.facts import facts_of, notices_of, promised_to
from meldpunt.cases.queries.mails import left_untold, newest_mail_failed
from meldpunt.cases.queries.withholding import review_told
from meldpunt.cases.rules.finder_status import OF_STATE, finder_status
from meldpunt.cases.terms import CaseNotFound, FinderEvent, FinderPass, FinderStatus, OpenedThread, ReportState
from meldpunt.policy.queries import policy_version
from meldpunt.reports.access import open_file_list, open_one_file
from meldpunt.reports.rules.bodies import open_content
from meldpunt.reports.terms import NoSuchFile, OpenedFile, ReportContent
from meldpunt.sealing.terms import ContentKey, Purpose


def open_for_finder(*, by: FinderPass, now: datetime) -> OpenedThread:
    """Open the thread of this session. Raises SessionOver."""
    own = own_thread(by=by, now=now)
    thread, case, report = own.thread, own.thread.case, own.thread.report
    keys = thread_keys(thread, own.ring)
    is_unshown = is_report_unshown(thread)
    content = ReportContent() if is_unshown else _report(thread, keys)
    files = open_file_list(report=thread.pk, keys=keys)
    messages = open_messages(thread, keys=keys, files=files, names=None)
    facts = facts_of(case)
    return OpenedThread(
        case=case.uuid,
        id=thread.pk,
        number=case.number,
        status=finder_status(facts),
        closing_reason=facts.closing_reason,
        received_at=report.received_at,
        due_at=promised_to(thread),
        page_until=_page_until(thread),
        language=thread.finder_language,
        identity_mode=report.identity_mode,
        channel=report.channel,
        policy_version=report.policy_version.number,
        policy_shown=report.policy_shown,
        policy_own=bool(report.policy_version.source),
        agreed=report.agreed,
        report=content,
        files=files_of_report(files, messages),
        messages=messages,
        events=_events(thread, finder_status(facts)),
        has_identity=report.identity is not None,
        notices=notices_of(thread),
        digest=bytes(report.commitment).hex(),
        mail_failed=newest_mail_failed(thread),
        untold=left_untold(thread),
        review_at=review_told(case),
        is_unshown=is_unshown,
    )


def open_file_for_finder(*, file: UUID, by: FinderPass, now: datetime) -> OpenedFile:
    """Open one file of the thread of this session. Raises SessionOver, CaseNotFound."""
    own = own_thread(by=by, now=now)
    try:
        return open_one_file(organisation=own.organisation, report=own.thread.pk, file=file, ring=own.ring)
    except NoSuchFile:
        raise CaseNotFound from None


def _report(thread: Thread, keys: Mapping[UUID, ContentKey]) -> ReportContent:
    return open_content(bytes(thread.report.body), key=key_for(Purpose.REPORT, thread, keys))[0]


def _page_until(thread: Thread) -> datetime | None:
    """Return until when the page of a closed case can be opened."""
    if thread.case.closed_at is None:
        return None
    terms = policy_version(thread.case.organisation_id, thread.report.policy_version.number).terms
    return thread.case.closed_at + timedelta(days=terms.page_days)


def _events(thread: Thread, status: FinderStatus) -> tuple[FinderEvent, ...]:
    """Return what happened, oldest first. States passed through at one moment count as the last of them.

    Finding a new report invalid is no event: it stays with us until a no is told, and no other step would stand there.
    """
    steps = {thread.report.received_at: FinderStatus.RECEIVED}
    for change in thread.case.state_changes.order_by("id"):
        before, after = ReportState(change.before), ReportState(change.after)
        if (before, after) == (ReportState.RECEIVED, ReportState.INVALID):
            continue
        steps[change.at] = _closed_as(status) if after is ReportState.CLOSED else OF_STATE[after]
    return tuple(FinderEvent(at, told) for at, told in steps.items())


def _closed_as(status: FinderStatus) -> FinderStatus:
    """Return how the present closing reads; an earlier one, of a case that is open again, reads neutrally."""
    closed = (FinderStatus.CLOSED_SOLVED, FinderStatus.CLOSED_DECLINED)
    return status if status in closed else FinderStatus.CLOSED_OTHER
