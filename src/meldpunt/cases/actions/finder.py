"""What a finder does with the access code. When a finder comes to look is nobody's business: it is not written down."""

import hmac
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from meldpunt.arrivals.actions import forget_mails
from meldpunt.arrivals.queries import keeps_mail
from meldpunt.arrivals.terms import Channel, SealedUpload
from meldpunt.cases.access.keys import conversation_key
from meldpunt.cases.access.sessions import own_thread
from meldpunt.cases.actions.changing import note_finder_word, reopen_case, settle
from meldpunt.cases.actions.erasing import erase_details
from meldpunt.cases.actions.keys import hold_key, with_current_key
from meldpunt.cases.actions.letters import put_address, sealed_address, tell_handlers
from meldpunt.cases.actions.messages import hold_reader, keep_message, readers_of, sealed_message
from meldpunt.cases.models import Case, FinderSession, Message, Thread
from meldpunt.cases.queries.details import CHANGED, FORGOTTEN, HAD, threads_with_details
from meldpunt.cases.rules.messages import check_said
from meldpunt.cases.rules.sessions import new_token, seal_seed, session_keys
from meldpunt.cases.terms import CodeUnknown, FinderPass, ReportState
from meldpunt.journal.actions import transaction
from meldpunt.journal.terms import Fact, finder
from meldpunt.outbox.terms import Letter
from meldpunt.people.queries import organisation_facts
from meldpunt.policy.queries import policy_version
from meldpunt.policy.terms import ContactMode, IdentityMode
from meldpunt.reports.actions import replace_person
from meldpunt.reports.rules.bodies import seal_person
from meldpunt.reports.rules.limits import check_person
from meldpunt.reports.terms import Contact, Identity
from meldpunt.sealing.actions import destroy_keys, keep_wrapped
from meldpunt.sealing.rules.codes import parse
from meldpunt.sealing.rules.keys import new_key
from meldpunt.sealing.rules.pairs import PUBLIC_SIZE, public_key
from meldpunt.sealing.rules.wraps import wrap_all
from meldpunt.sealing.terms import PublicKey, Purpose

NOBODY = UUID(int=0)


def enter(*, organisation: UUID, code: str, by: Channel, now: datetime) -> FinderPass:  # noqa: ARG001 - not written down
    """Open a finder session; `.token` goes into the cookie. Raises CodeUnknown, after the same work, for any wrong code."""
    typed = parse(code)
    found = Thread.objects.select_related("case", "report__policy_version").filter(
        locator=typed.locator, case__organisation=organisation
    )
    thread = found.first()
    expected = bytes(thread.finder_public) if thread else bytes(PUBLIC_SIZE)
    fits = hmac.compare_digest(public_key(typed.seed, NOBODY).raw, expected)
    if thread is None or not fits or not typed.valid or _page_is_gone(thread, now):
        raise CodeUnknown
    token = new_token()
    keys = session_keys(token)
    with transaction():
        FinderSession.objects.create(
            digest=keys.digest,
            thread=thread,
            sealed_seed=seal_seed(typed.seed, thread=thread.pk, keys=keys),
            created_at=now,
            last_seen_at=now,
        )
    return FinderPass(token, organisation)


def write_as_finder(*, text: str, uploads: Sequence[SealedUpload], once: UUID, by: FinderPass, now: datetime) -> None:
    """Add a message with files to one's own report; a closed case opens again. Raises SessionOver, NothingSaid, ReportError.

    `once` is the id of the message, made with the form: sending the same form twice adds one message.
    """
    check_said(text, files=len(uploads))
    own = own_thread(by=by, now=now)
    key = conversation_key(own.thread, own.ring)

    def attempt(current: PublicKey) -> None:
        own.thread.refresh_from_db(fields=["finder_public"])
        message = sealed_message(text, uploads, key=key, to=readers_of(own.thread, current), message=once)
        with transaction():
            hold_key(own.organisation, current)
            case = _hold(own.thread)
            hold_reader(own.thread)
            if Message.objects.filter(uuid=once).exists():
                return
            keep_message(thread=own.thread, message=message, kind=None, by=finder(own.thread.pk), now=now)
            if case.report_state == ReportState.CLOSED:
                reopen_case(case, member=None, now=now)
            note_finder_word(case, now=now)
            facts: dict[str, Fact] = {"files": len(uploads), "state": case.report_state}
            settle(case, deed="case.finder_wrote", facts=facts, by=finder(own.thread.pk), now=now)
            tell_handlers(case, Letter.FINDER_WROTE, now=now)

    with_current_key(own.organisation, attempt)


def change_contact(*, identity: Identity, contact: Contact, by: FinderPass, now: datetime) -> None:
    """Replace who the finder is and how to reach them, both as a whole: what was there cannot be read here.

    Raises SessionOver, ReportError.
    """
    check_person(identity, contact)
    own = own_thread(by=by, now=now)
    if identity.mode is IdentityMode.ANONYMOUS and contact.mode is ContactMode.NONE:
        _forget(own.thread, now)
        return
    key = new_key(purpose=Purpose.IDENTITY, organisation=own.organisation, thread=own.thread.pk)
    sealed = seal_person(identity, contact, key=key)
    address = sealed_address(contact, thread=own.thread.pk, organisation=organisation_facts(own.organisation))

    def attempt(current: PublicKey) -> None:
        wraps = wrap_all([key], to=[current])
        with transaction():
            hold_key(own.organisation, current)
            case = _hold(own.thread)
            had = _has_details(own.thread)
            destroy_keys(keys=[key.id])
            keep_wrapped(wrapped=wraps)
            replace_person(report=own.thread.pk, mode=identity.mode, sealed=sealed, by=finder(own.thread.pk), now=now)
            put_address(own.thread, address, closed=case.report_state == ReportState.CLOSED)
            forget_mails(
                threads=[own.thread.pk], by=finder(own.thread.pk), now=now
            )  # their heads name who it was before
            settle(case, deed=CHANGED, facts={HAD: had}, by=finder(own.thread.pk), now=now)

    with_current_key(own.organisation, attempt)


def forget_contact(*, by: FinderPass, now: datetime) -> None:
    """Destroy the key of name and contact, their sealed text, the notice address, and mails that are still to leave. Raises SessionOver."""
    _forget(own_thread(by=by, now=now).thread, now)


def leave(*, by: FinderPass, now: datetime) -> None:  # noqa: ARG001 - not written down
    """End the session; no error when it is over already."""
    with transaction():
        FinderSession.objects.filter(digest=session_keys(by.token).digest).delete()


def _forget(thread: Thread, now: datetime) -> None:
    actor = finder(thread.pk)
    with transaction():
        case = _hold(thread)
        had = _has_details(thread)
        keeps = had or thread.notices_ended or keeps_mail([thread.pk])
        if keeps:  # else no letter waits either, and looking for some takes long
            erase_details(case, thread, by=actor, now=now)
        if had:
            settle(case, deed=FORGOTTEN, facts={HAD: had}, by=actor, now=now)


def _has_details(thread: Thread) -> bool:
    """Tell whether something of the finder lies here now, which the transaction that asks has locked."""
    return bool(threads_with_details([thread.pk]))


def _hold(thread: Thread) -> Case:
    """Lock the case: what a finder does is never refused because a handler was quicker."""
    return Case.objects.select_for_update().get(pk=thread.case_id)


def _page_is_gone(thread: Thread, now: datetime) -> bool:
    if thread.case.closed_at is None:
        return False
    terms = policy_version(thread.case.organisation_id, thread.report.policy_version.number).terms
    return now >= thread.case.closed_at + timedelta(days=terms.page_days)
