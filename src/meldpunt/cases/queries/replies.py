"""Saved replies: ready answers in the finder's language."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class SavedReply:
    """A ready answer: `title` in the reader's language, `text` in the finder's."""

    id: str
    title: str
    text: str = field(repr=False)


def saved_reply(reply: str, *, language: str, number: str, handler: str, organisation: str) -> SavedReply:
    """Return one saved reply with its placeholders filled in; raises KeyError for an unknown id."""
    raise NotImplementedError


def saved_replies(*, language: str, number: str, handler: str, organisation: str) -> tuple[SavedReply, ...]:
    """Return all saved replies, in the order a case usually needs them."""
    raise NotImplementedError
