"""The settings hold together."""

import os
import subprocess
import sys
from pathlib import Path

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


@pytest.mark.sqlite
def test_cookies_say_that_they_came_over_https(tmp_path: Path) -> None:
    """The prefix keeps a neighbour under the same domain from planting one (RFC 6265bis, 4.1.3)."""
    code = (
        "from meldpunt.site import settings as s\n"
        "print(s.CSRF_COOKIE_NAME, s.LANGUAGE_COOKIE_NAME, s.SESSION_COOKIE_NAME, s.SECURE_HSTS_INCLUDE_SUBDOMAINS)"
    )
    environment = os.environ | {"MELDPUNT_TRUSTED_PROXIES": "127.0.0.1", "MELDPUNT_DATA": str(tmp_path)}
    printed = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    ).stdout
    assert printed.split() == ["__Host-form", "__Host-language", "__Secure-desk", "False"]
