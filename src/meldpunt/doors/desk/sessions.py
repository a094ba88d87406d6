"""Sessions of the desk: the table holds a digest of the key in the cookie, so that a copy of it signs nobody in.

Django loads this module as its session engine; `SessionStore` is the name it looks for.
"""

import hashlib
from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.base_session import AbstractBaseSession
from django.utils import timezone

DIGEST_LETTERS = 40  # what Django's column holds: 160 bits of SHA-256


def stored_key(session_key: str) -> str:
    """Return the name under which the session with this key is stored."""
    return hashlib.sha256(b"meldpunt desk session" + session_key.encode()).hexdigest()[:DIGEST_LETTERS]


class SessionStore(db.SessionStore):
    """Django's database sessions, but stored under a digest of their key."""

    def exists(self, session_key: str) -> bool:
        """Tell whether there is a session with this key."""
        return super().exists(stored_key(session_key))

    def create_model_instance(self, data: dict[str, Any]) -> AbstractBaseSession:
        """Make the row that is about to be stored."""
        row = super().create_model_instance(data)
        row.session_key = stored_key(row.session_key)
        return row

    def delete(self, session_key: str | None = None) -> None:
        """Remove the session with this key, or this session."""
        key = session_key or self.session_key
        if key is not None:
            super().delete(stored_key(key))

    def _get_session_from_db(self) -> AbstractBaseSession | None:
        """Find the row of this session, or give it up so that it gets a new key."""
        row: AbstractBaseSession | None = None
        if self.session_key:
            row = self.model.objects.filter(
                session_key=stored_key(self.session_key), expire_date__gt=timezone.now()
            ).first()
        if row is None:
            self._session_key = None
        return row
