"""`./meldpunt reckon`: what it says on which stream, and with which exit code."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from meldpunt.doors.console import reckon
from meldpunt.doors.console.compiling import compile_all

type Run = Callable[..., tuple[int, str, str]]
ASCENSION = ("2026-05-07T16:40", "5 working days", "--region", "NL")


@pytest.fixture
def run() -> Run:
    """Give the command, with what it reads from standard input."""
    compile_all()

    def ran(*arguments: str, typed: str = "") -> tuple[int, str, str]:
        output, complaints = io.StringIO(), io.StringIO()
        code = reckon.run(arguments, source=io.StringIO(typed), output=output, complaints=complaints)
        return code, output.getvalue(), complaints.getvalue()

    return ran


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            (
                "Friday 15 May 2026 23:59 (2026-05-15T23:59:59+02:00)\n"
                "received Thursday 16:40 · working days Friday, Monday, Tuesday, Wednesday, Friday (Thursday is Ascension Day) · "
                "due Friday 23:59\n"
            ),
        ),
        (
            "nl",
            (
                "vrijdag 15 mei 2026 23:59 (2026-05-15T23:59:59+02:00)\n"
                "ontvangen donderdag 16:40 · werkdagen vrijdag, maandag, dinsdag, woensdag, vrijdag "
                "(donderdag is Hemelvaartsdag) · uiterlijk vrijdag 23:59\n"
            ),
        ),
    ],
)
def test_a_date_is_explained(run: Run, language: str, said: str) -> None:
    assert run(*ASCENSION, "--lang", language) == (0, said, "")


def test_programs_get_due_counted_and_skipped(run: Run) -> None:
    code, said, complaints = run(*ASCENSION, "--json")
    assert (code, json.loads(said), complaints) == (
        0,
        {
            "due": "2026-05-15T23:59:59+02:00",
            "counted": ["2026-05-08", "2026-05-11", "2026-05-12", "2026-05-13", "2026-05-15"],
            "skipped": [
                {"date": "2026-05-09", "reason": "weekend"},
                {"date": "2026-05-10", "reason": "weekend"},
                {"date": "2026-05-14", "reason": "Ascension Day"},
            ],
        },
        "",
    )


def test_a_long_term_lists_every_day_for_programs_alone(run: Run) -> None:
    listed = json.loads(run("2026-05-07T16:40", "45 days", "--json")[1])
    told = run("2026-05-07T16:40", "45 days")[1].splitlines()[1]
    assert (len(listed["counted"]), told) == (
        45,
        "received Thursday 7 May 2026 16:40 · 45 days from Friday 8 May to Sunday 21 June · due Sunday 21 June 2026 23:59",
    )


@pytest.mark.parametrize("moment", ["2026-05-07T16:40", "2026-05-07T16:40+02:00", "2026-05-07T14:40Z"])
def test_a_moment_without_a_zone_is_on_the_clock_of_the_zone(run: Run, moment: str) -> None:
    assert (
        run(moment, "4", "hours", "--json")[1] == '{"due": "2026-05-07T20:40:00+02:00", "counted": [], "skipped": []}\n'
    )


@pytest.mark.parametrize(
    ("options", "due"),
    [
        (("--region", "BE"), "2026-07-24T23:59:59+02:00"),
        (("--region", "be", "--zone", "America/New_York"), "2026-07-24T23:59:59-04:00"),
        (("--closed", "2026-07-22"), "2026-07-24T23:59:59+02:00"),
        (("--region", "BE", "--open", "2026-07-21"), "2026-07-23T23:59:59+02:00"),
        (("--office-hours", "10:00-17:00"), "2026-07-23T23:59:59+02:00"),
        (("--office-hours", "10:00-12:00"), "2026-07-24T23:59:59+02:00"),
        (("--waited", "2026-07-20T18:00/2026-07-22T10:00"), "2026-07-24T23:59:59+02:00"),
    ],
)
def test_calendar_and_choices_can_be_given(run: Run, options: tuple[str, ...], due: str) -> None:
    assert json.loads(run("2026-07-20T16:40", "3 working days", "--json", *options)[1])["due"] == due


def test_an_end_on_a_closed_day_can_move(run: Run) -> None:
    assert json.loads(run("2026-05-07T16:40", "3 days", "--to-working-day", "--json")[1]) == {
        "due": "2026-05-11T23:59:59+02:00",
        "counted": ["2026-05-08", "2026-05-09", "2026-05-11"],
        "skipped": [{"date": "2026-05-10", "reason": "weekend"}],
    }


def test_the_hour_that_comes_twice_is_told(run: Run) -> None:
    assert run("2026-10-25T02:30", "1 hour", "--json") == (
        0,
        '{"due": "2026-10-25T02:30:00+01:00", "counted": [], "skipped": []}\n',
        (
            "meldpunt: The clock showed 2026-10-25T02:30 twice. The first is taken, 2026-10-25T02:30+02:00; "
            "for the second write 2026-10-25T02:30+01:00.\n"
        ),
    )


def test_the_hour_that_never_was_is_told(run: Run) -> None:
    assert run("2026-03-29T02:30", "1 hour", "--json", "--lang", "nl") == (
        0,
        '{"due": "2026-03-29T04:30:00+02:00", "counted": [], "skipped": []}\n',
        (
            "meldpunt: Het is nooit 2026-03-29T02:30 geweest: de klok ging vooruit. "
            "Er is gerekend met 2026-03-29T03:30+02:00.\n"
        ),
    )


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ((), "the following arguments are required: moment, term. ./meldpunt reckon --help lists what there is."),
        (("soon", "1 day"), '"soon" is not a date with a time. Write it as 2026-05-07T16:40.'),
        (("2026-05-07", "1 day"), '"2026-05-07" is not a date with a time. Write it as 2026-05-07T16:40.'),
        (("2026-02-29T10:00", "1 day"), '"2026-02-29T10:00" is not a date with a time. Write it as 2026-05-07T16:40.'),
        (("0001-01-01T00:00", "1 day"), "No dates are reckoned in the year 1. Write a year from 1970 to 2200."),
        (("9999-12-31T23:59Z", "1 day"), "No dates are reckoned in the year 9999. Write a year from 1970 to 2200."),
        (
            ("2026-05-07T16:40", "5 workdays"),
            (
                '"5 workdays" is not a length of time. Write a number and hours, days, working days, weeks or months, such as '
                '"5 working days".'
            ),
        ),
        (
            ("2026-05-07T16:40",),
            (
                '"" is not a length of time. Write a number and hours, days, working days, weeks or months, such as '
                '"5 working days".'
            ),
        ),
        (("2026-05-07T16:40", "501 working days"), '"501 working days" is too long. Use at most 500 working days.'),
        (
            ("2026-05-07T16:40", "1 day", "--region", "ZZ"),
            'No public holidays are known for "ZZ". Write a country as two capitals, such as "NL"; a region as "DE-BY".',
        ),
        (
            ("2026-05-07T16:40", "1 day", "--zone", "Europe/Amstrdam"),
            'There is no time zone "Europe/Amstrdam". Write it as in "Europe/Amsterdam". Did you mean "Europe/Amsterdam"?',
        ),
        (("2026-05-07T16:40", "1 day", "--closed", "May"), '"May" is not a date. Write it as 2026-05-15.'),
        (
            ("2026-05-07T16:40", "1 day", "--office-hours", "17:00-09:00"),
            'The office closes before it opens. Write from when until when, such as "09:00-17:00".',
        ),
        (
            ("2026-05-07T16:40", "1 day", "--waited", "2026-05-08T12:00/2026-05-08T11:00"),
            (
                '"2026-05-08T12:00/2026-05-08T11:00" ends before it begins. '
                "Write first from when, then until when, with / between them."
            ),
        ),
        (
            ("2026-05-07T16:40", "1 day", "--colour"),
            "unrecognized arguments: --colour. ./meldpunt reckon --help lists what there is.",
        ),
        (
            ("\x1b[2J", "1 day"),
            '"?[2J" is not a date with a time. Write it as 2026-05-07T16:40.',
        ),
    ],
)
def test_what_makes_no_sense_is_refused_in_one_line(run: Run, typed: tuple[str, ...], said: str) -> None:
    assert run(*typed) == (2, "", f"meldpunt: {said}\n")


def test_lines_are_answered_one_by_one_with_options_of_their_own(run: Run) -> None:
    lines = '2026-05-07T16:40 "5 working days"\n\n2026-07-20T16:40 1 working day --region BE --lang nl\n2026-05-07T16:40 1 hour'
    assert run("-", "--region", "NL", typed=lines) == (
        0,
        (
            "2026-05-15T23:59:59+02:00 · received Thursday 16:40 · working days Friday, Monday, Tuesday, Wednesday, Friday "
            "(Thursday is Ascension Day) · due Friday 23:59\n"
            "2026-07-22T23:59:59+02:00 · ontvangen maandag 16:40 · werkdag woensdag (dinsdag is Nationale feestdag) · "
            "uiterlijk woensdag 23:59\n"
            "2026-05-07T17:40:00+02:00 · received Thursday 16:40 · 1 hour, day and night · due Thursday 17:40\n"
        ),
        "",
    )


def test_a_time_beside_the_dash_holds_for_lines_that_name_none(run: Run) -> None:
    said = run("-", "1", "hour", "--json", typed="2026-05-07T16:40\n2026-05-07T16:40 2 hours\n")[1]
    assert [json.loads(line)["due"] for line in said.splitlines()] == [
        "2026-05-07T17:40:00+02:00",
        "2026-05-07T18:40:00+02:00",
    ]


def test_a_bad_line_is_named_and_ends_no_other(run: Run) -> None:
    lines = '2026-05-07T16:40 1 hour\nsoon 1 day\n2026-05-07T16:40 "1 day\n2026-05-07T16:40 2 hours\n--colour\n'
    code, said, complaints = run("-", "--json", typed=lines)
    assert (code, [json.loads(line)["due"] for line in said.splitlines()], complaints.splitlines()) == (
        2,
        ["2026-05-07T17:40:00+02:00", "2026-05-07T18:40:00+02:00"],
        [
            'meldpunt: line 2: "soon" is not a date with a time. Write it as 2026-05-07T16:40.',
            'meldpunt: line 3: a quotation mark is not closed. Write it as 2026-05-07T16:40 "5 working days".',
            (
                "meldpunt: line 5: the following arguments are required: moment, term. "
                "./meldpunt reckon --help lists what there is."
            ),
        ],
    )


@pytest.mark.parametrize("helped", ["-h", "--help", "--he", "2026-05-07T16:40 1 day --help"])
def test_a_line_that_asks_for_help_is_a_bad_line(run: Run, helped: str) -> None:
    """The help would stand among the answers, and the lines after it would be lost with exit code 0."""
    code, said, complaints = run("-", "--json", typed=f"{helped}\n2026-05-07T16:40 2 hours\n")
    assert (code, json.loads(said)["due"], complaints.count("\n"), complaints[:17]) == (
        2,
        "2026-05-07T18:40:00+02:00",
        1,
        "meldpunt: line 1:",
    )


def test_bytes_that_are_no_text_are_a_bad_line() -> None:
    command = [sys.executable, "-m", "meldpunt", "reckon", "-", "--json"]
    ran = subprocess.run(command, input=b"\xff\xfe 1 day\n2026-05-07T16:40 1 hour\n", capture_output=True, check=False)
    assert (ran.returncode, ran.stdout.count(b"\n"), ran.stderr.count(b"\n")) == (2, 1, 1)


def test_a_reader_that_goes_away_is_no_traceback() -> None:
    command = f"yes 2026-05-07T16:40 1 hour | {sys.executable} -m meldpunt reckon - | head -n 1"
    ran = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, check=False)
    assert (ran.stdout.count("\n"), [line for line in ran.stderr.splitlines() if "yes:" not in line]) == (1, [])


def test_it_needs_no_data_folder_and_makes_none(tmp_path: Path) -> None:
    environment = {"PATH": os.environ["PATH"], "MELDPUNT_DATA": str(tmp_path / "data"), "MELDPUNT_PORT": "wrong"}
    command = [sys.executable, "-m", "meldpunt", "reckon", *ASCENSION, "--json"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path, env=environment)
    assert (ran.returncode, json.loads(ran.stdout)["due"], ran.stderr, list(tmp_path.iterdir())) == (
        0,
        "2026-05-15T23:59:59+02:00",
        "",
        [],
    )
