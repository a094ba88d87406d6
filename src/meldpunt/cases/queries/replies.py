"""Saved replies: ready answers in the finder's language."""

from dataclasses import dataclass, field

from django.utils.translation import gettext, override

from meldpunt.cases.rules.replies import REPLIES, Reply
from meldpunt.cases.terms import MessageKind, ReplyId


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


def saved_replies(*, language: str, number: str, handler: str, organisation: str) -> tuple[SavedReply, ...]:
    """Return all saved replies, in the order a case usually needs them."""
    return tuple(
        _filled(each, language=language, number=number, handler=handler, organisation=organisation) for each in REPLIES
    )


def _filled(reply: Reply, *, language: str, number: str, handler: str, organisation: str) -> SavedReply:
    with override(language):
        text = gettext(reply.text).format(number=number, handler=handler, organisation=organisation)
    return SavedReply(reply.id, reply.kind, gettext(reply.title), text)
