"""OpenPGP without the mathematics: a key is a line of JSON. tests/outside/test_openpgp.py holds it against the real one."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from typing import Any

from meldpunt.people.terms import KeyFlaw, KeyNotRenewable, KeyRefused, ReadKey

_numbers = count(1)


class FakeOpenPgp:
    """Makes, reads and renews keys of JSON; `signed` counts the signatures."""

    def __init__(self) -> None:
        """Start with nothing signed."""
        self.signed = 0

    def make(self, *, user_id: str, until: datetime) -> ReadKey:
        """Return a new key."""
        address = user_id.rpartition("<")[2].rstrip(">").lower()
        return _key({"fingerprint": f"{next(_numbers):040X}", "address": address, "until": _moment(until)}, secret=True)

    def read(self, content: bytes) -> ReadKey:
        """Return the one key."""
        lines = content.decode("utf-8", "replace").splitlines()
        try:
            keys = [json.loads(line) for line in lines]
        except ValueError:
            raise KeyRefused(KeyFlaw.UNREADABLE) from None
        if len(keys) != 1:
            raise KeyRefused(KeyFlaw.SEVERAL if keys else KeyFlaw.UNREADABLE)
        return _key({name: keys[0][name] for name in keys[0] if name != "secret"}, secret=keys[0]["secret"])

    def renew(self, *, certificate: bytes, secret: bytes, until: datetime) -> ReadKey:
        """Return the same key with another end."""
        facts = json.loads(certificate)
        if json.loads(secret)["fingerprint"] != facts["fingerprint"]:
            raise KeyNotRenewable
        del facts["secret"]
        return replace(_key(facts | {"until": _moment(until)}, secret=False), secret=secret)

    def sign(self, text: str, *, secret: bytes) -> str:
        """Return the text between the usual lines."""
        if not json.loads(secret)["secret"]:
            raise KeyRefused(KeyFlaw.LOCKED)
        self.signed += 1
        head = "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\n"
        return f"{head}{text}-----BEGIN PGP SIGNATURE-----\n\nfake {self.signed}\n-----END PGP SIGNATURE-----\n"

    def lock(self, *, certificate: bytes, secret: bytes, passphrase: str) -> str:
        """Return the key between the usual lines, with what only the passphrase would open."""
        if not json.loads(secret)["secret"]:
            raise KeyRefused(KeyFlaw.LOCKED)
        fingerprint = json.loads(certificate)["fingerprint"]
        block = "PGP PRIVATE KEY BLOCK"
        return f"-----BEGIN {block}-----\n\n{fingerprint} {len(passphrase)}\n-----END {block}-----\n"


def _key(facts: dict[str, Any], *, secret: bool) -> ReadKey:
    return ReadKey(
        fingerprint=facts["fingerprint"],
        addresses=[facts["address"]],
        expires_at=datetime.fromisoformat(facts["until"]) if facts["until"] else None,
        revoked=facts.get("revoked", False),
        certificate=(json.dumps({**facts, "secret": False}) + "\n").encode(),
        secret=(json.dumps({**facts, "secret": True}) + "\n").encode() if secret else None,
    )


def _moment(until: datetime) -> str:
    return until.astimezone(UTC).isoformat()
