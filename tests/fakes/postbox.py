"""A mailbox in memory; `tests/outside/test_postboxes.py` holds it against a real one."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

from meldpunt.arrivals.terms import PostboxFlaw, PostboxTrouble, Waiting


@dataclass
class FakePostbox:
    """What lies in it, in the inbox beside it, and what was put away, by name and day; `trouble` is asked before every step, and what it raises is raised."""

    inside: dict[str, bytes] = field(default_factory=dict)
    inbox: dict[str, bytes] = field(default_factory=dict)
    away: dict[str, tuple[date, bytes]] = field(default_factory=dict)
    trouble: Callable[[str, str], None] = lambda step, name: None
    is_open: bool = False
    opened: int = 0
    number: int = 0

    def bring(self, *messages: bytes) -> None:
        """Lay messages into it."""
        for message in messages:
            self.number += 1
            self.inside[f"1/{self.number}"] = message

    @contextmanager
    def open(self) -> Iterator["FakePostbox"]:
        """Lend it."""
        self._step("open")
        self.is_open = True
        self.opened += 1
        try:
            yield self
        finally:
            self.is_open = False

    def waiting(self) -> list[Waiting]:
        """Return what lies in it."""
        self._step("waiting")
        return [Waiting(name, len(content)) for name, content in self.inside.items()]

    def found(self, word: str, *, since: date) -> list[Waiting]:  # noqa: ARG002 (the Protocol's)
        """Return what lies in the inbox with a word in its subject."""
        self._step("found", word)
        about = f"Subject: {word}".encode()
        return [Waiting(name, len(content)) for name, content in self.inbox.items() if about in content]

    def content(self, message: Waiting, *, most: int) -> bytes | None:
        """Return a message or how it begins."""
        self._step("content", message.name)
        content = self.inside.get(message.name, self.inbox.get(message.name))
        return None if content is None else content[:most]

    def put_away(self, message: Waiting, *, on: date) -> None:
        """Move it."""
        self._step("put_away", message.name)
        if message.name in self.inside:
            self.away[message.name] = (on, self.inside.pop(message.name))
        if message.name in self.inbox:
            self.away[message.name] = (on, self.inbox.pop(message.name))

    def forget(self, *, before: date) -> int:
        """Delete what was put away before a day."""
        self._step("forget")
        old = [name for name, (day, _content) in self.away.items() if day < before]
        for name in old:
            del self.away[name]
        return len(old)

    def watch(self, _seconds: float, *, stop: Callable[[], bool]) -> None:  # noqa: ARG002 (the Protocol's)
        """Do not wait."""
        self._step("watch")

    def _step(self, step: str, name: str = "") -> None:
        if step != "open" and not self.is_open:
            raise PostboxTrouble(PostboxFlaw.UNREACHABLE)
        self.trouble(step, name)
