"""Facts and moments of a case for the tests of duties by law, in few words."""

from dataclasses import replace
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from meldpunt.obligations.rules.law import STAGES, duties
from meldpunt.obligations.terms.law import Duty, Fact, FactKind, Law, Stage, Submission
from meldpunt.policy.terms import Region

NL: Final = Region("NL", "Europe/Amsterdam")


def local(*moment: int) -> datetime:
    """Return a moment on the clock of Amsterdam: year, month, day, hour, minute, second."""
    year, month, day, hour, minute, second = (*moment, 0, 0, 0)[:6]
    return datetime(year, month, day, hour, minute, second, tzinfo=ZoneInfo("Europe/Amsterdam"))


def fact(kind: FactKind, *moment: int, event: int = 1) -> Fact:
    """Return a fact of a moment on the clock of Amsterdam."""
    return Fact(kind, local(*moment), event)


def sent(stage: str, *moment: int) -> Submission:
    """Return a submission at a moment on the clock of Amsterdam."""
    return Submission(stage, local(*moment))


def started(*given: Fact | Submission, laws: tuple[Law, ...], stages: tuple[Stage, ...] = STAGES) -> dict[str, Duty]:
    """Return the duties that facts and submissions start in the Netherlands, by stage."""
    facts = [each for each in given if isinstance(each, Fact)]
    submissions = [each for each in given if isinstance(each, Submission)]
    return {duty.stage.id: duty for duty in duties(facts, submissions, laws, NL, stages)}


def ends(*given: Fact | Submission, law: Law) -> dict[str, datetime | None]:
    """Return when each stage is due, on the clock of Amsterdam, leaving out those without an end."""
    found = started(*given, laws=(law,))
    return {name: duty.due.astimezone(ZoneInfo("Europe/Amsterdam")) for name, duty in found.items() if duty.due}


def stage(name: str) -> Stage:
    """Return a stage of the catalogue."""
    return next(each for each in STAGES if each.id == name)


def in_versions(name: str, since: date, **changes: object) -> tuple[Stage, Stage]:
    """Return a stage as it ended, and its next version with these changes."""
    old = stage(name)
    return replace(old, ended=since), replace(old, in_force=since, **changes)  # type: ignore[arg-type]
