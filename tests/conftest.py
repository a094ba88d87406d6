"""What every test stands on: own data and secrets, no network, a skip that counts in CI."""

import os
import shutil
import tempfile
from pathlib import Path

import django
import pytest

from meldpunt.doors.console.compiling import compile_all

DATA = Path(tempfile.mkdtemp(prefix="meldpunt-tests-"))
for name in [name for name in os.environ if name.startswith("MELDPUNT_") and name != "MELDPUNT_DATABASE_URL"]:
    del os.environ[name]  # the tests say themselves what they need
(DATA / "static").mkdir()
os.environ |= {
    "MELDPUNT_DATA": str(DATA),
    "MELDPUNT_DEVELOPMENT": "1",
    "MELDPUNT_HOST_NAMES": "testserver",
    "DJANGO_SETTINGS_MODULE": "meldpunt.site.settings",
}
compile_all()
django.setup()


def pytest_unconfigure() -> None:
    """Leave nothing behind."""
    shutil.rmtree(DATA, ignore_errors=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let tests that are marked as using the network open sockets on this machine."""
    for item in items:
        if item.get_closest_marker("network") or item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.allow_hosts(["127.0.0.1", "::1", "localhost"]))
