"""Mail about a case: never a word of its content."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings

from meldpunt.arrivals.terms import Channel
from meldpunt.cases.access.keys import contact_of
from meldpunt.cases.actions.code_links import end_links
from meldpunt.cases.actions.mail_marks import address_to_answer, forget_message_ids, mails_answered, remember_letter
from meldpunt.cases.models import Case, FinderKey, Message, Notice, StateChange, Thread
from meldpunt.cases.queries.addresses import page_of_finders
from meldpunt.cases.rules.mailed_facts import NOTHING_NEW
from meldpunt.cases.rules.messages import open_address, seal_address
from meldpunt.outbox.actions import owe, withdraw
from meldpunt.outbox.rules import check_address
from meldpunt.outbox.terms import AddressNotUsable, Enclosed, Letter
from meldpunt.people.actions.telling import tell_members
from meldpunt.people.queries import brand_facts, handlers_of, organisation_facts
from meldpunt.people.terms import OrganisationFacts, Visitor
from meldpunt.policy.terms import ContactMode
from meldpunt.reports.terms import Contact
from meldpunt.sealing.terms import SealingError

TO_FINDERS: Final = (Letter.RECEIVED, Letter.NEWS, Letter.CLOSED, Letter.MAIL_RECEIVED, Letter.ANSWER, Letter.NEW_CODE)
KEPT_TO_MAIL: Final = ("notice_address", "mail_references")
GATHERED: Final = frozenset({Letter.NEWS, Letter.CLOSED})
AT_ONCE, GATHER = timedelta(0), timedelta(minutes=1)
"""How long a letter to a finder waits for what else happens: an answer and two new states are one piece of news."""


def sealed_address(contact: Contact, *, thread: UUID, organisation: OrganisationFacts) -> bytes | None:
    """Return the address for notices, sealed under the server's key; None when the finder, or the organisation, wants none kept."""
    address = _wanted_at(contact)
    if address is None or not organisation.finder_mail_enabled:
        return None
    return seal_address(address, thread=thread, secret=settings.MELDPUNT_SECRETS.notice)


def tell_finder(
    thread: Thread,
    letter: Letter,
    *,
    number: str,
    now: datetime,
    by: Visitor | None = None,
    enclosed: Enclosed | None = None,
    **more: str,
) -> UUID | None:
    """Owe the finder a letter, if they chose to be mailed, and return its id, else None. Inside the caller's transaction.

    Where the server keeps no address, it is taken from the sealed contact with the keys of `by`, at an unlocked desk. Where mail comes in,
    an answer to the letter finds the thread. What is `enclosed` was encrypted to the finder's key: it leaves in place of the words, and is
    gathered with nothing else.
    """
    organisation = organisation_facts(thread.case.organisation_id)
    address = kept_address(thread) if organisation.finder_mail_enabled else None
    if address is None and by is not None and not thread.notices_ended:
        address = _wanted_at(contact_of(thread, by))
    if address is None:
        return None
    reply_to = address_to_answer(thread, organisation, now=now)
    answers = {"answers": "1"} if letter is Letter.NEWS and reply_to else {}
    owed = owe(
        organisation=organisation.id,
        to=address,
        letter=letter,
        language=thread.finder_language,
        facts={**facts_for_finder(thread, organisation, letter, number), **answers, **more},
        now=now,
        sender=organisation.mail_from,
        gather=GATHER if letter in GATHERED and enclosed is None else AT_ONCE,
        reply_to=reply_to,
        references=mails_answered(thread),
        enclosed=enclosed,
    )
    remember_letter(thread, owed, organisation=organisation, now=now)
    return owed


def facts_for_finder(thread: Thread, organisation: OrganisationFacts, letter: Letter, number: str) -> dict[str, str]:
    """Return the facts that every letter to a finder holds, with nothing new to say in one that can."""
    shown = brand_facts(organisation.id, thread.report.brand)
    facts = {"organisation": shown.name, "number": number, "link": page_of_finders(shown)}
    return {**facts, **NOTHING_NEW.get(letter, {})}


