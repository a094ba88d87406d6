"""The doctor says what is wrong, and its exit code says whether anything is."""

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest

from meldpunt.arrivals.terms import CannotRead, MailFlaw, MailReader
from meldpunt.doors.console import doctor
from meldpunt.upkeep.terms import Place
from tests.factories.upkeep import make_heartbeat
from tests.fakes.mail_reading import SaysReader

pytestmark = pytest.mark.django_db


def examined(place: Place, reader: MailReader | None = None) -> tuple[int, list[str]]:
    """Return the exit code and the lines."""
    output = io.StringIO()
    return doctor.run(place, output, reader=reader or SaysReader()), output.getvalue().splitlines()


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """Give an installation that is well but for the worker."""
    (tmp_path / "secrets.json").touch(mode=0o600)
    return Place(data=tmp_path, secrets=tmp_path / "secrets.json")


def test_all_is_well(place: Place) -> None:
    """Every line begins with ok."""
    make_heartbeat(now=datetime.now(tz=UTC))
    code, lines = examined(place)
    assert (code, {line.split()[0] for line in lines}) == (0, {"ok"})


def test_something_is_wrong(place: Place) -> None:
    """One line says what and what to do."""
    code, lines = examined(place)
    assert (code, [line.split()[1] for line in lines if line.startswith("WRONG")]) == (1, ["worker"])


def test_mail_that_cannot_be_read(place: Place) -> None:
    """As where the child process does not start."""
    make_heartbeat(now=datetime.now(tz=UTC))
    code, lines = examined(place, SaysReader(CannotRead(MailFlaw.BUSY)))
    assert (code, [line.split()[1] for line in lines if line.startswith("WRONG")]) == (1, ["reading"])
