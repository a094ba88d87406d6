"""Telling who reported something else by mail where to go with it, and forgetting what they sent: one deed, which cannot be undone.

Only a case on which nobody worked yet: with a word of anybody else in it there is more to forget than what came. What stays is that a mail came,
when, the number of its case, and what was answered.
"""

from datetime import datetime
from typing import Final

from django.utils import translation
from django.utils.translation import gettext as _

from meldpunt.arrivals.rules.misdirected import channel_for
from meldpunt.arrivals.terms import Channel
from meldpunt.cases.access.keys import case_of, key_for, person_of, thread_keys
from meldpunt.cases.actions.changing import hold, move, note_own_word, settle
from meldpunt.cases.actions.erasing import erase_details
from meldpunt.cases.actions.letters import end_notices, keep_notice
from meldpunt.cases.actions.mail_letters import answer_rerouted
from meldpunt.cases.actions.mail_marks import mails_answered
from meldpunt.cases.actions.messages import keep_message, readers_of, sealed_message
from meldpunt.cases.models import Case, StateChange, Thread
from meldpunt.cases.rules.report_states import way_of_no
from meldpunt.cases.terms import ClosingReason, DeclineReason, MessageKind, ReportState, RerouteRefused, says_of_no
from meldpunt.journal.actions import transaction
from meldpunt.people.queries import current_key
from meldpunt.people.terms import Deed, Visitor
from meldpunt.policy.queries import other_channels
from meldpunt.policy.terms import ContactMode, Matter, OtherChannel
from meldpunt.reports.actions import empty_report
from meldpunt.reports.rules.bodies import seal_content
from meldpunt.reports.terms import ReportContent
from meldpunt.sealing.actions import destroy_keys, keep_wrapped
from meldpunt.sealing.rules.keys import new_key
from meldpunt.sealing.rules.wraps import wrap_all
from meldpunt.sealing.terms import ContentKey, Purpose

NOT_OURS: Final = DeclineReason.NOT_OURS
NO_SALT: Final = b""
"""The salt of the digest goes with the content: without it nobody tests a guess."""


def reroute_case(*, number: str, matter: Matter, seen_version: int, by: Visitor, now: datetime) -> None:
    """Answer whoever reported by mail with the policy's channel for its matter, close the case as not ours, and destroy what they sent.

    Raises RerouteRefused where there is no such channel or address, or somebody worked on the case already; NotAllowed, DeskLocked,
    CaseNotFound, CaseMovedOn. Then nothing was done.
    """
    _case, thread, ring = case_of(number=number, visitor=by, deed=Deed.CLOSE_CASE)
    keys = thread_keys(thread, ring)
    contact = person_of(thread, keys)[1]
    channel = channel_for(matter, other_channels(by.organisation.id, now=now))
    if channel is None or contact.mode is not ContactMode.EMAIL or not is_untouched(thread):
        raise RerouteRefused
    said = sealed_message(_told(thread, channel), (), key=key_for(Purpose.CONVERSATION, thread, keys), to=())
    answers = mails_answered(thread)
    key = new_key(purpose=Purpose.REPORT, organisation=by.organisation.id, thread=thread.pk)
    wraps = wrap_all([key], to=readers_of(thread, current_key(by.organisation.id)))
    with transaction():
        held = hold(number=number, deed=Deed.CLOSE_CASE, seen_version=seen_version, by=by)
        if not is_untouched(thread):
            raise RerouteRefused
        says = says_of_no(NOT_OURS)
        row = keep_message(thread=thread, message=said, kind=MessageKind.DECLINE, says=says, by=by.actor, now=now)
        change = _closed(held, by, now)
        _forget(held, thread, key, by, now)
        keep_wrapped(wrapped=wraps)
        letter = answer_rerouted(
            organisation=by.organisation,
            to=contact.value,
            language=thread.finder_language,
            answers=answers,
            matter=matter,
            channel=channel,
            now=now,
        )
        if letter is None:
            raise RerouteRefused
        for about in (row, change):
            keep_notice(letter, about=about, to=thread, now=now)


def is_untouched(thread: Thread) -> bool:
    """Tell whether a report came by mail and nobody said or did anything about it yet."""
    case = thread.case
    return (
        thread.report.channel == Channel.MAIL
        and case.report_state == ReportState.RECEIVED
        and not thread.messages.exists()
        and not case.notes.exists()
        and not case.withholdings.filter(ended_at__isnull=True).exists()
    )


def _closed(case: Case, by: Visitor, now: datetime) -> StateChange:
    """Say no with its reason and close, as two deeds of the journal: every promise is settled from those."""
    for state in way_of_no(ReportState(case.report_state), NOT_OURS):
        move(case, state, member=by.member, now=now)
    note_own_word(case, MessageKind.DECLINE, now=now)
    case.declined_as = NOT_OURS
    settle(case, deed="case.declined", facts={"reason": NOT_OURS.value}, by=by.actor, now=now)
    reason = ClosingReason.NOT_OURS
    change = move(case, ReportState.CLOSED, member=by.member, now=now, reason=reason)
    case.closed_at, case.closing_reason = now, reason
    settle(case, deed="case.closed", facts={"reason": reason.value}, by=by.actor, now=now)
    return change


def _forget(case: Case, thread: Thread, key: ContentKey, by: Visitor, now: datetime) -> None:
    """Destroy the report, its files, the mail as it came, and who sent it; in the place of the report stands that it was forgotten."""
    with translation.override(thread.finder_language):
        instead = ReportContent(what=_("This did not belong here. It was forgotten, with all its files."))
    end_notices(thread, told=True)
    erase_details(case, thread, by=by.actor, now=now)
    files = empty_report(report=thread.pk, body=seal_content(instead, salt=NO_SALT, key=key), by=by.actor, now=now)
    destroy_keys(keys=[key.id, *files])
    settle(case, deed="case.forgotten", facts={}, by=by.actor, now=now)


def _told(thread: Thread, channel: OtherChannel) -> str:
    places = "\n".join(each for each in (channel.page, channel.mail, channel.phone) if each)
    with translation.override(thread.finder_language):
        return _("This does not belong here. Go with it to:\n\n%(places)s\n\nWe forgot what you sent.") % {
            "places": places
        }
