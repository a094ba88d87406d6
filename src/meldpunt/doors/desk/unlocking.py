"""A place at the desk: who is signed in, and whether this browser can still unlock what is sealed.

Invariant: the member's seed stands in the session only as ciphertext, under a random key that stands only in a cookie
of its own. Neither the table of sessions nor the cookie opens anything without the other.
"""

import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.middleware.csrf import rotate_token
from django.utils.crypto import constant_time_compare

from meldpunt.people import access
from meldpunt.people.rules.sessions import ABSOLUTE_LIMIT, session_state
from meldpunt.people.terms import NotThere, SessionState, SignedIn, Visitor
from meldpunt.sealing.rules.bodies import open_under, seal_under
from meldpunt.sealing.terms import SealingError

KEY_BYTES = 32
SEEN_EVERY = timedelta(seconds=20)
"""How often a session notes that its member is still there: not on every page, so that reading writes little."""


@dataclass(frozen=True)
class Seat:
    """What a session says: whose it is, since when, when its member was last there, and with which password."""

    member: UUID
    stamp: str
    signed_in_at: datetime
    seen_at: datetime


def key_cookie() -> str:
    """Return the name of the cookie that unlocks."""
    return "__Secure-desk-key" if settings.SESSION_COOKIE_SECURE else "desk-key"


def take_seat(request: HttpRequest, response: HttpResponseBase, signed_in: SignedIn, *, now: datetime) -> None:
    """Begin a session for a member whose password was right, and unlock it."""
    request.session.flush()
    rotate_token(request)
    request.session.set_expiry(int(ABSOLUTE_LIMIT.total_seconds()))
    request.session["member"] = str(signed_in.member)
    request.session["signed_in_at"] = now.isoformat()
    request.session["stamp"] = signed_in.stamp
    unlock_seat(request, response, signed_in, now=now)


def unlock_seat(request: HttpRequest, response: HttpResponseBase, signed_in: SignedIn, *, now: datetime) -> None:
    """Seal the member's seed into the session, under a fresh key for the cookie; the stamp stays that of the sign-in."""
    key = secrets.token_bytes(KEY_BYTES)
    sealed = seal_under(key, signed_in.seed, _info(signed_in.member))
    request.session["sealed"] = urlsafe_b64encode(sealed).decode()
    request.session["seen_at"] = now.isoformat()
    response.set_cookie(
        key_cookie(),
        urlsafe_b64encode(key).decode(),
        path=settings.SESSION_COOKIE_PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


def keep_seat(request: HttpRequest, stamp: str) -> None:
    """Go on, under a new session key, where the member just proved who they are by changing the second factor."""
    request.session.cycle_key()
    request.session["stamp"] = stamp


def lock_seat(request: HttpRequest, response: HttpResponseBase) -> None:
    """Forget the seed, here and in the browser; the member stays signed in."""
    request.session.pop("sealed", None)
    response.delete_cookie(key_cookie(), path=settings.SESSION_COOKIE_PATH, samesite="Strict")


def leave_seat(request: HttpRequest, response: HttpResponseBase) -> None:
    """End the session and forget the seed."""
    request.session.flush()
    response.delete_cookie(key_cookie(), path=settings.SESSION_COOKIE_PATH, samesite="Strict")


def seat_of(request: HttpRequest) -> Seat | None:
    """Return what the session says, or None when nobody is signed in."""
    session = request.session
    if "member" not in session:
        return None
    return Seat(
        member=UUID(session["member"]),
        stamp=session["stamp"],
        signed_in_at=datetime.fromisoformat(session["signed_in_at"]),
        seen_at=datetime.fromisoformat(session["seen_at"]),
    )


def visitor_at(request: HttpRequest, seat: Seat, *, now: datetime) -> Visitor | None:
    """Return who sits there, unlocked as long as time and cookie allow it; None when the session is over."""
    state = session_state(started_at=seat.signed_in_at, last_seen_at=seat.seen_at, now=now)
    if state is SessionState.OVER:
        return None
    seed = _seed(request, seat.member) if state is SessionState.OPEN else None
    if not holds(seat):
        return None
    try:
        visitor = access.visitor_of(member=seat.member, seed=seed)
    except NotThere:
        return None
    if visitor.unlocked and now - seat.seen_at >= SEEN_EVERY:
        request.session["seen_at"] = now.isoformat()
    return visitor


def holds(seat: Seat) -> bool:
    """Tell whether the password and the second factor are still those of the sign-in, and the member is still there."""
    return bool(seat.stamp) and constant_time_compare(access.stamp_of(seat.member), seat.stamp)


def could_unlock(request: HttpRequest) -> bool:
    """Tell whether the session holds a sealed seed, so that only this browser's cookie is missing."""
    return "sealed" in request.session and key_cookie() not in request.COOKIES


def _seed(request: HttpRequest, member: UUID) -> bytes | None:
    """Open the seed with the key in the cookie, or return None where one of the two is missing or wrong."""
    key, sealed = request.COOKIES.get(key_cookie()), request.session.get("sealed")
    if not key or not sealed:
        return None
    try:
        return open_under(urlsafe_b64decode(key), urlsafe_b64decode(sealed), _info(member))
    except (NotBase64, ValueError, SealingError):
        return None


def _info(member: UUID) -> bytes:
    return b"meldpunt desk seed" + member.bytes
