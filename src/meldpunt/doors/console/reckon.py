"""`./meldpunt reckon`: when a promise is due, and why then. Needs no organisation, no data folder and no database."""

import argparse
import json
from collections.abc import Sequence
from typing import TextIO

from meldpunt.doors.console.reckon_options import Mistake, asked_for, read_line, read_options, spoken
from meldpunt.policy.rules.file.words import Wrong
from meldpunt.policy.rules.reckoning import reason, reckon, say
from meldpunt.policy.rules.reckoning.dates import full_date
from meldpunt.policy.terms import Reckoning

WRONG = 2


def run(arguments: Sequence[str], *, source: TextIO, output: TextIO, complaints: TextIO) -> int:
    """Answer what is asked, or every line of `source` for `-`; the exit code is 2 when anything of it cannot be read."""
    try:
        options = read_options(arguments)
    except Mistake as mistake:
        complaints.write(f"meldpunt: {mistake}\n")
        return WRONG
    if options.moment != "-":
        return WRONG * (not _answered(options, "", output, complaints))
    code = 0
    for number, line in enumerate(source, 1):
        if line.strip() and not _line_answered(options, number, line, output, complaints):
            code = WRONG
        output.flush()
    return code


def _line_answered(options: argparse.Namespace, number: int, line: str, output: TextIO, complaints: TextIO) -> bool:
    """Answer one line, written as on the command line; tell whether it could be read."""
    place = f"line {number}: "
    try:
        read = read_line(line, options)
    except Mistake as mistake:
        complaints.write(f"meldpunt: {place}{mistake}\n")
        return False
    return _answered(read, place, output, complaints)


def _answered(options: argparse.Namespace, place: str, output: TextIO, complaints: TextIO) -> bool:
    translated = spoken(options.lang)
    try:
        asked = asked_for(options)
    except Wrong as wrong:
        near = wrong.values.get("near", "")
        hint = " " + translated('Did you mean "%(near)s"?') % {"near": near} if near else ""
        message = f"{translated(wrong.message) % wrong.values} {translated(wrong.remedy) % wrong.values}{hint}"
        complaints.write(f"meldpunt: {place}{message}\n")
        return False
    complaints.writelines(f"meldpunt: {place}{translated(note.message) % note.values}\n" for note in asked.notes)
    found = reckon(asked.promise, asked.received_at, asked.region, asked.waits)
    answer = _as_json if options.json else _as_line if place else _as_text
    output.write(f"{answer(found, options.lang)}\n")
    return True


def _as_json(found: Reckoning, language: str) -> str:
    skipped = [{"date": each.day.isoformat(), "reason": reason(found, each, language)} for each in found.skipped]
    counted = [day.isoformat() for day in found.counted]
    return json.dumps({"due": _moment(found), "counted": counted, "skipped": skipped})


def _as_line(found: Reckoning, language: str) -> str:
    return f"{_moment(found)} · {say(found, language)}"


def _as_text(found: Reckoning, language: str) -> str:
    due = found.on_clock(found.due)
    return f"{full_date(due.date(), language)} {due:%H:%M} ({_moment(found)})\n{say(found, language)}"


def _moment(found: Reckoning) -> str:
    return found.on_clock(found.due).isoformat(timespec="seconds")
