"""The settings hold together."""

import pytest
from django.conf import settings
from django.db import connection


def test_django_starts() -> None:
    """The settings are read from the environment of the tests."""
    assert settings.MELDPUNT.data.name.startswith("meldpunt-tests-")


@pytest.mark.django_db
@pytest.mark.sqlite
def test_sqlite_is_durable() -> None:
    """A commit is on the disk before it is answered (FULL is 2)."""
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA synchronous").fetchone() == (2,)
