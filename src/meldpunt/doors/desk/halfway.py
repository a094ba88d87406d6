"""Between the password and the code: a session in which nobody is signed in.

Invariant: it holds no `member` and no `sealed`, by which a seat at the desk is known; the seed stands in it as ciphertext under a key
that stands only in a cookie of its own, which opens nothing else.
"""

import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.middleware.csrf import rotate_token

from meldpunt.doors.desk.unlocking import KEY_BYTES
from meldpunt.people.rules.sessions import CODE_LIFE
from meldpunt.people.terms import Halfway
from meldpunt.sealing.rules.bodies import open_under, seal_under
from meldpunt.sealing.terms import SealingError

PLACE = "halfway"


def half_cookie() -> str:
    """Return the name of the cookie that belongs to the browser in which the password was given."""
    return "__Secure-desk-half" if settings.SESSION_COOKIE_SECURE else "desk-half"


def wait_for_code(request: HttpRequest, response: HttpResponseBase, halfway: Halfway, *, now: datetime) -> None:
    """Begin a session that waits for the code, for a few minutes and for this browser alone."""
    key = secrets.token_bytes(KEY_BYTES)
    request.session.flush()
    rotate_token(request)
    request.session.set_expiry(int(CODE_LIFE.total_seconds()))
    request.session[PLACE] = {
        "of": str(halfway.member),
        "stamp": halfway.stamp,
        "since": now.isoformat(),
        "seed": urlsafe_b64encode(seal_under(key, halfway.seed, _info(halfway.member))).decode(),
    }
    response.set_cookie(
        half_cookie(),
        urlsafe_b64encode(key).decode(),
        max_age=int(CODE_LIFE.total_seconds()),
        path=settings.SESSION_COOKIE_PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


def halfway_of(request: HttpRequest, *, now: datetime) -> Halfway | None:
    """Return who is halfway in this browser, or None: nobody, too long ago, or a cookie that does not fit."""
    kept, key = request.session.get(PLACE), request.COOKIES.get(half_cookie())
    if not kept or not key or now - datetime.fromisoformat(kept["since"]) >= CODE_LIFE:
        return None
    member = UUID(kept["of"])
    try:
        seed = open_under(urlsafe_b64decode(key), urlsafe_b64decode(kept["seed"]), _info(member))
    except (NotBase64, ValueError, SealingError):
        return None
    return Halfway(member=member, stamp=kept["stamp"], seed=seed)


def forget_halfway(response: HttpResponseBase) -> None:
    """Take the cookie back; the session is the caller's to end."""
    response.delete_cookie(half_cookie(), path=settings.SESSION_COOKIE_PATH, samesite="Strict")


def _info(member: UUID) -> bytes:
    return b"meldpunt desk halfway" + member.bytes
