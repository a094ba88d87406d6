"""Times, amounts and names of cookies that the documents tell, held against the program."""

import re
from datetime import timedelta

import pytest

from meldpunt.arrivals.terms import DRAFT_LIFE as WAITING_FILE_LIFE
from meldpunt.arrivals.terms import FORM_LIFE
from meldpunt.cases.terms import EVIDENCE_DAYS, SESSION_IDLE, SESSION_LIFE
from meldpunt.doors.portal import sessions
from meldpunt.outbox.rules import HOLD_BACK
from meldpunt.people.rules import second_factor
from meldpunt.people.rules.passwords import MAX_LENGTH, MIN_LENGTH
from meldpunt.people.rules.sessions import (
    ABSOLUTE_LIMIT,
    CODE_LIFE,
    DRAFT_LIFE,
    FIRST_INVITATION_LIFE,
    IDLE_LIMIT,
    INVITATION_LIFE,
    RESET_LIFE,
)
from meldpunt.site.mailing import KEEP_FILES
from tests.architecture.house import ROOT

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
WORDS = {"a": 1, "two": 2, "five": 5, "ten": 10, "thirty": 30}
FIGURES: list[tuple[str, str, list[float]]] = [
    ("handle", r"After (\w+) minutes in which you opened no page, the desk locks", [IDLE_LIMIT / MINUTE]),
    ("handle", r"After (\w+) hours you sign in again", [ABSOLUTE_LIMIT / HOUR]),
    ("handle", r"sealed to you, for (\w+) days", [DRAFT_LIFE / DAY]),
    ("handle", r"good for (\w+) days, later ones for (\w+)\.", [FIRST_INVITATION_LIFE / DAY, INVITATION_LIFE / DAY]),
    ("handle", r"mails you a link\. It works once, for (\w+) hours", [RESET_LIFE / HOUR]),
    ("handle", r"the password, and within (\w+) minutes the code", [CODE_LIFE / MINUTE]),
    ("handle", r"Print the (\w+) spare codes", [second_factor.SPARE_CODES]),
    ("handle", r"a password\*\* of at least (\w+) characters", [MIN_LENGTH]),
    ("handle", r"The case stays open for (\w+) days", [EVIDENCE_DAYS]),
    ("report", r"After (\w+) minutes without a visit", [SESSION_IDLE / MINUTE]),
    ("report", r"and after (\w+) hours at most, the code is asked", [SESSION_LIFE / HOUR]),
    ("report", r"Files that were accepted wait for (\w+) hours", [WAITING_FILE_LIFE / HOUR]),
    ("report", r"A form is good for (\w+) hours", [FORM_LIFE / HOUR]),
    ("asvs", r"locks after (\w+) minutes, ends after (\w+) hours\.", [IDLE_LIMIT / MINUTE, ABSOLUTE_LIMIT / HOUR]),
    ("asvs", r"Finder: (\w+) minutes, (\w+) hours", [SESSION_IDLE / MINUTE, SESSION_LIFE / HOUR]),
    ("asvs", r"\| (\w+) to (\w+) characters, no composition rules", [MIN_LENGTH, MAX_LENGTH]),
    ("asvs", r"for (\w+) seconds with one step of drift", [second_factor.STEP_SECONDS]),
    ("clear-text", r"After (\w+) hours they are erased", [WAITING_FILE_LIFE / HOUR]),
    ("clear-text", r"that a finder is in; (\w+) hours at most", [SESSION_LIFE / HOUR]),
    ("clear-text", r"(\w+) days at most while no SMTP server is set", [HOLD_BACK / DAY]),
    ("operate", r"wait, sealed, for (\w+) days at most", [HOLD_BACK / DAY]),
    ("operate", r"in the data folder and erased after (\w+) day", [KEEP_FILES / DAY]),
    ("threat-model", r"after (\w+) days they are erased", [HOLD_BACK / DAY]),
]


@pytest.mark.parametrize(("document", "sentence", "figures"), FIGURES)
def test_documents_tell_the_true_figures(document: str, sentence: str, figures: list[float]) -> None:
    text = (ROOT / "docs" / f"{document}.md").read_text(encoding="utf-8")
    told = re.search(sentence, text)
    assert told is not None
    assert [float(WORDS.get(figure, figure)) for figure in told.groups()] == figures


def test_every_cookie_is_told_with_its_prefix() -> None:
    program = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py"))
    named = re.findall(r"\"(__(?:Host|Secure)-[\w{}-]+)\"", program)
    told = re.findall(r"`(__(?:Host|Secure)-[\w-]*)`", (ROOT / "docs/asvs.md").read_text(encoding="utf-8"))
    assert sorted(told) == sorted(
        name.replace("{NAME}", sessions.NAME).replace("{LINK}", sessions.LINK) for name in named
    )


def test_readme_shows_what_a_first_start_prints() -> None:
    shown = re.search(
        r"## What you see then\n+```\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL
    )
    assert shown is not None
    program = "".join(path.read_text(encoding="utf-8") for path in [*(ROOT / "src").rglob("*.py"), ROOT / "meldpunt"])
    lines = [line.strip().partition("http://")[0] for line in shown[1].splitlines()]
    assert [line for line in lines if line.strip(".") and line not in program] == []


def test_ci_runs_the_benchmark_that_the_documents_name() -> None:
    told = re.findall(r"`\.ci/run` runs `([^`]+)`", (ROOT / "docs/benchmarks.md").read_text(encoding="utf-8"))
    run = [line for line in (ROOT / ".ci/run").read_text(encoding="utf-8").splitlines() if line.startswith("part ")]
    assert told == ["./meldpunt bench queue --most 10000"]
    assert [command for command in told if not any(line.endswith(f" {command}") for line in run)] == []
