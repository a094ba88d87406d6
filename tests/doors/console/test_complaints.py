"""What is wrong goes to standard error, so that a script reads nothing but answers; and secrets in open files are told of."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from meldpunt.doors.console import hosts, init, init_options, openpgp, policy, reseal
from tests.factories.people import make_organisation
from tests.fakes.openpgp import FakeOpenPgp

pytestmark = pytest.mark.django_db
PASSWORD = "kleine groene olifant 7\n"
WRONG = 'version = "none"\n'

type Command = Callable[[io.StringIO, io.StringIO], int]


def _init(*options: str) -> Command:
    given = [*options, "--handler-email", "anna@kliniek.example"]
    return lambda output, complaints: init.run(
        init_options.read(given), "https://meld.example", io.StringIO(), output, complaints
    )


def _policy(*words: str) -> Command:
    return lambda output, complaints: policy.run(
        words, keys=FakeOpenPgp(), ready=lambda: None, output=output, complaints=complaints
    )


def _openpgp(*words: str) -> Command:
    return lambda output, complaints: openpgp.run(
        words, keys=FakeOpenPgp(), ready=lambda: None, output=output, complaints=complaints
    )


def said(command: Command) -> tuple[int, str, str]:
    """Return the exit code, the answer and the complaint."""
    output, complaints = io.StringIO(), io.StringIO()
    return command(output, complaints), output.getvalue(), complaints.getvalue()


@pytest.mark.parametrize(
    "command",
    [
        _init(),
        _init("--name", "Zuid", "--language", "fr"),
        lambda output, complaints: hosts.run(["nobody", "a.example"], output, complaints),
        lambda output, complaints: reseal.run(["nobody", "code.txt"], output, complaints),
        _policy("show", "--version", "9"),
        _policy("withdraw"),
        _policy("check", "nowhere.toml"),
        _openpgp("show"),
        _openpgp("import", "nowhere.asc", "--address", "a@zuid.example"),
    ],
    ids=["init", "init options", "hosts", "reseal", "show", "withdraw", "check", "openpgp show", "import"],
)
def test_a_refusal_is_one_line_of_complaint_and_no_answer(command: Command) -> None:
    make_organisation(name="Noord")
    code, answer, complaint = said(command)
    assert (code, answer, complaint.startswith("meldpunt: "), complaint.count("\n")) == (1, "", True, 1)


@pytest.mark.parametrize(("what", "is_answer"), [("check", True), ("publish", False)])
def test_what_is_wrong_in_a_file_is_the_answer_of_a_check_alone(tmp_path: Path, what: str, is_answer: bool) -> None:
    make_organisation(name="Noord")
    (tmp_path / "wrong.toml").write_text(WRONG)
    code, answer, complaint = said(_policy(what, str(tmp_path / "wrong.toml")))
    assert (code, bool(answer), bool(complaint)) == (1, is_answer, not is_answer)


@pytest.mark.parametrize(("mode", "lines"), [(0o600, 0), (0o640, 1), (0o644, 1)])
def test_password_file_that_others_can_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mode: int, lines: int
) -> None:
    """It is used, as the secrets file is, and told of."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "password").write_text(PASSWORD)
    (tmp_path / "password").chmod(mode)
    code, _, complaint = said(_init("--name", "Zuid", "--password-file", str(tmp_path / "password")))
    assert (
        code,
        complaint.count("\n"),
        complaint.count(f"Others can read {tmp_path / 'password'}. Run chmod 600"),
    ) == (
        0,
        lines,
        lines,
    )


@pytest.mark.parametrize(("mode", "lines"), [(0o600, 0), (0o644, 1)])
def test_recovery_code_that_others_can_read(tmp_path: Path, mode: int, lines: int) -> None:
    made, file = make_organisation(name="Noord"), tmp_path / "code"
    file.write_text(made.recovery_code)
    file.chmod(mode)
    code, _, complaint = said(lambda output, complaints: reseal.run(["noord", str(file)], output, complaints))
    assert (code, complaint.count("Run chmod 600")) == (0, lines)
