"""How the mailboxes of each organisation are, told to upkeep: it shows a light at the desk and writes to the operator.

Invariants: an organisation's mailboxes are well when all of them are; one that fails is called dead only after a while, so that a restart of
its server is no alarm; what is so is told again now and then, so that silence tells that nobody looks any more.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Lock
from time import monotonic
from typing import Final
from uuid import UUID

from meldpunt.doors.mailroom.connections import connected
from meldpunt.doors.mailroom.mailboxes import WELL, LookedInto
from meldpunt.journal.terms import SYSTEM
from meldpunt.upkeep.actions import forget_mailboxes, note
from meldpunt.upkeep.terms import Part, Trouble

DEAD_AFTER: Final = 600.0  # seconds of failures
TELL_EVERY: Final = 300.0  # seconds


@dataclass
class Health:
    """Notes of all mailboxes (`mailboxes.Notes`); called by the threads of all of them."""

    boxes: Sequence[LookedInto]
    _failing: dict[str, tuple[float, str]] = field(default_factory=dict)
    _told: dict[UUID, tuple[str, float]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def begin(self) -> None:
        """Forget the mailboxes of organisations that have none any more."""
        with connected():
            owners = [box.organisation() for box in self.boxes]
            forget_mailboxes(but=[each for each in owners if each], by=SYSTEM, now=datetime.now(tz=UTC))

    def __call__(self, name: str, problem: str) -> None:
        """Note how a mailbox is; it is told where it changes something, or was told long ago."""
        with self._lock, connected():
            now = monotonic()
            if problem == WELL:
                self._failing.pop(name, None)
            else:
                self._failing[name] = (self._failing.get(name, (now, ""))[0], problem)
            organisation = next(box.organisation() for box in self.boxes if box.name == name)
            if organisation is not None:
                self._tell(organisation, now)

    def _tell(self, organisation: UUID, now: float) -> None:
        own = [box.name for box in self.boxes if box.organisation() == organisation]
        dead = [name for name in own if name in self._failing and now - self._failing[name][0] >= DEAD_AFTER]
        detail = ", ".join(f"{name}: {self._failing[name][1]}" for name in dead)
        before, at = self._told.get(organisation, ("", None))
        if at is not None and before == detail and now - at < TELL_EVERY:
            return
        note(
            organisation=organisation,
            part=Part.MAILBOX,
            trouble=Trouble.NOT_LOOKED_AT if dead else None,
            detail=detail,
            by=SYSTEM,
            now=datetime.now(tz=UTC),
        )
        self._told[organisation] = (detail, now)
