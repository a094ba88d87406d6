"""How a message to the writer of a policy is marked, and how trouble with one value is told."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

type Path = tuple[str | int, ...]
MAX_PATH: Final = 120


def mark(message: str) -> str:
    """Return the message as it is; imported as `_`, so that it is found by what collects texts for translation."""
    return message


@dataclass(frozen=True)
class Complaint:
    """Something wrong at a place in the file; the line is looked up later."""

    path: Path
    message: str
    remedy: str
    values: Mapping[str, str] = field(default_factory=dict)


class Wrong(ValueError):
    """One value cannot be used; carries what to say."""

    def __init__(self, message: str, remedy: str, **values: str) -> None:
        """Remember message and remedy (msgids), and what fills their places."""
        super().__init__(message)
        self.message = message
        self.remedy = remedy
        self.values = {name: printable(value) for name, value in values.items()}

    def at(self, path: Path) -> Complaint:
        """Return it as a complaint about a place in the file."""
        return Complaint(path, self.message, self.remedy, self.values)


def printable(text: str) -> str:
    """Return a text without signs that would do something on a terminal or turn the order of a line."""
    return "".join(sign if sign.isprintable() else "?" for sign in text)


def dotted(path: Path) -> str:
    """Return a path as people write it: `brand[2].hosts[1]`, counted from 1."""
    text = ""
    for part in path:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else part
    return printable(text[:MAX_PATH])