def keep_notice(letter: UUID | None, *, about: Message | StateChange, to: Thread, now: datetime) -> None:
    """Remember the letter that tells a finder of this; nothing where none was owed and the page is the only way.

    Nor of an answer where an outside platform is: it was given there, and told then, whatever becomes of a letter beside it.
    """
    if letter is None or (isinstance(about, Message) and to.report.channel == Channel.PLATFORM):
        return
    thing = {"message": about} if isinstance(about, Message) else {"change": about}
    Notice.objects.create(thread=to, letter=letter, owed_at=now, **thing)


def _wanted_at(contact: Contact) -> str | None:
    """Return where a finder wants notices; None for nowhere, or at something that is no address."""
    if contact.mode is not ContactMode.EMAIL or not contact.notices:
        return None
    address = contact.value.strip()
    try:
        check_address(address)
    except AddressNotUsable:
        return None
    return address


def kept_address(thread: Thread) -> str | None:
    """Return the address for notices that the server keeps, or None."""
    if thread.notice_address is None:
        return None
    try:
        return open_address(bytes(thread.notice_address), thread=thread.pk, secret=settings.MELDPUNT_SECRETS.notice)
    except SealingError:
        return None


def tell_handlers(
    case: Case,
    letter: Letter,
    *,
    now: datetime,
    about: OrganisationFacts | None = None,
    but: UUID | None = None,
    **more: str,
) -> None:
    """Owe the member who has the case a letter, or every handler while nobody has it, but not the one who did it. Inside the caller's transaction."""
    has_it = {case.assigned_to_id} if case.assigned_to_id else None
    if has_it and not has_it <= handlers_of(case.organisation_id).keys():
        has_it = None
    if but is not None and has_it is None:
        has_it = handlers_of(case.organisation_id).keys() - {but}
    facts = {"number": case.number, **more}
    tell_members(organisation=case.organisation_id, letter=letter, facts=facts, members=has_it, about=about, now=now)


def withdraw_mails(thread: Thread, *, number: str, now: datetime) -> None:
    """Delete the mails to a finder that were still to leave, inside the caller's transaction: they do not, and nobody was told by them.

    Who writes on the page afterwards has read there what they were about.
    """
    withdrawn = withdraw(organisation=thread.case.organisation_id, letters=TO_FINDERS, number=number)
    waiting = Notice.objects.filter(thread=thread, letter__in=withdrawn, told_at__isnull=True, failed_at__isnull=True)
    waiting.update(failed_at=now)


def forget_address(thread: Thread) -> None:
    """Erase the address for notices, and that there was one."""
    put_address(thread, None, closed=False)


def put_address(thread: Thread, address: bytes | None, *, closed: bool) -> None:
    """Keep a sealed address for notices, or none; for a closed case none, only that the finder would want them.

    With the address go the finder's OpenPGP keys, the links to the access code that were mailed there, and the marks of mails from there.
    """
    if closed or address is None or not _is_same(thread, address):
        FinderKey.objects.filter(thread=thread).delete()
        end_links(thread)
        forget_message_ids(thread)
    thread.notices_ended = closed and address is not None
    thread.notice_address = None if closed else address
    thread.mail_references = None
    thread.save(update_fields=[*KEPT_TO_MAIL, "notices_ended"])


def end_notices(thread: Thread, *, told: bool) -> None:
    """Erase the address for notices because the case closes; the finder, if `told` of that by mail, sees it on their page too."""
    FinderKey.objects.filter(thread=thread).delete()
    if told or thread.notice_address is not None:
        thread.notices_ended, thread.notice_address, thread.mail_references = True, None, None
        thread.save(update_fields=[*KEPT_TO_MAIL, "notices_ended"])


def _is_same(thread: Thread, address: bytes) -> bool:
    try:
        new = open_address(address, thread=thread.pk, secret=settings.MELDPUNT_SECRETS.notice)
    except SealingError:
        return False
    return new == kept_address(thread)


def day_of(moment: datetime | None, organisation: OrganisationFacts) -> str:
    """Return the day of a moment on the organisation's calendar, as letters take it; empty for none."""
    return moment.astimezone(ZoneInfo(organisation.zone)).date().isoformat() if moment else ""
