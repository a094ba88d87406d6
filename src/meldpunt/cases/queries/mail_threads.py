"""Whose thread a mail belongs to: by the address it came to, or by the mails it answers. Never by its subject."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.conf import settings

from meldpunt.cases.models import MailMark, Notice, Thread
from meldpunt.cases.rules.mail_marks import mark_of_message_id, mark_of_token, token_in
from meldpunt.outbox.rules import is_message_id_of, without_sender
from meldpunt.people.queries import organisation_facts

MOST = 50
"""Addresses and Message-IDs of one mail that are looked at."""


def thread_of_recipients(organisation: UUID, recipients: Iterable[str]) -> UUID | None:
    """Return the thread whose token stands in one of these addresses, the first that fits, or None."""
    return next(iter(threads_of_recipients(organisation, recipients)), None)


def threads_of_recipients(organisation: UUID, recipients: Iterable[str]) -> list[UUID]:
    """Return every thread whose token stands in one of these addresses, once, in their order."""
    facts, secret = organisation_facts(organisation), settings.MELDPUNT_SECRETS.notice
    tokens = [token_in(one, mail_in=facts.mail_in, subaddress=facts.subaddress) for one in list(recipients)[:MOST]]
    marks = [mark_of_token(token, organisation=organisation, secret=secret) for token in tokens if token]
    found = dict(Thread.objects.filter(mail_mark__in=marks).values_list("mail_mark", "pk")) if marks else {}
    by_mark = {bytes(mark): thread for mark, thread in found.items() if mark is not None}
    return list(dict.fromkeys(by_mark[mark] for mark in marks if mark in by_mark))


def thread_of_references(organisation: UUID, message_ids: Sequence[str]) -> UUID | None:
    """Return the thread of the mails with these Message-IDs, oldest first; where they are of several, that of the newest. None for unknown ones."""
    newest_first = list(message_ids)[: -MOST - 1 : -1]
    marks = [known_as(one, organisation=organisation) for one in newest_first]
    found = dict(MailMark.objects.filter(mark__in=marks).values_list("mark", "thread")) if marks else {}
    by_mark = {bytes(mark): thread for mark, thread in found.items()}
    return next((by_mark[mark] for mark in marks if mark in by_mark), None)


def known_as(message_id: str, *, organisation: UUID) -> bytes:
    """Return the mark of a Message-ID, ours or another's (32 bytes)."""
    secrets = settings.MELDPUNT_SECRETS
    plain = without_sender(message_id, secret=secrets.mail)
    return mark_of_message_id(plain, organisation=organisation, secret=secrets.notice)


def letter_of_message_id(thread: UUID, message_id: str) -> UUID | None:
    """Return the letter to a finder, told of in a notice, that left with this Message-ID, or None."""
    letters = Notice.objects.filter(thread=thread).order_by("-id").values_list("letter", flat=True)
    secret = settings.MELDPUNT_SECRETS.mail
    return next((letter for letter in letters if is_message_id_of(message_id, letter, secret=secret)), None)
