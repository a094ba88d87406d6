"""`./meldpunt policy keepable`: a file played against last year."""

import io
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from meldpunt.doors.console import keepable, policy
from meldpunt.obligations.terms.keeping import Bounds
from tests.factories.cases import make_case
from tests.factories.obligations import settle_all
from tests.factories.people import MadeOrganisation, make_member
from tests.factories.policy import make_haven
from tests.factories.policy_texts import SMALL, with_lines
from tests.fakes.openpgp import FakeOpenPgp

pytestmark = pytest.mark.django_db
WRONG = with_lines('kind = "no_steps"', 'kind = "none_at_all"')


@pytest.fixture
def haven() -> MadeOrganisation:
    """Give an organisation with one handler."""
    made = make_haven()
    make_member(made)
    return made


def run(folder: Path, *options: str, text: str = SMALL) -> tuple[int, list[str]]:
    file, output = folder / "policy.toml", io.StringIO()
    file.write_text(text, encoding="utf-8")
    code = policy.run(
        ["keepable", str(file), *options], keys=FakeOpenPgp(), ready=lambda: None, output=output, complaints=output
    )
    return code, output.getvalue().splitlines()


@pytest.mark.usefixtures("haven")
def test_without_reports_it_says_so(tmp_path: Path) -> None:
    assert run(tmp_path) == (0, ["No report came in the last 52 weeks, so there is nothing to play."])


def test_every_promise_has_its_line(tmp_path: Path, haven: MadeOrganisation) -> None:
    make_case(haven, now=timezone.now() - timedelta(days=10))
    code, said = run(tmp_path, "--language", "nl")
    assert (
        code,
        said[0].startswith("Gespeeld met de ene melding"),
        "Eerste antwoord: 1 van de 1 keer nagekomen." in said,
    ) == (0, True, True)


def test_what_would_help_stands_below_it(tmp_path: Path, haven: MadeOrganisation) -> None:
    for _ in range(12):
        make_case(haven, now=timezone.now() - timedelta(days=10))
    code, said = run(tmp_path, "--per-day", "0.2")
    broken = next(place for place, line in enumerate(said) if line.startswith("First answer: broken"))
    assert (code, said[broken + 1][:4]) == (0, "    ")


def test_too_much_to_play_is_said_and_what_was_broken_in_fact(
    tmp_path: Path, haven: MadeOrganisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(9):
        make_case(haven, now=timezone.now() - timedelta(days=90))
    settle_all(now=timezone.now())
    monkeypatch.setattr(keepable, "BY_COMMAND", Bounds(reports=5, steps=15, trying=100))
    _code, said = run(tmp_path)
    assert (said[1], said[2][:25], said[3][:20]) == (
        "Older ones that were left out: 4.",
        "There is too much to play",
        "Not all that may hel",
    )
    assert "    In fact, by the policy of then: broken 9 times in the last 52 weeks." in said


@pytest.mark.usefixtures("haven")
def test_a_file_with_faults_is_told_by_line(tmp_path: Path) -> None:
    code, said = run(tmp_path, text=WRONG)
    assert (code, "none_at_all" in said[0] or ".toml:" in said[0]) == (1, True)


@pytest.mark.parametrize("number", ["0", "-1", "101", "nan", "x", ""])
def test_a_number_that_cannot_be_used_is_refused(tmp_path: Path, number: str) -> None:
    with pytest.raises(SystemExit) as left:
        run(tmp_path, "--per-day", number)
    assert left.value.code == 2
