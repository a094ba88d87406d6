"""Encrypted mail without the mathematics: JSON in armour. tests/outside/test_encrypting.py holds it against the real one."""

import json
from base64 import b64decode, encodebytes
from datetime import datetime
from typing import Any, Final

from meldpunt.people.rules.openpgp import check_size, is_over
from meldpunt.people.terms import ClearMail, KeyFlaw, KeyRefused, ReadKey
from tests.fakes.openpgp import FakeOpenPgp

_FIRST: Final = b"-----BEGIN PGP MESSAGE-----"
_LAST: Final = b"-----END PGP MESSAGE-----"


class FakeEncrypter:
    """Judges the keys of FakeOpenPgp, and writes down what it would encrypt."""

    def judge(self, content: bytes, *, now: datetime) -> ReadKey:
        """Return the one key."""
        read = FakeOpenPgp().read(check_size(content))
        if json.loads(content)["secret"]:
            raise KeyRefused(KeyFlaw.SECRET_GIVEN)
        if read.revoked:
            raise KeyRefused(KeyFlaw.REVOKED)
        if is_over(read.expires_at, now):
            raise KeyRefused(KeyFlaw.EXPIRED)
        return ReadKey(read.fingerprint, read.addresses, read.expires_at, revoked=False, certificate=read.certificate)

    def encrypt(self, mail: ClearMail, *, to: bytes, signer: bytes | None, now: datetime) -> bytes:
        """Return what would be encrypted, to whom, and whether it would be signed."""
        key = self.judge(to, now=now)
        sent = {"to": key.fingerprint, "subject": mail.subject, "text": mail.text, "signed": signer is not None}
        return b"\n".join([_FIRST, b"", encodebytes(json.dumps(sent).encode()).strip(), _LAST, b""])


def opened(content: bytes) -> dict[str, Any]:
    """Return what such a message says: `to` whom (a fingerprint), `subject`, `text`, and whether it is `signed`."""
    sent: dict[str, Any] = json.loads(b64decode(b"".join(content.splitlines()[2:-1])))
    return sent
