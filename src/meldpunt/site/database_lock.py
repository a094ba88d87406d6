"""The lock on a PostgreSQL database: one program serves it, wherever the data folders are.

Invariants: the lock belongs to a session of its own, which the children share, so that it is free as soon as they are all gone,
however they went; a session that was lost took its lock with it, so somebody has to look again and again (`keep`).
"""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

import structlog

from meldpunt.site.environment import Environment
from meldpunt.site.preparing import AlreadyRuns, CannotStart

CLASS = int.from_bytes(b"meld")
"""The first half of the lock's number; the second is the schema, since two in one database are two installations."""
TAKE = "SELECT pg_advisory_lock(%s, hashtext(coalesce(current_schema(), ''))), pg_backend_pid()"
STILL = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid = %s AND pid = %s AND granted"
SESSION = """
    SET lock_timeout = '3s'; SET statement_timeout = 0; SET idle_session_timeout = 0;
    SET tcp_keepalives_idle = 30; SET tcp_keepalives_interval = 10; SET tcp_keepalives_count = 3
"""
"""Patient with a program that is just stopping, never ended for being idle, and gone within a minute when its machine is."""
CONNECT_WITHIN = 5  # seconds
ANSWER_WITHIN = 10_000  # milliseconds, before a connection on which nothing arrives counts as lost
IN_USE = (
    "Meldpunt already runs on this database, with another data folder. Stop it there first (docs/operate.md, When "
    "something is wrong, says how to find it), or name another database in MELDPUNT_DATABASE_URL."
)
log = structlog.get_logger("meldpunt.supervisor")


@contextmanager
def hold(environment: Environment) -> Iterator[Callable[[], None]]:
    """Hold the lock while the block lasts, and lend what looks after it; of SQLite the data folder's own lock says it all.

    Raises AlreadyRuns, CannotStart.
    """
    if environment.database_url is None:
        yield lambda: None
        return
    with closing(DatabaseLock(environment.database_url.get_secret_value())) as lock:
        yield lock.keep


class DatabaseLock:
    """The lock, and the session that holds it."""

    def __init__(self, url: str) -> None:
        """Take it. Raises AlreadyRuns, CannotStart."""
        self._url = url
        self._backend = 0
        self._take()

    def keep(self) -> None:
        """Take the lock again where its session was lost; while the database is away, that waits.

        Raises AlreadyRuns when another program has it meanwhile.
        """
        import psycopg

        try:
            self._session.execute("SELECT 1")
        except psycopg.Error:
            self._session.close()
            self._take_again()

    def close(self) -> None:
        """Let it go."""
        self._session.close()

    def _take_again(self) -> None:
        try:
            self._take()
        except AlreadyRuns:
            raise
        except CannotStart:
            log.warning("the lock on the database was lost and is taken again as soon as that can be")
        else:
            log.warning("the lock on the database was lost and is taken again")

    def _take(self) -> None:
        """Take it in a new session. Raises AlreadyRuns; CannotStart when the database cannot be reached."""
        import psycopg

        try:
            self._session = psycopg.connect(
                self._url,
                autocommit=True,
                application_name="meldpunt",
                connect_timeout=CONNECT_WITHIN,
                tcp_user_timeout=ANSWER_WITHIN,
            )
            self._session.execute(SESSION)
            self._ask()
        except psycopg.Error as error:
            message = f"The database cannot be used ({type(error).__name__}). Check MELDPUNT_DATABASE_URL."
            raise CannotStart(message) from None

    def _ask(self) -> None:
        """Ask for the lock. Raises AlreadyRuns when another has it, CannotStart when that is what is left of our own lost session."""
        from psycopg.errors import LockNotAvailable

        try:
            taken = self._session.execute(TAKE, [CLASS]).fetchone()
        except LockNotAvailable:
            left = self._session.execute(STILL, [CLASS, self._backend]).fetchone()
            self._session.close()
            raise (CannotStart if left and left[0] else AlreadyRuns)(IN_USE) from None
        self._backend = taken[1] if taken else 0
