"""What is kept of a mail beside the mail as it came: everything that was read in it but the contents of its files and keys.

One JSON value, sealed under the key of that mail. A text longer than `KEPT` is cut: all of it is in the mail as it came.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from meldpunt.arrivals.rules.misdirected import as_facts, from_facts
from meldpunt.arrivals.terms import (
    Authentication,
    Automatic,
    Bounced,
    Encryption,
    KeptMail,
    KeySource,
    LearnedKey,
    Mailbox,
    MailPart,
    ReadMail,
    Suggestion,
)
from meldpunt.people.terms import MessageFlaw, Verdict
from meldpunt.sealing.rules.bodies import open_sealed, seal
from meldpunt.sealing.terms import ContentKey, Place

KEPT: Final = 256 * 1024
"""Characters of a text that are kept beside the mail as it came."""


def seal_mail(mail: ReadMail, *, suggestion: Suggestion | None = None, id_: UUID, key: ContentKey) -> bytes:
    """Return what is kept of the mail `id_`, sealed under its key."""
    facts = {
        "mail": _cut(mail),
        "sizes": [len(part.content) for part in mail.parts],
        "suggestion": as_facts(suggestion),
        "is_cut": max(len(mail.text), len(mail.quoted)) > KEPT,
    }
    clear = json.dumps(facts, default=_plain, separators=(",", ":")).encode()
    return seal(clear, key=key, place=_place(id_, key))


def open_mail(sealed: bytes, *, id_: UUID, key: ContentKey) -> KeptMail:
    """Return what was kept of the mail `id_`. Raises SealingError."""
    facts = json.loads(open_sealed(sealed, key=key, place=_place(id_, key)))
    return KeptMail(_mail(facts["mail"]), tuple(facts["sizes"]), from_facts(facts["suggestion"]), facts["is_cut"])


def seal_judged(sealed: bytes, found: Encryption, *, id_: UUID, key: ContentKey) -> bytes:
    """Return what was kept of the mail `id_`, with what its signature turned out to be worth. Raises SealingError."""
    facts = json.loads(open_sealed(sealed, key=key, place=_place(id_, key)))
    facts["mail"]["encryption"] = asdict(replace(found, signer=b""))
    clear = json.dumps(facts, default=_plain, separators=(",", ":")).encode()
    return seal(clear, key=key, place=_place(id_, key))


def _cut(mail: ReadMail) -> dict[str, Any]:
    """Return a mail as plain values, without the contents of files and keys."""
    inner = None if mail.forwarded is None else _cut(mail.forwarded)
    bare = replace(
        mail,
        text=mail.text[:KEPT],
        quoted=mail.quoted[:KEPT],
        parts=tuple(replace(part, content=b"") for part in mail.parts),
        keys=tuple(replace(key, certificate=b"") for key in mail.keys),
        encryption=replace(mail.encryption, signer=b""),
        forwarded=None,
    )
    return {**asdict(bare), "forwarded": inner}


def _plain(value: object) -> str:
    """Return a moment as text; bytes are never kept here."""
    return value.isoformat() if isinstance(value, datetime) else ""


def _mail(facts: Mapping[str, Any]) -> ReadMail:
    made: dict[str, Any] = {
        **facts,
        "references": tuple(facts["references"]),
        "sender": _box(facts["sender"]),
        "reply_to": _box(facts["reply_to"]),
        "to": tuple(Mailbox(**box) for box in facts["to"]),
        "cc": tuple(Mailbox(**box) for box in facts["cc"]),
        "date": _moment(facts["date"]),
        "parts": tuple(MailPart(**{**part, "content": b""}) for part in facts["parts"]),
        "automatic": Automatic(facts["automatic"]),
        "authentication": Authentication(**facts["authentication"]),
        "encryption": _encryption(facts["encryption"]),
        "bounce": Bounced(**facts["bounce"]) if facts["bounce"] else None,
        "keys": tuple(_key(key) for key in facts["keys"]),
        "forwarded": _mail(facts["forwarded"]) if facts["forwarded"] else None,
        "defects": tuple(facts["defects"]),
    }
    return ReadMail(**made)


def _encryption(facts: Mapping[str, Any]) -> Encryption:
    flaw = MessageFlaw(facts["flaw"]) if facts["flaw"] else None
    known = {"flaw": flaw, "verdict": Verdict(facts["verdict"]), "signer": b""}
    return Encryption(**{**facts, **known})


def _key(facts: Mapping[str, Any]) -> LearnedKey:
    made = {
        "certificate": b"",
        "source": KeySource(facts["source"]),
        "addresses": tuple(facts["addresses"]),
        "expires_at": _moment(facts["expires_at"]),
    }
    return LearnedKey(**{**facts, **made})


def _box(facts: Mapping[str, str] | None) -> Mailbox | None:
    return Mailbox(**facts) if facts else None


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _place(id_: UUID, key: ContentKey) -> Place:
    return Place(key.organisation, key.thread, f"mail/{id_}", "sealed")
