"""Ending a mail that could be read as the rules decide."""

from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Final, TypedDict
from uuid import UUID

from meldpunt.arrivals.actions import AnswerKind, drop_uploads, keep_mail, may_answer
from meldpunt.arrivals.rules.misdirected import channel_for, matters_of, suggested
from meldpunt.arrivals.terms import Automatic, Channel, Ended, MailEnd, MailSeen, Suggestion
from meldpunt.cases.actions.mail.arrived import Arrived
from meldpunt.cases.actions.mail.bounces import end_bounce
from meldpunt.cases.actions.mail.entries import count_only, keep_entry
from meldpunt.cases.actions.mail.messages import FinderChanged, message_by_mail
from meldpunt.cases.actions.mail.reports import ToTake, report_by_mail
from meldpunt.cases.actions.mail_letters import answer_rerouted, answer_unreadable, answer_with_key
from meldpunt.cases.queries.mail_known import other_channels, other_threads_of_mail, platform_of, what_is_known
from meldpunt.cases.queries.numbers import number_of_thread
from meldpunt.cases.rules.mail_contents import address_of
from meldpunt.cases.rules.mail_ends import Decision, end_of
from meldpunt.people.terms import OrganisationFacts

OF_A_CASE: Final = frozenset({MailEnd.PENDING, MailEnd.UNDECRYPTABLE})
KEY_SENT: Final = "key_sent"


class _Unanswered(Exception):
    """Nobody was answered: nothing was done."""


def end(arrived: Arrived, thread: UUID | None) -> Ended:
    """Decide how a mail ends and end it so; `thread` is the one it belongs to, if any. Raises MailSeen, IntakeStopped.

    What a person sent to the addresses of several threads goes into each, or waits for it, as that thread's finder allows: into the first as
    the last, so that a mail which is brought again because not all was stored is not known before it is.
    """
    others = other_threads_of_mail(arrived.organisation.id, envelope=arrived.envelope, came=arrived.came)
    for other in others if arrived.came.automatic is Automatic.NO and arrived.came.bounce is None else ():
        with suppress(MailSeen):
            _end(replace(arrived, copy_for=other), other)
    return _end(arrived, thread)


def _end(arrived: Arrived, thread: UUID | None) -> Ended:
    arrived = replace(arrived, suggestion=None if thread else _suggestion(arrived))
    known = what_is_known(
        came=arrived.came,
        mail=arrived.mail,
        is_doubtful=arrived.is_doubtful,
        thread=thread,
        suggestion=arrived.suggestion,
        organisation=arrived.organisation,
        now=arrived.now,
    )
    decision = end_of(arrived.came, arrived.mail, known)
    if decision.end is MailEnd.REPORT:
        return _report(arrived, platform_of(arrived.came, arrived.mail, arrived.organisation.id, now=arrived.now))
    if decision.end is MailEnd.MESSAGE and thread is not None:
        return _message(arrived, thread)
    if decision.end is MailEnd.BOUNCE:
        return end_bounce(arrived, thread)
    return _entry(arrived, decision, thread)


def _entry(arrived: Arrived, decision: Decision, thread: UUID | None) -> Ended:
    """Let a mail wait in the mail room, or keep no more than that it came and answer it."""
    of = thread if decision.end in OF_A_CASE else None
    if decision.end is MailEnd.UNDECRYPTABLE:
        keep_entry(arrived, decision, thread=of, beside=partial(_say_unreadable, arrived))
    elif decision.end in {MailEnd.KEY_REQUEST, MailEnd.REROUTED}:
        return _answered(arrived, decision)
    elif decision.end is MailEnd.LOOP:
        count_only(arrived, decision)
    else:
        keep_entry(arrived, decision, thread=of)
    return Ended(decision.end, number_of_thread(of) if of else "")


def _answered(arrived: Arrived, decision: Decision) -> Ended:
    """Answer a mail; where nobody can be answered, or not any more today, it waits for a person.

    What was sent elsewhere is forgotten, as promised. Who asked for the key may have said more than a program sees: that waits all the same.
    """
    try:
        if decision.end is MailEnd.REROUTED:
            count_only(arrived, decision, beside=partial(_send_elsewhere, arrived))
        else:
            keep_entry(arrived, Decision(MailEnd.PENDING, KEY_SENT), beside=partial(_send_key, arrived))
    except _Unanswered:
        decision = Decision(MailEnd.PENDING, decision.reason or decision.end.value)
        keep_entry(arrived, decision)
    return Ended(decision.end)


