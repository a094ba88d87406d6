"""Tying what is mailed to a finder's thread, inside the transaction of who mails or takes in."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.conf import settings

from meldpunt.cases.models import MailMark, Thread
from meldpunt.cases.queries.mail_threads import known_as
from meldpunt.cases.rules.mail_marks import address_with, answered, mark_of_token, token_of
from meldpunt.cases.rules.messages import open_references, seal_references
from meldpunt.outbox.rules import message_id, usable_references
from meldpunt.people.terms import OrganisationFacts
from meldpunt.policy.queries import mail_comes_to
from meldpunt.sealing.terms import SealingError


def address_to_answer(thread: Thread, organisation: OrganisationFacts, *, now: datetime) -> str:
    """Return where a finder answers a letter; empty where no mail comes in.

    Only the address of the settings is known to take what stands behind its sign. One that the policy alone names stays as it is: an answer to
    that finds the thread by the letter that it answers.
    """
    if not organisation.mail_in:
        return mail_comes_to(organisation, now=now)
    token, secret = token_of(thread.pk, secret=settings.MELDPUNT_SECRETS.notice), settings.MELDPUNT_SECRETS.notice
    if thread.mail_mark is None:
        thread.mail_mark = mark_of_token(token, organisation=organisation.id, secret=secret)
        thread.save(update_fields=["mail_mark"])
    return address_with(token, mail_in=organisation.mail_in, subaddress=organisation.subaddress)


def mails_answered(thread: Thread) -> tuple[str, ...]:
    """Return the Message-IDs of the finder's mails that the next letter answers, oldest first."""
    if thread.mail_references is None:
        return ()
    try:
        return open_references(bytes(thread.mail_references), thread=thread.pk, secret=settings.MELDPUNT_SECRETS.notice)
    except SealingError:
        return ()


def remember_letter(thread: Thread, letter: UUID, *, organisation: OrganisationFacts, now: datetime) -> None:
    """Know a letter of ours by its Message-ID when the finder answers it, or when it comes back; nothing where no mail comes in."""
    if mail_comes_to(organisation, now=now):
        own = message_id(letter, secret=settings.MELDPUNT_SECRETS.mail, sender=organisation.mail_from)
        _mark(thread, [own], organisation.id, is_ours=True)


def remember_message_ids(thread: Thread, *, organisation: UUID, ids: Iterable[str]) -> None:
    """Know mails of the finder by their Message-IDs; the next letter answers the last of them, where an address for letters is kept."""
    known = usable_references(ids)
    if not known:
        return
    _mark(thread, known, organisation, is_ours=False)
    if thread.notice_address is not None:
        newest = answered(mails_answered(thread), known[-1])
        thread.mail_references = seal_references(newest, thread=thread.pk, secret=settings.MELDPUNT_SECRETS.notice)
        thread.save(update_fields=["mail_references"])


def forget_message_ids(thread: Thread) -> None:
    """Know the finder's own mails no longer, in the caller's transaction; ours are still known when they are answered or come back."""
    MailMark.objects.filter(thread=thread, is_ours=False).delete()


def _mark(thread: Thread, message_ids: Iterable[str], organisation: UUID, *, is_ours: bool) -> None:
    marks = [known_as(one, organisation=organisation) for one in message_ids]
    rows = [MailMark(thread=thread, mark=mark, is_ours=is_ours) for mark in marks]
    MailMark.objects.bulk_create(rows, ignore_conflicts=True)
