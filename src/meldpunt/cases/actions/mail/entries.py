"""A mail that waits in the mail room, or of which nothing is kept but that it came."""

from collections.abc import Callable
from datetime import timedelta
from typing import Final
from uuid import UUID, uuid4

from meldpunt.arrivals.actions import count_mail, drop_uploads, keep_mail
from meldpunt.arrivals.queries import count_entries
from meldpunt.cases.actions.keys import hold_key, with_current_key
from meldpunt.cases.actions.mail.arrived import Arrived
from meldpunt.cases.rules.mail_ends import Decision, may_come_of_a_letter
from meldpunt.journal.actions import record, transaction
from meldpunt.journal.terms import SYSTEM, Fact
from meldpunt.outbox.queries import is_waiting
from meldpunt.outbox.terms import Letter
from meldpunt.people.actions.telling import tell_members
from meldpunt.sealing.actions import keep_wrapped
from meldpunt.sealing.rules.wraps import wrap_all
from meldpunt.sealing.terms import PublicKey

A_DAY: Final = timedelta(days=1)


def nothing_more() -> None:
    """Do nothing beside keeping an entry."""


def keep_entry(
    arrived: Arrived, decision: Decision, *, thread: UUID | None = None, beside: Callable[[], None] = nothing_more
) -> None:
    """Keep a mail sealed in the mail room and tell who works there; `beside` runs in the same transaction. Raises MailSeen."""
    sealed = arrived.seal()

    def attempt(current: PublicKey) -> None:
        wraps = wrap_all(sealed.keys, to=[current])
        with transaction():
            hold_key(arrived.organisation.id, current)
            keep_mail(
                mail=sealed,
                end=decision.end,
                reason=decision.reason,
                thread=thread,
                is_settled=False,
                by=arrived.by,
                now=arrived.now,
            )
            keep_wrapped(wrapped=wraps)
            write_down(arrived, decision, sealed.raw.id)
            beside()
            tell_of_entry(arrived, decision)

    try:
        with_current_key(arrived.organisation.id, attempt)
    except BaseException:
        drop_uploads(uploads=[sealed.raw])
        raise


def count_only(arrived: Arrived, decision: Decision, *, beside: Callable[[], None] = nothing_more) -> None:
    """Keep that a mail came and how it ended, and nothing of what it says. Raises MailSeen."""
    row = uuid4()
    with transaction():
        count_mail(
            raw=arrived.raw,
            organisation=arrived.organisation.id,
            copy_for=arrived.copy_for,
            way=arrived.envelope.way,
            end=decision.end,
            reason=decision.reason,
            id_=row,
            by=arrived.by,
            now=arrived.now,
        )
        write_down(arrived, decision, row)
        beside()


def write_down(arrived: Arrived, decision: Decision, row: UUID) -> None:
    """Tell the journal that a mail came and how it ended."""
    facts: dict[str, Fact] = {
        "mail": str(row),
        "way": arrived.envelope.way.value,
        "end": decision.end.value,
        "reason": decision.reason,
    }
    record(organisation=arrived.organisation.id, case=None, by=SYSTEM, deed="mail.came", facts=facts, now=arrived.now)


def tell_of_entry(arrived: Arrived, decision: Decision) -> None:
    """Owe everybody who works on cases a letter that something waits in the mail room, unless one is on its way already.

    That letter may come back, bounce or be answered by a machine, and wait as well: of what may be that, nobody is told while anything else of
    the last day waits. So it ends, whatever mail servers on its way make of it.
    """
    organisation = arrived.organisation
    if may_come_of_a_letter(arrived.came, decision):
        of_late = count_entries(organisation=organisation.id, at_most=2, since=arrived.now - A_DAY)
        if of_late > 1:
            return
    if not is_waiting(organisation.id, Letter.MAIL_WAITS):
        tell_members(
            organisation=organisation.id, letter=Letter.MAIL_WAITS, facts={}, about=organisation, now=arrived.now
        )
