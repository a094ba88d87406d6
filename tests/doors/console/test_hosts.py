"""The operator says under which names an organisation is reached."""

import io
from datetime import timedelta

import pytest

from meldpunt.doors.console import hosts
from meldpunt.people.queries import host_names, organisation_by_host
from tests.factories.people import NOW, make_organisation

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> tuple[int, str]:
    """Give the command, and return what it said."""
    output = io.StringIO()
    return hosts.run(arguments, output, output), output.getvalue()


@pytest.fixture(autouse=True)
def two_organisations() -> None:
    """Give two, each with a name."""
    make_organisation(name="Zuid", host_names=["zuid.example"])
    make_organisation(name="Noord", host_names=["noord.example"], now=NOW + timedelta(seconds=1))


def test_lists_all() -> None:
    """Oldest organisation first."""
    assert run() == (0, "zuid zuid.example\nnoord noord.example\n")


def test_names_are_replaced() -> None:
    """The old one leads nowhere, the new ones lead here, in the order that was given."""
    said = run("zuid", "meld.zuid.example", "a.zuid.example")
    assert (said, host_names()["zuid"], organisation_by_host("zuid.example")) == (
        (0, ""),
        ["meld.zuid.example", "a.zuid.example"],
        None,
    )


@pytest.mark.parametrize(
    "arguments", [("west", "a.example"), ("zuid",), ("zuid", "noord.example"), ("zuid", "https://a.example/")]
)
def test_refused_in_one_line(arguments: tuple[str, ...]) -> None:
    """And everything stays as it was."""
    code, printed = run(*arguments)
    assert (code, printed.count("\n"), host_names()) == (1, 1, {"zuid": ["zuid.example"], "noord": ["noord.example"]})
