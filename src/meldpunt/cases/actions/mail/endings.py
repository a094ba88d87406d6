"""Ending a mail that could be read as the rules decide."""

from uuid import UUID

from meldpunt.arrivals.actions import drop_uploads, keep_mail
from meldpunt.arrivals.terms import Channel, Ended, MailEnd
from meldpunt.cases.actions.mail.arrived import Arrived
from meldpunt.cases.actions.mail.reports import ToTake, report_by_mail


def end(arrived: Arrived) -> Ended:
    """Decide how a mail ends and end it so. Raises MailSeen, IntakeStopped."""
    return _report(arrived, Channel.MAIL)


def _report(arrived: Arrived, channel: Channel) -> Ended:
    sealed = arrived.seal()

    def keep(thread: UUID) -> None:
        keep_mail(mail=sealed, end=MailEnd.REPORT, thread=thread, is_settled=True, by=arrived.by, now=arrived.now)

    try:
        number = report_by_mail(
            taking=ToTake(arrived.mail, channel, arrived.received_at),
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
