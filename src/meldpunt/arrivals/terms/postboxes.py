"""The words of mailboxes that messages are taken from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from meldpunt.arrivals.terms.words import ArrivalError


class PostboxFlaw(StrEnum):
    """Why a mailbox could not be looked into."""

    UNREACHABLE = "unreachable"
    CERTIFICATE = "certificate"
    SIGN_IN = "sign_in"
    FOLDER = "folder"
    PROTOCOL = "protocol"


class PostboxTrouble(ArrivalError):
    """A mailbox did not do what was asked; `flaw` says why. What its server said is never part of it."""

    def __init__(self, flaw: PostboxFlaw) -> None:
        """Keep why."""
        super().__init__(flaw.value)
        self.flaw = flaw


@dataclass(frozen=True)
class Waiting:
    """A message that lies in a mailbox: a name that holds for ever there and for no other message, and its size in bytes."""

    name: str
    size: int


class Postbox(Protocol):
    """A mailbox that is open. Every method raises PostboxTrouble."""

    def waiting(self) -> Sequence[Waiting]:
        """Return the messages that are there to be taken, oldest first."""

    def found(self, word: str, *, since: date) -> Sequence[Waiting]:
        """Return the messages that came into the inbox since a day with this word in their subject; until `waiting`, messages are those of the inbox."""

    def content(self, message: Waiting, *, most: int) -> bytes | None:
        """Return a message, or its first `most` bytes; None when it is not there any more. It stays unread."""

    def put_away(self, message: Waiting, *, on: date) -> None:
        """Move a message that was taken on a day to where such messages lie; nothing happens when it is not there any more."""

    def forget(self, *, before: date) -> int:
        """Delete the messages that were put away before a day; return how many."""

    def watch(self, seconds: float, *, stop: Callable[[], bool]) -> None:
        """Return once something new may be there, after `seconds`, or soon after `stop` says so."""


type OpensPostbox = Callable[[], AbstractContextManager[Postbox]]
"""Opens a mailbox. Raises PostboxTrouble."""
