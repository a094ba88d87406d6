"""How reasons, answers and evidence become sealed bytes, and back: one JSON object of texts each."""

import json
from collections.abc import Mapping
from typing import Final

from meldpunt.sealing.rules.bodies import open_sealed, seal
from meldpunt.sealing.terms import ContentKey, Place

SEALED: Final = "sealed"
BECAUSE: Final = "withdrawn_because"


def seal_words(words: Mapping[str, str], *, record: str, key: ContentKey, field: str = SEALED) -> bytes:
    """Return texts sealed under the key of a case's inside, for one column of one row."""
    return seal(json.dumps(words).encode(), key=key, place=Place(key.organisation, key.thread, record, field))


def open_words(sealed: bytes, *, record: str, key: ContentKey, field: str = SEALED) -> dict[str, str]:
    """Return the texts again. Raises CannotOpen."""
    clear = open_sealed(sealed, key=key, place=Place(key.organisation, key.thread, record, field))
    words: dict[str, str] = json.loads(clear)
    return words


def of_fact(fact: object) -> str:
    """Return the name of the row of a fact."""
    return f"law-fact/{fact}"


def of_submission(submission: object) -> str:
    """Return the name of the row of a submission."""
    return f"law-submission/{submission}"


def of_answers(event: int, version: int) -> str:
    """Return the name of the answers about an event, in one version: an older one put back does not open as a newer one."""
    return f"law-answers/{event}/{version}"
