"""Mailboxes that are looked into, again and again, each by a thread of its own.

Invariants: a message is put away only after `Intake.take` returned, which it does after the commit. Between the two anything may end this
process: the message is then taken again, and known by its mark. A message that cannot be taken stays where it is and stops no other.
"""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

import structlog

from meldpunt.arrivals.rules.canary_words import is_headed
from meldpunt.arrivals.rules.delivered import delivered_to
from meldpunt.arrivals.terms import Envelope, OpensPostbox, Postbox, PostboxTrouble, TryLater, Waiting, Way
from meldpunt.doors.mailroom.connections import connected
from meldpunt.doors.mailroom.taking import Intake

FIRST_WAIT: Final = 2.0  # seconds after something failed, doubled each time
LONGEST_WAIT: Final = 900.0  # seconds
CANARIES_FOR: Final = timedelta(days=8)
NOTE_EVERY: Final = 60.0  # seconds between notes of a mailbox that is waited for
TIDY_EVERY: Final = 3600.0  # seconds between deletions of what was taken long ago
HEADER: Final = 64 * 1024  # bytes, as much as is read of any
WELL: Final = ""
UNFORESEEN: Final = "unforeseen"
log = structlog.get_logger("meldpunt.mailroom")

type Notes = Callable[[str, str], None]
"""Keeps how a mailbox, by its name, is: WELL or a code of what is wrong."""


@dataclass(frozen=True)
class LookedInto:
    """A mailbox and what to do with it. `name` is the operator's word for it; `organisation` tells whose messages they become.

    `every` is in seconds; messages that were taken are deleted after `keep`. `is_shared`: only what people put into its folder is taken,
    and out of the inbox what has one of the words of `canaries` in its subject: tests, which nobody moves.
    """

    name: str
    organisation: Callable[[], UUID | None]
    open: OpensPostbox
    is_shared: bool
    keep: timedelta
    every: float = 60.0
    authserv_id: str = ""
    canaries: Callable[[UUID], Sequence[str]] = lambda _organisation: ()


@dataclass
class Patience:
    """When something that failed is tried again: later each time."""

    wait: float = field(default_factory=lambda: FIRST_WAIT)
    until: float = 0.0

    def failed(self, now: float) -> None:
        """Note that it failed once more."""
        self.until = now + self.wait
        self.wait = min(self.wait * 2, LONGEST_WAIT)


@dataclass
class Round:
    """The rounds of one mailbox. `taken` are messages that still have to be put away, `failed` those that could not be taken."""

    box: LookedInto
    intake: Intake
    notes: Notes
    stop: threading.Event
    most: int
    taken: set[str] = field(default_factory=set)
    failed: dict[str, Patience] = field(default_factory=dict)
    tidied: float | None = None

    def run(self) -> None:
        """Look until `stop` is set; whatever goes wrong is tried again later."""
        patience = Patience()
        while not self.stop.is_set():
            problem = self._visit(patience)
            self._note(problem)
            patience.failed(time.monotonic())
            self._rest(patience.until, problem)

    def _rest(self, until: float, problem: str) -> None:
        """Wait, and say meanwhile how the mailbox is: what failed is told after a time, not after a number of tries."""
        while not self.stop.is_set() and (left := until - time.monotonic()) > 0:
            self.stop.wait(min(left, NOTE_EVERY))
            self._note(problem)

    def _visit(self, patience: Patience) -> str:
        """Open the mailbox and look into it for as long as that goes well; return what went wrong."""
        try:
            with self.box.open() as postbox:
                while not self.stop.is_set():
                    self.look(postbox)
                    self._note(WELL)
                    patience.wait = FIRST_WAIT
                    postbox.watch(self._pause(), stop=self.stop.is_set)
        except PostboxTrouble as trouble:
            log.warning("a mailbox could not be looked into", mailbox=self.box.name, problem=trouble.flaw.value)
            return trouble.flaw.value
        except Exception:  # this mailbox is tried again, and the others go on
            log.exception("a mailbox could not be looked into", mailbox=self.box.name)
            return UNFORESEEN
        return WELL

    def look(self, postbox: Postbox) -> None:
        """Take what is there and put it away. Raises PostboxTrouble, the first of them, once every message had its turn."""
        first: PostboxTrouble | None = None
        waiting = postbox.waiting()
        self._forget_gone({message.name for message in waiting})
        for message in waiting:
            if self.stop.is_set():
                return
            try:
                self._handle(postbox, message)
            except PostboxTrouble as trouble:
                self._failed(message)
                first = first or trouble
        if first:
            raise first
        self._take_canaries(postbox)
        self._tidy(postbox)

    def _take_canaries(self, postbox: Postbox) -> None:
        """Take the tests out of the inbox of a shared mailbox, where people leave them."""
        with connected():
            organisation = self.box.organisation()
            words = self.box.canaries(organisation) if self.box.is_shared and organisation else ()
        since = (datetime.now(tz=UTC) - CANARIES_FOR).date()
        for word in words:
            for message in postbox.found(word, since=since):
                if is_headed(postbox.content(message, most=HEADER) or b"", word):  # a server may find what does not fit
                    self._handle(postbox, message)

    def _handle(self, postbox: Postbox, message: Waiting) -> None:
        patience = self.failed.get(message.name)
        if patience and patience.until > time.monotonic():
            return
        if message.name not in self.taken and not self._take(postbox, message):
            self._failed(message)
            return
        postbox.put_away(message, on=datetime.now(tz=UTC).date())
        self.taken.discard(message.name)
        self.failed.pop(message.name, None)

    def _take(self, postbox: Postbox, message: Waiting) -> bool:
        """Take a message; one that is too large only as far as it tells that. Returns False where it has to be tried again."""
        raw = postbox.content(message, most=self.most + 1)
        with connected():
            organisation = self.box.organisation()
        if raw is None or organisation is None:
            return False
        envelope = Envelope(
            way=Way.MAILBOX,
            recipients=delivered_to(raw),
            authserv_id=self.box.authserv_id,
            is_shared=self.box.is_shared,
        )
        try:
            self.intake.take(raw, envelope, organisation)
        except TryLater:
            log.warning("a message stays in its mailbox and is tried again", mailbox=self.box.name)
            return False
        except Exception:  # it stays where it is, and the others are taken
            log.exception("a message stays in its mailbox and is tried again", mailbox=self.box.name)
            return False
        self.taken.add(message.name)
        return True

    def _failed(self, message: Waiting) -> None:
        self.failed.setdefault(message.name, Patience()).failed(time.monotonic())

    def _forget_gone(self, there: set[str]) -> None:
        """Remember nothing of messages that are not there any more."""
        self.taken &= there
        self.failed = {name: patience for name, patience in self.failed.items() if name in there}

    def _tidy(self, postbox: Postbox) -> None:
        now = time.monotonic()
        if self.tidied is None or now >= self.tidied + TIDY_EVERY:
            postbox.forget(before=(datetime.now(tz=UTC) - self.box.keep).date())
            self.tidied = now

    def _pause(self) -> float:
        """Return the seconds until something is to be tried again, at most those between two looks."""
        due = [patience.until - time.monotonic() for patience in self.failed.values()]
        return min([max(seconds, FIRST_WAIT) for seconds in due] + [self.box.every])

    def _note(self, problem: str) -> None:
        try:
            self.notes(self.box.name, problem)
        except Exception:  # a note that cannot be written loses no mail
            log.exception("how a mailbox is could not be noted", mailbox=self.box.name)
