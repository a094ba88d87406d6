"""`./meldpunt doctor`: how is this installation, and what should be done about it."""

from datetime import UTC, datetime
from typing import TextIO

from meldpunt.upkeep.queries import examination
from meldpunt.upkeep.terms import Finding, Place


def run(place: Place, output: TextIO) -> int:
    """Print one line for everything that was looked at; the exit code is 1 when something is not well."""
    findings = examination(place=place, now=datetime.now(tz=UTC))
    output.writelines(_line(finding) for finding in findings)
    return 0 if all(finding.well for finding in findings) else 1


def _line(finding: Finding) -> str:
    return f"{'ok   ' if finding.well else 'WRONG'} {finding.subject:10} {finding.advice}".rstrip() + "\n"
