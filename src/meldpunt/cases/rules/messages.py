"""How what is said in a case becomes sealed bytes, and back."""

import json
from collections.abc import Sequence
from uuid import UUID

from meldpunt.cases.terms import NothingSaid
from meldpunt.reports.rules.limits import check_text
from meldpunt.sealing.rules.bodies import open_sealed, open_under, seal, seal_under
from meldpunt.sealing.terms import ContentKey, Place, joined


def check_said(text: str, *, files: int = 0) -> None:
    """Refuse an empty message without files, and a text that cannot be taken; raises NothingSaid, ReportError."""
    if not text.strip() and not files:
        raise NothingSaid
    check_text("message", text)


def seal_message(text: str, *, message: UUID, key: ContentKey) -> bytes:
    """Return a message sealed under the thread's conversation key."""
    return seal(text.encode(), key=key, place=_place(key, f"message/{message}"))


def open_message(sealed: bytes, *, message: UUID, key: ContentKey) -> str:
    """Return a message's text. Raises SealingError."""
    return open_sealed(sealed, key=key, place=_place(key, f"message/{message}")).decode()


def seal_note(text: str, *, note: UUID, key: ContentKey) -> bytes:
    """Return a note sealed under the case's internal key."""
    return seal(text.encode(), key=key, place=_place(key, f"note/{note}"))


def open_note(sealed: bytes, *, note: UUID, key: ContentKey) -> str:
    """Return a note's text. Raises SealingError."""
    return open_sealed(sealed, key=key, place=_place(key, f"note/{note}")).decode()


def seal_reason(text: str, *, withholding: UUID, key: ContentKey) -> bytes:
    """Return why progress is withheld, sealed under the case's internal key."""
    return seal(text.encode(), key=key, place=_place(key, f"withholding/{withholding}"))


def open_reason(sealed: bytes, *, withholding: UUID, key: ContentKey) -> str:
    """Return why progress is withheld. Raises SealingError."""
    return open_sealed(sealed, key=key, place=_place(key, f"withholding/{withholding}")).decode()


def seal_address(address: str, *, thread: UUID, secret: bytes) -> bytes:
    """Return the address for notices sealed under the server's notice key."""
    return seal_under(secret, address.encode(), _address_info(thread))


def open_address(sealed: bytes, *, thread: UUID, secret: bytes) -> str:
    """Return the address for notices. Raises SealingError."""
    return open_under(secret, sealed, _address_info(thread)).decode()


def seal_references(message_ids: Sequence[str], *, thread: UUID, secret: bytes) -> bytes:
    """Return the Message-IDs of a finder's mails that the next letter answers, sealed under the server's notice key."""
    return seal_under(secret, json.dumps(list(message_ids)).encode(), _references_info(thread))


def open_references(sealed: bytes, *, thread: UUID, secret: bytes) -> tuple[str, ...]:
    """Return the Message-IDs that the next letter answers. Raises SealingError."""
    return tuple(json.loads(open_under(secret, sealed, _references_info(thread))))


def _place(key: ContentKey, record: str) -> Place:
    return Place(key.organisation, key.thread, record, "sealed")


def _address_info(thread: UUID) -> bytes:
    return joined(b"meldpunt notice address", thread.bytes)


def _references_info(thread: UUID) -> bytes:
    return joined(b"meldpunt mails of a finder", thread.bytes)
