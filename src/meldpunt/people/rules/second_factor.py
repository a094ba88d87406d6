"""Codes of an authenticator app, spare codes, and who needs a second factor.

TOTP after RFC 6238: SHA-1, six digits, steps of 30 seconds, one step of drift to either side; these are what every app knows.
Invariants: the secret is sealed under the member's own seed, so that only the right password brings it to light and
nobody else can put another in its place; a code fits only a later step than the last one that was used.
"""

import os
import unicodedata
from base64 import b32encode, urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import quote, urlencode
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.hotp import HOTP

from meldpunt.people.rules.permissions import MANAGES
from meldpunt.people.terms import FactorNeed, FactorOffer, FactorState, Role
from meldpunt.sealing.rules import base32, bodies, locks
from meldpunt.sealing.rules.derivation import derive
from meldpunt.sealing.terms import SealingError, joined

SECRET_SIZE: Final = 20
DIGITS: Final = 6
STEP_SECONDS: Final = 30
DRIFT: Final = 1
TYPED_GROUP: Final = 4

SPARE_CODES: Final = 10
SPARE_SIZE: Final = 14
"""Bytes: 112 bits, so that a digest is enough to keep (OWASP ASVS 5.0, 6.5.2)."""
SPARE_GROUP: Final = 5

LONGEST_TYPED: Final = 200
LONGEST_ISSUER: Final = 40
LONGEST_ACCOUNT: Final = 80
"""Letters of the names for an app: even if each takes twelve signs in the address, it fits a QR code."""
WRONG_BEFORE_PAUSE: Final = 5
LONGEST_PAUSE: Final = timedelta(hours=12)
MOST_WRONG: Final = 15
"""More are not counted: here the pause is the longest already."""
WRONG_FORGOTTEN: Final = timedelta(days=1)


def new_secret() -> bytes:
    """Return a fresh secret: 160 bits, as RFC 4226 recommends."""
    return os.urandom(SECRET_SIZE)


def used_step(secret: bytes, typed: str, *, after: int, now: datetime) -> int | None:
    """Return the step whose code was typed, later than step `after`; None when no step fits."""
    code = _digits(typed)
    if len(code) != DIGITS:
        return None
    codes, here = HOTP(secret, DIGITS, SHA1()), int(now.timestamp()) // STEP_SECONDS  # noqa: S303 - as RFC 6238 has it
    steps = [step for step in range(max(0, here - DRIFT), here + DRIFT + 1) if step > after]
    fitting = [step for step in steps if locks.same(codes.generate(step), code.encode())]
    return max(fitting, default=None)


def seal_secret(secret: bytes, *, member: UUID, seed: bytes) -> bytes:
    """Return the secret sealed under the member's seed."""
    return bodies.seal_under(_key(seed), secret, _info(member, b"kept"))


def open_secret(sealed: bytes, *, member: UUID, seed: bytes) -> bytes:
    """Return what `seal_secret` sealed. Raises CannotOpen."""
    return bodies.open_under(_key(seed), sealed, _info(member, b"kept"))


def offer(secret: bytes, *, member: UUID, seed: bytes, issuer: str, account: str) -> FactorOffer:
    """Return a secret as a person and an app take it over, and sealed for the way through the form."""
    text = b32encode(secret).decode()
    sealed = bodies.seal_under(_key(seed), secret, _info(member, b"offered"))
    return FactorOffer(
        secret=" ".join(text[at : at + TYPED_GROUP] for at in range(0, len(text), TYPED_GROUP)),
        uri=_uri(text, issuer=issuer, account=account),
        sealed=urlsafe_b64encode(sealed).decode(),
    )


def offered_secret(sealed: str, *, member: UUID, seed: bytes) -> bytes | None:
    """Return the secret that was offered to this member, or None when this is not it."""
    try:
        return bodies.open_under(_key(seed), urlsafe_b64decode(sealed.encode()), _info(member, b"offered"))
    except (NotBase64, ValueError, SealingError):
        return None


def new_spare_codes() -> tuple[str, ...]:
    """Return a fresh set of spare codes, to be shown once."""
    return tuple(base32.encode(os.urandom(SPARE_SIZE), group=SPARE_GROUP) for _ in range(SPARE_CODES))


def spare_digest(typed: str, *, member: UUID, pepper: bytes) -> bytes | None:
    """Return what is kept of a spare code, or None when nothing like one was typed."""
    secret = base32.decode(typed, size=SPARE_SIZE)
    if secret is None:
        return None
    return derive(secret, label=joined(b"meldpunt spare code", member.bytes), salt=pepper)


def pause_after(wrong: int) -> timedelta:
    """Return how long no code of an app is looked at after so many wrong ones: none at first, then twice as long each time."""
    if wrong < WRONG_BEFORE_PAUSE:
        return timedelta()
    doubled = min(wrong - WRONG_BEFORE_PAUSE, 16)
    return min(LONGEST_PAUSE, timedelta(minutes=2**doubled))


def still_wrong(wrong: int, *, since: timedelta) -> int:
    """Return how many wrong codes are still held against a member, so long after the last: one less with each day.

    Never all at once, as a right code would have it: who guesses would begin anew whenever the member signs in.
    """
    return max(0, wrong - max(0, since // WRONG_FORGOTTEN))


def must_set_up(state: FactorState, *, need: FactorNeed, role: Role) -> bool:
    """Tell whether a member has to set up the second factor before anything else."""
    if state is FactorState.NONE:
        return need is FactorNeed.EVERYBODY or (need is FactorNeed.MANAGERS and role in MANAGES)
    return state is FactorState.STALE


def _digits(typed: str) -> str:
    """Return the digits that were typed, of whatever script; spaces and hyphens do not count, anything else makes it no code."""
    signs = [sign for sign in typed[:LONGEST_TYPED] if not (sign.isspace() or unicodedata.category(sign) == "Pd")]
    return "".join(str(unicodedata.decimal(sign, "x")) for sign in signs)


def _uri(secret: str, *, issuer: str, account: str) -> str:
    """Return the address that apps read. A colon in the names would split them elsewhere, and `+` is no space to every app."""
    issuer, account = issuer[:LONGEST_ISSUER].replace(":", " "), account[:LONGEST_ACCOUNT].replace(":", " ")
    label = f"{quote(issuer)}:{quote(account, safe='@')}"
    facts = {"secret": secret, "issuer": issuer, "digits": DIGITS, "period": STEP_SECONDS}
    return f"otpauth://totp/{label}?{urlencode(facts, quote_via=quote)}"


def _key(seed: bytes) -> bytes:
    return derive(seed, label=b"meldpunt second factor")


def _info(member: UUID, what: bytes) -> bytes:
    return joined(b"meldpunt second factor", what, member.bytes)
