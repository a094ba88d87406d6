"""`./meldpunt doctor`: how is this installation, and what should be done about it."""

from datetime import UTC, datetime
from typing import TextIO

from meldpunt.arrivals.terms import CannotRead, Envelope, MailReader, Way
from meldpunt.upkeep.queries import examination
from meldpunt.upkeep.rules.installation import reading
from meldpunt.upkeep.terms import Finding, Place


def run(place: Place, output: TextIO, *, reader: MailReader) -> int:
    """Print one line for everything that was looked at; the exit code is 1 when something is not well. `reader` reads a mail."""
    now = datetime.now(tz=UTC)
    findings = [*examination(place=place, now=now), _reading(reader, now)]
    output.writelines(_line(finding) for finding in findings)
    return 0 if all(finding.well for finding in findings) else 1


def _reading(reader: MailReader, now: datetime) -> Finding:
    try:
        reader.read(b"Subject: test\r\n\r\n", keys=(), signers=(), envelope=Envelope(Way.PIPE), now=now)
    except CannotRead as problem:
        return reading(problem.flaw.value)
    return reading("")


def _line(finding: Finding) -> str:
    return f"{'ok   ' if finding.well else 'WRONG'} {finding.subject:10} {finding.advice}".rstrip() + "\n"
