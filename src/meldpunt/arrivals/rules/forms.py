"""Form tokens: 128 random bits, the organisation, the moment, the rules shown, the language and the brand, under the server's MAC.

A token is kept nowhere. The random in it makes the access code (with the server's secret and the content), so the same form
with the same content leads to the same receipt, for ever.
"""

import hmac
import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime
from functools import lru_cache
from typing import Final
from uuid import UUID

from meldpunt.arrivals.terms import BadForm, OpenForm
from meldpunt.sealing.rules.derivation import derive

RANDOM_SIZE: Final = 16
MAC_SIZE: Final = 32
LAYOUT: Final = struct.Struct(">B16s16sQI8s")
VERSION: Final = 1
LONGEST: Final = 200

HASTE_SECONDS: Final = 3
HASTE_DELAY: Final = 5.0
HONEYPOT_DELAY: Final = 10.0


def issue_form(form: OpenForm, *, secret: bytes) -> str:
    """Return the token of a form; `secret` is the server's form secret. The moment is kept to the second."""
    language = form.language.encode("ascii").ljust(8, b"\0")
    issued = int(form.issued_at.timestamp())
    body = LAYOUT.pack(VERSION, form.organisation.bytes, form.random, issued, form.policy_version, language)
    body += form.brand.encode("ascii")
    return urlsafe_b64encode(body + _mac(body, secret)).decode("ascii").rstrip("=")


def read_form(token: str, *, organisation: UUID, secret: bytes) -> OpenForm:
    """Return the form of a token; raises BadForm when it is not this server's, or another organisation's."""
    body = _checked(token, secret)
    version, owner, random, issued, policy_version, language = LAYOUT.unpack(body[: LAYOUT.size])
    if version != VERSION or owner != organisation.bytes:
        raise BadForm
    return OpenForm(
        organisation=organisation,
        random=random,
        issued_at=datetime.fromtimestamp(issued, tz=UTC),
        policy_version=policy_version,
        language=language.rstrip(b"\0").decode("ascii"),
        brand=body[LAYOUT.size :].decode("ascii"),
    )


def canary_mark(token: str, *, secret: bytes) -> str:
    """Return what proves that a form is filled in by this installation's own daily test: nobody else can make it."""
    return hmac.digest(_key(secret, b"meldpunt canary"), token.encode(), "sha256").hex()


def is_canary(token: str, mark: str, *, secret: bytes) -> bool:
    """Tell whether `mark` proves that this form is a canary's."""
    return bool(mark) and hmac.compare_digest(mark.encode(), canary_mark(token, secret=secret).encode())


def used_digest(form: OpenForm, *, secret: bytes) -> bytes:
    """Return what is stored of a used form: keyed, so that it proves nothing to who has the table only."""
    return hmac.digest(_key(secret, b"meldpunt used form"), form.organisation.bytes + form.random, "sha256")


def wait_for(form: OpenForm, *, trap_filled: bool, now: datetime) -> float:
    """Return how many seconds to let a submission wait that looks like a machine's: it is never refused for that."""
    hasty = (now - form.issued_at).total_seconds() < HASTE_SECONDS
    return HASTE_DELAY * hasty + HONEYPOT_DELAY * trap_filled


def _checked(token: str, secret: bytes) -> bytes:
    if len(token) > LONGEST or not token.isascii():
        raise BadForm
    try:
        raw = urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except ValueError:
        raise BadForm from None
    body, mac = raw[:-MAC_SIZE], raw[-MAC_SIZE:]
    if len(body) < LAYOUT.size or not hmac.compare_digest(mac, _mac(body, secret)):
        raise BadForm
    return body


def _mac(body: bytes, secret: bytes) -> bytes:
    return hmac.digest(_key(secret, b"meldpunt form token"), body, "sha256")


@lru_cache(maxsize=8)
def _key(secret: bytes, label: bytes) -> bytes:
    """Derive a key of the server's, which is the same for every form; remembered as long as the secret itself is."""
    return derive(secret, label=label)
