"""Address fields (RFC 5322, 3.4) of people and of programs that never read it: one sign after the other, so that no brackets can hurt."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from meldpunt.arrivals.terms import Mailbox
from meldpunt.outside.reading.charsets import decoded
from meldpunt.outside.reading.words import unencoded

MOST: Final = 200
"""Addresses of one field that are kept."""
_MOST_ADDRESS: Final = 320


_TOKEN: Final = re.compile(
    r'"(?P<quoted>(?:\\.|[^"\\])*)"?|<(?P<angle>[^>]*)>?|(?P<comma>[,;])|(?P<colon>:)|(?P<comment>\()|(?P<plain>[^"<,;:(]+)',
    re.DOTALL,
)
_IN_COMMENT: Final = re.compile(r"\\.|[()]", re.DOTALL)
_ANY: Final = re.compile(r"<([^\s<>\"@]{1,64}@[^\s<>\"@]{1,255})>")
_NEVER: Final = re.compile(r"[\s<>\x00-\x1f]")
type Run = tuple[str, str]


def mailboxes(field: bytes) -> tuple[Mailbox, ...]:
    """Return who a field names, in its order; a group's name is left out, its members are not."""
    found = (_mailbox(runs) for runs in _pieces(decoded(field)))
    return tuple(islice((each for each in found if each.address or each.name), MOST))


def _pieces(text: str) -> Iterator[list[Run]]:
    """Return what stands between commas: runs of signs, each with what they are: plain, quoted, comment or angle."""
    runs: list[Run] = []
    at = 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            break
        kind, at = found.lastgroup or "", found.end()
        if kind == "comma":
            yield runs
            runs = []
        elif kind == "colon":  # what stood before it is the name of a group
            runs = []
        elif kind == "comment":
            end = _end_of_comment(text, at)
            runs.append((kind, text[at : end - 1]))
            at = end
        else:
            runs.append((kind, found[kind]))
    yield runs


def _end_of_comment(text: str, at: int) -> int:
    """Return where the comment that was just opened is over; comments hold comments."""
    depth = 1
    for found in _IN_COMMENT.finditer(text, at):
        depth += {"(": 1, ")": -1}.get(found[0], 0)
        if not depth:
            return found.end()
    return len(text) + 1


def _mailbox(runs: list[Run]) -> Mailbox:
    angle = next((text for kind, text in runs if kind == "angle"), None)
    comment = " ".join(text.strip() for kind, text in runs if kind == "comment")
    words = " ".join(_unescaped(text).strip() for kind, text in runs if kind in {"plain", "quoted"} and text.strip())
    bare = "".join(f'"{text}"' if kind == "quoted" else text for kind, text in runs if kind in {"plain", "quoted"})
    address = _address(bare if angle is None else angle)
    if angle is None and address:
        return Mailbox(_name(comment), address)
    return Mailbox(_name(words or comment), address or _somewhere(words))


def _somewhere(words: str) -> str:
    """Return the one address that stands within words that were never closed."""
    found = _ANY.findall(words)
    return _address(found[0]) if len(found) == 1 else ""


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)


def _name(text: str) -> str:
    return unencoded(text).strip()[:_MOST_ADDRESS]


def _address(text: str) -> str:
    """Return an address in lower case, without a route before it; empty for what cannot be one.

    Nothing in it is decoded (RFC 2047, 5): no server that judged the sender did. A foreign sign whose small letter is one of ours, as that
    of the unit kelvin is, would make it somebody else's.
    """
    given = text.rsplit(":", 1)[-1].strip()
    if any(sign.lower().isascii() and not sign.isascii() for sign in given):
        return ""
    address = given.lower()
    local, _, domain = address.rpartition("@")
    is_one = local and domain and len(address) <= _MOST_ADDRESS and not _NEVER.search(address)
    return address if is_one else ""
