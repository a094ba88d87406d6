"""What is kept of an upload that waits for its form, and the key to it."""

import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from meldpunt.arrivals.terms import DraftsGone, SealedUpload
from meldpunt.sealing.rules.derivation import SECRET_SIZE, derive
from meldpunt.sealing.terms import joined


@dataclass(frozen=True)
class UploadKey:
    """What an upload key yields: `locator` finds the drafts, `secret` opens them."""

    locator: bytes = field(repr=False)
    secret: bytes = field(repr=False)


def new_upload_key() -> str:
    """Return a fresh upload key, as text for the form."""
    return urlsafe_b64encode(secrets.token_bytes(SECRET_SIZE)).decode("ascii").rstrip("=")


def opening_key(upload_key: str) -> UploadKey:
    """Return what the text of a form yields; raises DraftsGone when it is no upload key."""
    try:
        raw = urlsafe_b64decode(upload_key[:100].encode("ascii") + b"=" * (-len(upload_key) % 4))
    except ValueError:
        raise DraftsGone from None
    if len(raw) != SECRET_SIZE:
        raise DraftsGone
    return UploadKey(derive(raw, label=b"meldpunt upload locator"), derive(raw, label=b"meldpunt upload secret"))


def draft_info(organisation: UUID, file: UUID) -> bytes:
    """Return what ties a sealed draft to its row."""
    return joined(b"meldpunt upload draft", organisation.bytes, file.bytes)


def draft_facts(upload: SealedUpload) -> dict[str, Any]:
    """Return what is sealed of an upload."""
    return {
        "name": upload.name,
        "media_type": upload.media_type,
        "size": upload.size,
        "sha256": upload.sha256.hex(),
        "secret": upload.secret.hex(),
        "scrubbed": upload.scrubbed,
    }


def read_draft(facts: dict[str, Any], file: UUID, stored_as: str) -> SealedUpload:
    """Return the upload that `draft_facts` was given."""
    return SealedUpload(
        id=file,
        name=facts["name"],
        media_type=facts["media_type"],
        size=facts["size"],
        sha256=bytes.fromhex(facts["sha256"]),
        secret=bytes.fromhex(facts["secret"]),
        stored_as=stored_as,
        scrubbed=facts["scrubbed"],
    )
