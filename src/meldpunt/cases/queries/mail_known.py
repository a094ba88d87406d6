"""What is known here of a mail that came in, beside what was read in it."""

from datetime import datetime
from email.utils import parseaddr
from uuid import UUID

from django.conf import settings

from meldpunt.arrivals.terms import Envelope, ReadMail, Suggestion
from meldpunt.cases.models import Thread
from meldpunt.cases.queries.mail_threads import thread_of_recipients, thread_of_references, threads_of_recipients
from meldpunt.cases.rules.mail_ends import Known, Stranger, is_forged, is_one_of, is_participant
from meldpunt.cases.rules.messages import open_address
from meldpunt.outbox.rules import is_own_message_id
from meldpunt.people.terms import OrganisationFacts
from meldpunt.policy.queries import mail_ways, platform_of_sender, text_in_force
from meldpunt.policy.terms import OtherChannel
from meldpunt.sealing.terms import SealingError


def thread_of_mail(organisation: UUID, *, envelope: Envelope, came: ReadMail, mail: ReadMail) -> UUID | None:
    """Return the thread that a mail belongs to: by a token in an address it came to, or by the mails it answers."""
    before = [*mail.references, *([mail.in_reply_to] if mail.in_reply_to else [])]
    return thread_of_recipients(organisation, _to(envelope, came)) or thread_of_references(organisation, before)


def other_threads_of_mail(organisation: UUID, *, envelope: Envelope, came: ReadMail) -> list[UUID]:
    """Return the threads that a mail is for beside the first one: it came to their addresses as well."""
    return threads_of_recipients(organisation, _to(envelope, came))[1:]


def _to(envelope: Envelope, came: ReadMail) -> list[str]:
    return [*envelope.recipients, *(box.address for box in (*came.to, *came.cc))]


def what_is_known(
    *,
    came: ReadMail,
    mail: ReadMail,
    is_doubtful: bool,
    thread: UUID | None,
    suggestion: Suggestion | None,
    organisation: OrganisationFacts,
    now: datetime,
) -> Known:
    """Return what the rules need to know; `mail` is the one inside where ours handed it on."""
    own = own_addresses(organisation, now=now)
    address, without = _address_of(thread, organisation) if thread else (None, Stranger.OTHER)
    return Known(
        has_thread=thread is not None,
        is_participant=not is_forged(came) and is_participant(mail, address),
        stranger=Stranger.FORGED if address is not None and is_forged(came) else without,
        is_own=mail.sender is not None and is_one_of(mail.sender.address, own, subaddress=organisation.subaddress),
        is_ours=is_own_message_id(came.message_id, secret=settings.MELDPUNT_SECRETS.mail),
        is_platform=platform_of(came, mail, organisation.id, now=now) != "",
        is_doubtful=is_doubtful,
        suggestion=suggestion,
        reroutes_alone=organisation.reroutes_alone,
    )


def platform_of(came: ReadMail, mail: ReadMail, organisation: UUID, *, now: datetime) -> str:
    """Return the name of the outside platform whose notification a mail is, by its sender and the policy in force; empty for no such, or a forged one."""
    if mail.sender is None or is_forged(came):
        return ""
    found = platform_of_sender(organisation, sender=mail.sender.address, now=now)
    return "" if found is None else str(found.name or found.address)


def own_addresses(organisation: OrganisationFacts, *, now: datetime) -> set[str]:
    """Return the addresses at which mail comes in to an organisation, or from which it is sent, in lower case."""
    senders = (organisation.mail_from, settings.MELDPUNT.mail_from)
    sent_from = {parseaddr(sender)[1].lower() for sender in senders if sender}
    return {organisation.mail_in, *sent_from, *mail_ways(organisation.id, now=now)} - {""}


def other_channels(organisation: UUID, *, now: datetime) -> tuple[OtherChannel, ...]:
    """Return where the policy in force sends what is no report."""
    text = text_in_force(organisation, now=now)
    return text.other_channel if text is not None else ()


def _address_of(thread: UUID, organisation: OrganisationFacts) -> tuple[str | None, Stranger]:
    """Return the address at which the finder of a thread is mailed, or None and why nobody knows it; and whose else a mail is."""
    row = Thread.objects.filter(pk=thread).values_list("notice_address", "case__closed_at").first()
    if not organisation.finder_mail_enabled:
        return None, Stranger.NOTICES_OFF
    if row is None or row[0] is None:
        return None, Stranger.CLOSED if row and row[1] else Stranger.NO_ADDRESS
    try:
        return open_address(bytes(row[0]), thread=thread, secret=settings.MELDPUNT_SECRETS.notice), Stranger.OTHER
    except SealingError:
        return None, Stranger.NO_ADDRESS