def _report(arrived: Arrived, platform: str) -> Ended:
    sealed, channel = arrived.seal(), Channel.PLATFORM if platform else Channel.MAIL

    def keep(thread: UUID) -> None:
        keep_mail(mail=sealed, end=MailEnd.REPORT, thread=thread, is_settled=True, by=arrived.by, now=arrived.now)

    try:
        number = report_by_mail(
            taking=ToTake(arrived.mail, channel, arrived.received_at, platform, is_answerable=arrived.is_answerable),
            organisation=arrived.organisation.id,
            keep=keep,
            keys=sealed.keys,
            by=arrived.by,
            now=arrived.now,
        )
    except BaseException:
        drop_uploads(uploads=[sealed.raw])
        raise
    return Ended(MailEnd.REPORT, number)


def _message(arrived: Arrived, thread: UUID) -> Ended:
    sealed = arrived.seal()

    def keep(message: UUID) -> None:
        keep_mail(
            mail=sealed,
            end=MailEnd.MESSAGE,
            thread=thread,
            message=message,
            is_settled=True,
            by=arrived.by,
            now=arrived.now,
        )

    try:
        number = message_by_mail(
            thread=thread,
            mail=arrived.mail,
            keep=keep,
            keys=sealed.keys,
            is_participant=True,
            by=arrived.by,
            now=arrived.now,
        )
    except FinderChanged:
        drop_uploads(uploads=[sealed.raw])
        return _end(arrived, thread)
    except BaseException:
        drop_uploads(uploads=[sealed.raw])
        raise
    return Ended(MailEnd.MESSAGE, number)


def _suggestion(arrived: Arrived) -> Suggestion | None:
    """Return what a mail is about that belongs elsewhere by its words, where the policy names another channel for that."""
    mail = arrived.mail
    return suggested(
        subject=mail.subject,
        text=mail.text,
        quoted=mail.quoted,
        offered=matters_of(other_channels(arrived.organisation.id, now=arrived.received_at)),
        has_files=bool(mail.parts),
        is_sealed=mail.encryption.encrypted or bool(mail.encryption.signed_by),
    )


def _may(arrived: Arrived, kind: AnswerKind) -> bool:
    """Tell whether the sender of a mail is answered by itself, and not more often than is allowed."""
    to = address_of(arrived.mail.sender)
    if not to or not arrived.is_answerable:
        return False
    return may_answer(organisation=arrived.organisation.id, kind=kind, to=to, by=arrived.by, now=arrived.now)


def _say_unreadable(arrived: Arrived) -> None:
    if _may(arrived, AnswerKind.UNREADABLE):
        answer_unreadable(**_to(arrived))


def _send_key(arrived: Arrived) -> None:
    """Send our key. Raises _Unanswered."""
    if not _may(arrived, AnswerKind.KEY) or answer_with_key(**_to(arrived)) is None:
        raise _Unanswered


def _send_elsewhere(arrived: Arrived) -> None:
    """Say where the mail belongs. Raises _Unanswered."""
    channels = other_channels(arrived.organisation.id, now=arrived.received_at)
    channel = channel_for(arrived.suggestion.matter, channels) if arrived.suggestion else None
    if arrived.suggestion is None or channel is None or not _may(arrived, AnswerKind.REROUTED):
        raise _Unanswered
    if answer_rerouted(**_to(arrived), matter=arrived.suggestion.matter, channel=channel) is None:
        raise _Unanswered


class _To(TypedDict):
    """Whom an answer goes to, in which language, to which mails, and when."""

    organisation: OrganisationFacts
    to: str
    language: str
    answers: list[str]
    now: datetime


def _to(arrived: Arrived) -> _To:
    mail = arrived.mail
    return {
        "organisation": arrived.organisation,
        "to": address_of(mail.sender),
        "language": mail.language,
        "answers": [*mail.references, mail.message_id],
        "now": arrived.now,
    }
