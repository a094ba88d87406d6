"""The way to the words by which mails that test the way in are known: nothing is stored of them."""

from hmac import compare_digest
from uuid import UUID

from django.conf import settings

from meldpunt.arrivals.queries import mail_canaries
from meldpunt.arrivals.rules.canary_words import canary_word, words_in
from meldpunt.arrivals.terms import ReadMail, SentCanary
from meldpunt.outbox.rules import is_message_id_of


def word_of_canary(canary: UUID, *, organisation: UUID) -> str:
    """Return the word of a canary."""
    return canary_word(canary, organisation=organisation, secret=settings.MELDPUNT_SECRETS.mail)


def awaited_words(organisation: UUID) -> list[str]:
    """Return the words of the canaries of an organisation that did not come yet."""
    return [
        word_of_canary(each.id, organisation=organisation) for each in mail_canaries(organisation) if not each.came_at
    ]


def canary_of(mail: ReadMail, *, organisation: UUID) -> SentCanary | None:
    """Return the canary that a mail is, or speaks of, by its word or as the one that a delivery report names; None for none."""
    named = mail.bounce.message_id if mail.bounce is not None else ""
    words = words_in((mail.subject, mail.text, mail.quoted))
    if not words and not named:
        return None
    return next((each for each in mail_canaries(organisation) if _is_meant(each, words, named)), None)


def _is_meant(canary: SentCanary, words: frozenset[str], named: str) -> bool:
    if named and is_message_id_of(named, canary.letter, secret=settings.MELDPUNT_SECRETS.mail):
        return True
    own = word_of_canary(canary.id, organisation=canary.organisation)
    return any(compare_digest(own, word) for word in words)
