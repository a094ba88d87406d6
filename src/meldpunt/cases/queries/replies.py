"""Saved replies: ready answers in the finder's language."""

from dataclasses import dataclass, field

from django.conf import settings
from django.utils.translation import gettext, override

from meldpunt.cases.rules.replies import BLANK, LATE, REPLIES, Reply, promised_words
from meldpunt.cases.terms import Late, MessageKind, ReplyId
from meldpunt.policy.rules.reckoning import day_and_month


@dataclass(frozen=True)
class SavedReply:
    """A ready answer: `title` in the reader's language, `text` in the finder's; `kind` is what it is sent as."""

    id: ReplyId
    kind: MessageKind
    title: str
    text: str = field(repr=False)


def saved_reply(reply: ReplyId, *, language: str, number: str, handler: str, organisation: str) -> SavedReply:
    """Return one saved reply with its placeholders filled in."""
    found = {each.id: each for each in REPLIES}[reply]
    return _filled(found, language=language, number=number, handler=handler, organisation=organisation)


def saved_replies(
    *, language: str, number: str, handler: str, organisation: str, late: Late | None = None
) -> tuple[SavedReply, ...]:
    """Return all saved replies, in the order a case usually needs them; the word after a broken promise first, where there is one."""
    facts = {"language": language, "number": number, "handler": handler, "organisation": organisation}
    after = (late_reply(late, **facts),) if late else ()
    return (*after, *(_filled(each, **facts) for each in REPLIES))


def late_reply(late: Late, *, language: str, number: str, handler: str, organisation: str) -> SavedReply:
    """Return the word after a broken promise, with a blank for the reason."""
    with override(language):
        promise, why = gettext(promised_words(late)), gettext(BLANK)
    days = {
        "due": day_and_month(late.due, language, year=True),
        "again": day_and_month(late.again, language, year=True),
    }
    facts = {"number": number, "handler": handler, "organisation": organisation}
    return _filled(LATE, language=language, promise=promise, why=why, **days, **facts)


def blank_in(text: str) -> str:
    """Return the blank that still stands in a text, in whatever language; empty where everything was filled in."""
    for language, _name in settings.LANGUAGES:
        with override(language):
            blank = gettext(BLANK)
        if blank in text:
            return blank
    return ""


def _filled(reply: Reply, *, language: str, **facts: str) -> SavedReply:
    with override(language):
        text = gettext(reply.text).format(**facts)
    return SavedReply(reply.id, reply.kind, gettext(reply.title), text)
