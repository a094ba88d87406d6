"""The way to the words by which mails that test the way in are known: nothing is stored of them."""

from hmac import compare_digest
from typing import Final
from uuid import UUID

from django.conf import settings

from meldpunt.arrivals.queries import canaries_on_their_way, mail_canaries
from meldpunt.arrivals.rules.canary_words import canary_word, words_in
from meldpunt.arrivals.terms import ReadMail, SentCanary
from meldpunt.outbox.rules import is_message_id_of

MOST_AWAITED: Final = 6
"""As many as are sent in a day while none comes."""


def word_of_canary(canary: UUID, *, organisation: UUID) -> str:
    """Return the word of a canary."""
    return canary_word(canary, organisation=organisation, secret=settings.MELDPUNT_SECRETS.mail)


def awaited_words(organisation: UUID) -> list[str]:
    """Return the words of the newest canaries of an organisation that did not come yet."""
    waiting = [each for each in mail_canaries(organisation) if each.came_at is None and each.returned_at is None]
    return [word_of_canary(each.id, organisation=organisation) for each in waiting[:MOST_AWAITED]]


def canary_of(mail: ReadMail, *, organisation: UUID) -> SentCanary | None:
    """Return the canary that a mail is, or speaks of, by its word or as the one that a delivery report names; None for none.

    A report may name that of another organisation: they can share the sender, to which it is sent.
    """
    words = words_in((mail.subject, mail.text, mail.quoted))
    own = mail_canaries(organisation) if words else []
    found = next((each for each in own if _has_word(each, words)), None)
    if found is None and mail.bounce is not None and mail.bounce.message_id:
        return _named(mail.bounce.message_id)
    return found


def _has_word(canary: SentCanary, words: frozenset[str]) -> bool:
    own = word_of_canary(canary.id, organisation=canary.organisation)
    return any(compare_digest(own, word) for word in words)


def _named(message_id: str) -> SentCanary | None:
    secret = settings.MELDPUNT_SECRETS.mail
    waiting = canaries_on_their_way()
    return next((each for each in waiting if is_message_id_of(message_id, each.letter, secret=secret)), None)
