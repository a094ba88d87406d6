"""What every test stands on: own data and secrets, no network, a skip that counts in CI."""

import os
import shutil
import tempfile
from collections.abc import Generator, Iterator
from pathlib import Path

import django
import pytest
from hypothesis import HealthCheck, settings

from meldpunt.doors.console.compiling import compile_all
from meldpunt.sealing.rules import locks

DATA = Path(tempfile.mkdtemp(prefix="meldpunt-tests-"))
DATABASES = {"postgresql", "sqlite"}
for name in [name for name in os.environ if name.startswith("MELDPUNT_") and name != "MELDPUNT_DATABASE_URL"]:
    del os.environ[name]  # the tests say themselves what they need
(DATA / "static").mkdir()
(DATA / "files").mkdir()
os.environ |= {
    "MELDPUNT_DATA": str(DATA),
    "MELDPUNT_DEVELOPMENT": "1",
    "MELDPUNT_HOST_NAMES": "testserver",
    "DJANGO_SETTINGS_MODULE": "meldpunt.site.settings",
}
compile_all()
django.setup()
# A busy machine is no failure: no test asserts a duration.
settings.register_profile("calm", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("calm")
# The workers of pytest-xdist would load the settings first, with this process's folder.
del os.environ["DJANGO_SETTINGS_MODULE"]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Offer to run only what touches the database."""
    parser.addoption(
        "--database-only",
        action="store_true",
        help="only tests that touch the database; of those in a browser only what is marked with every_database",
    )


def pytest_unconfigure() -> None:
    """Leave nothing behind."""
    shutil.rmtree(DATA, ignore_errors=True)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is about the other database, and let network tests reach this machine."""
    other = (DATABASES - {"postgresql" if os.environ.get("MELDPUNT_DATABASE_URL") else "sqlite"}).pop()
    left_out = [item for item in items if item.get_closest_marker(other)]
    if config.getoption("--database-only"):
        left_out += [item for item in items if not _touches_database(item)]
    if os.getuid() != 0:
        left_out += [item for item in items if item.get_closest_marker("root")]
    for item in items:
        if item.get_closest_marker("network") or item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.allow_hosts(["127.0.0.1", "::1", "localhost"]))
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]


@pytest.fixture(scope="module", autouse=True)
def light_passwords() -> Iterator[None]:
    """Stretch passwords with next to no work: hundreds of tests sign in, and 64 MiB each time is what the tests of sealing are about."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(locks, "ARGON2_PASSES", 1)
        patch.setattr(locks, "ARGON2_KIBIBYTES", 64)
        yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """In CI a test that is skipped has failed: everything it needs is there."""
    report = yield
    if report.skipped and os.environ.get("CI") and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, and in CI nothing may be: {report.longrepr}"
    return report


def _touches_database(item: pytest.Item) -> bool:
    if item.get_closest_marker("browser") and not item.get_closest_marker("every_database"):
        return False  # pages: what they do to the database is tested at the capabilities and the doors as well
    names = set(getattr(item, "fixturenames", ()))
    fixtures = {"db", "transactional_db", "django_db_reset_sequences", "live_server"}
    return item.get_closest_marker("django_db") is not None or bool(names & fixtures)
