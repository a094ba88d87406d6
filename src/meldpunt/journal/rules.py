"""What a line may say, and how each line holds the one before it.

Invariants: a line carries no content, only codes and numbers; the digest of a line covers every column of it
and the digest of its predecessor, so that a changed, removed or inserted line breaks the chain.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import UTC
from uuid import UUID

from meldpunt.journal.terms import DeedNotAllowed, EntryLine, Fact, FactNotAllowed

DIGEST_LENGTH = 32
MAX_FACTS = 12

_CODE = re.compile(r"[A-Za-z0-9_.:+-]{0,64}")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,31}")
_DEED = re.compile(r"[a-z][a-z0-9_]{0,31}(\.[a-z][a-z0-9_]{0,31}){1,2}")


def check_deed(deed: str) -> None:
    """Refuse a deed that is not a dotted lower-case code.

    Raises DeedNotAllowed.
    """
    if not _DEED.fullmatch(deed):
        raise DeedNotAllowed


def check_facts(facts: Mapping[str, Fact]) -> None:
    """Refuse facts in which content could hide.

    Strings are codes of at most 64 letters, digits and `_.:+-`: states, dates, numbers, ids; never words of people.
    The refused value is not part of the error. Raises FactNotAllowed with the name of the fact only.
    """
    if len(facts) > MAX_FACTS:
        message = "too many facts"
        raise FactNotAllowed(message)
    for name, value in facts.items():
        if not _NAME.fullmatch(name):
            message = "a name of a fact is not a code"
            raise FactNotAllowed(message)
        if not _is_code(value):
            raise FactNotAllowed(name)


def _is_code(value: object) -> bool:
    if value is None or isinstance(value, bool):
        return True
    if isinstance(value, int):
        return abs(value) < 2**53
    return isinstance(value, str) and _CODE.fullmatch(value) is not None


def first_digest(organisation: UUID) -> bytes:
    """Return what the first line of an organisation stands on."""
    return hashlib.sha256(b"meldpunt journal 1" + organisation.bytes).digest()


def next_digest(previous: bytes, line: EntryLine) -> bytes:
    """Return the digest of `line` on top of the digest of the line before it."""
    body = json.dumps(
        [
            str(line.organisation),
            line.number,
            line.at.astimezone(UTC).isoformat(timespec="microseconds"),
            str(line.case) if line.case else None,
            line.actor.kind,
            str(line.actor.id) if line.actor.id else None,
            line.deed,
            dict(line.facts),
        ],
        sort_keys=True,
        separators=(",", ":"),
        allow_nan=False,
    )
    return hashlib.sha256(previous + body.encode()).digest()
