"""How the parts of a report become sealed bytes, and back. One JSON value is one sealed blob."""

import json
from dataclasses import fields
from typing import Any
from uuid import UUID

from meldpunt.arrivals.terms import SealedUpload
from meldpunt.policy.terms import ContactMode, IdentityMode
from meldpunt.reports.terms import Contact, Identity, ReportContent, SealedFile, Topic
from meldpunt.sealing.rules.bodies import open_sealed, seal
from meldpunt.sealing.rules.streams import padded_size
from meldpunt.sealing.terms import ContentKey, Place

TEXTS = tuple(each.name for each in fields(ReportContent) if each.name != "topic")


def seal_content(content: ReportContent, *, salt: bytes, key: ContentKey) -> bytes:
    """Return the report's own words sealed, with the salt of its digest."""
    texts = {name: text for name, text in content.texts().items() if name != "topic"}
    return _seal_json({"topic": content.topic, "texts": texts, "salt": salt.hex()}, key, "body")


def open_content(sealed: bytes, *, key: ContentKey) -> tuple[ReportContent, bytes]:
    """Return the report's own words and the salt. Raises SealingError."""
    stored = _open_json(sealed, key, "body")
    texts = {name: stored["texts"].get(name, "") for name in TEXTS}
    return ReportContent(topic=Topic(stored["topic"]), **texts), bytes.fromhex(stored["salt"])


def seal_person(identity: Identity, contact: Contact, *, key: ContentKey) -> bytes:
    """Return who the finder is and how to reach them, sealed."""
    stored = {
        "mode": identity.mode,
        "name": identity.name,
        "contact_mode": contact.mode,
        "contact": contact.value,
        "notices": contact.notices,
    }
    return _seal_json(stored, key, "identity")


def open_person(sealed: bytes, *, key: ContentKey) -> tuple[Identity, Contact]:
    """Return who the finder is and how to reach them. Raises SealingError."""
    stored = _open_json(sealed, key, "identity")
    identity = Identity(IdentityMode(stored["mode"]), stored["name"])
    return identity, Contact(ContactMode(stored["contact_mode"]), stored["contact"], stored["notices"])


def seal_file(upload: SealedUpload, *, key: ContentKey) -> SealedFile:
    """Return what is kept of a file whose bytes are sealed already under this key's secret."""
    stored = {
        "name": upload.name,
        "media_type": upload.media_type,
        "size": upload.size,
        "sha256": upload.sha256.hex(),
    }
    return SealedFile(
        id=upload.id,
        sealed=_seal_json(stored, key, f"attachment/{upload.id}"),
        stored_as=upload.stored_as,
        size_class=padded_size(upload.size),
        scrubbed=upload.scrubbed,
    )


def open_file(sealed: bytes, *, file: UUID, key: ContentKey) -> dict[str, Any]:
    """Return `name`, `media_type`, `size` and `sha256` (hex) of a file. Raises SealingError."""
    return _open_json(sealed, key, f"attachment/{file}")


def _seal_json(value: dict[str, Any], key: ContentKey, field: str) -> bytes:
    clear = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return seal(clear, key=key, place=_place(key, field))


def _open_json(sealed: bytes, key: ContentKey, field: str) -> dict[str, Any]:
    opened: dict[str, Any] = json.loads(open_sealed(sealed, key=key, place=_place(key, field)))
    return opened


def _place(key: ContentKey, field: str) -> Place:
    return Place(key.organisation, key.thread, f"report/{key.thread}", field)
