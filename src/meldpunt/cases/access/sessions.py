"""The one way from a finder's cookie to their thread."""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db import DatabaseError

from meldpunt.cases.models import FinderSession, Thread
from meldpunt.cases.rules.sessions import is_over, open_seed, session_keys
from meldpunt.cases.terms import FinderPass, SessionOver
from meldpunt.sealing.terms import KeyRing, SealingError

SEEN_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class OwnThread:
    """A finder's thread and the ring that opens it."""

    thread: Thread
    ring: KeyRing = field(repr=False)

    @property
    def organisation(self) -> UUID:
        """Whose thread it is."""
        return self.thread.case.organisation_id


def own_thread(*, by: FinderPass, now: datetime) -> OwnThread:
    """Return the thread of a session and keep the session awake; raises SessionOver."""
    keys = session_keys(by.token)
    joined = FinderSession.objects.select_related("thread__case", "thread__report__policy_version")
    row = joined.filter(digest=keys.digest, thread__case__organisation=by.organisation).first()
    if row is None or is_over(created_at=row.created_at, last_seen_at=row.last_seen_at, now=now):
        raise SessionOver
    try:
        seed = open_seed(bytes(row.sealed_seed), thread=row.thread_id, keys=keys)
    except SealingError:
        raise SessionOver from None
    if now - row.last_seen_at > SEEN_EVERY:
        with suppress(DatabaseError):  # on a full disk the page is still shown, with what was typed
            FinderSession.objects.filter(pk=row.pk).update(last_seen_at=now)
    return OwnThread(row.thread, KeyRing({row.thread_id: seed}))


def finder_is_here(*, by: FinderPass, now: datetime) -> bool:
    """Tell whether a finder's session is alive; nothing but the session is opened."""
    try:
        own_thread(by=by, now=now)
    except SessionOver:
        return False
    return True
