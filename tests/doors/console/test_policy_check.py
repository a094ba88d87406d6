"""`./meldpunt policy check`: what it says of a file beside its faults."""

import io
from pathlib import Path

import pytest

from meldpunt.doors.console import policy
from tests.factories.policy_texts import SMALL, with_lines
from tests.fakes.openpgp import FakeOpenPgp


def check(folder: Path, text: str) -> tuple[int, str]:
    """Check a file of this text, and return the exit code and what was said."""
    file, output = folder / "small.toml", io.StringIO()
    file.write_text(text, encoding="utf-8")
    return policy.run(
        ["check", str(file)], keys=FakeOpenPgp(), ready=lambda: None, output=output, complaints=output
    ), output.getvalue()


def test_addresses_of_an_example_are_told(tmp_path: Path) -> None:
    """It can be published, and nothing that is sent there would arrive."""
    code, said = check(tmp_path, SMALL)
    told = "which end in .example, so nothing sent there arrives: report.haven.example, security@haven.example"
    assert (code, told in said) == (0, True)


@pytest.mark.parametrize(
    ("line", "more"),
    [("format = 1\ntakes_effect = 2020-01-01", 0), ('format = 1\ntakes_effect = "soon"', 1)],
    ids=["a date that has passed", "no date"],
)
def test_what_could_not_be_looked_at_yet_is_told(tmp_path: Path, line: str, more: int) -> None:
    """Who puts the first faults right is not surprised by a second batch."""
    code, said = check(tmp_path, with_lines("format = 1", line))
    assert (code, said.count("More may show up")) == (1, more)


def test_check_tells_whom_the_card_would_name_without_a_number(tmp_path: Path) -> None:
    _code, said = check(tmp_path, SMALL)
    assert said.partition("under: ")[2].partition("\n")[0] == (
        "[people.technical_contact], [people.stand_in], [people.breach_contact]."
    )
