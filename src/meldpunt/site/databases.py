"""Which database: SQLite in the data folder, or the PostgreSQL of a `postgresql://` address."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY; "
    "PRAGMA secure_delete=ON;"
)
POSTGRESQL_OPTIONS = "-c synchronous_commit=on -c idle_in_transaction_session_timeout=60000"


class UnknownDatabase(ValueError):
    """The database address is not one this program can use."""


def database(url: str | None, data: Path) -> dict[str, Any]:
    """Django's settings of the one database; `url` of PostgreSQL, or None for SQLite in `data`."""
    return _postgresql(url) if url else _sqlite(data)


def holds_something(url: str | None, data: Path) -> bool:
    """Whether there is a database that something was stored in, told without Django. Raises UnknownDatabase."""
    if url is None:
        file = data / "meldpunt.sqlite3"
        return file.exists() and file.stat().st_size > 0
    import psycopg

    try:
        with psycopg.connect(url) as connection:
            found = connection.execute("SELECT to_regclass('django_migrations')").fetchone()
    except psycopg.Error as error:
        message = f"The database cannot be used ({type(error).__name__}). Check MELDPUNT_DATABASE_URL."
        raise UnknownDatabase(message) from None
    return found is not None and found[0] is not None


def _sqlite(data: Path) -> dict[str, Any]:
    """Durable (a commit is on the disk) and patient: writers wait for each other for 20 seconds."""
    options = {"init_command": SQLITE_PRAGMAS, "transaction_mode": "IMMEDIATE", "timeout": 20}
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(data / "meldpunt.sqlite3"),
        "OPTIONS": options,
        "CONN_MAX_AGE": None,
        "TEST": {"NAME": str(data / "tests.sqlite3")},
    }


def _postgresql(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"} or not parts.path.strip("/"):
        message = "MELDPUNT_DATABASE_URL must look like postgresql://user:password@host:port/name."
        raise UnknownDatabase(message)
    asked = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": asked.pop("host", unquote(parts.hostname or "")),
        "PORT": asked.pop("port", str(parts.port or "")),
        "OPTIONS": {"options": POSTGRESQL_OPTIONS, **asked},
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
    }
