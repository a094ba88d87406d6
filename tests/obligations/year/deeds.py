"""The deeds of a story, done with the real verbs."""

from contextlib import suppress
from datetime import datetime, timedelta
from random import Random
from typing import Final
from uuid import uuid4
from zoneinfo import ZoneInfo

from meldpunt.cases.actions import assign, change_state, close, erase_finder, reopen, write_as_finder
from meldpunt.cases.terms import ClosingReason, DeclineReason, ErasureRefused, MessageKind, NoDate, ReportState, Says
from tests.factories.cases import MadeCase, answer, say_no
from tests.obligations.year.lives import DAY_NAMED
from tests.obligations.year.people import Person

DAY: Final = timedelta(days=1)
SPEAKS: Final = {"answer": MessageKind.ANSWER, "whole": MessageKind.ANSWER, "ask": MessageKind.ASK}


def do(
    case: MadeCase, deed: str, detail: str, person: Person | None, at: datetime, random: Random
) -> tuple[str, tuple[str, ...]]:
    """Do it; the finder does what nobody else does. Return what a bystander writes down of it."""
    if person is None:
        write_as_finder(text="Hier is het.", uploads=(), once=uuid4(), by=case.finder(now=at), now=at)
        return deed, ()
    if deed == "assign":
        assign(number=case.number, to=person.id, seen_version=case.version, by=person.visitor, now=at)
        return deed, (str(person.id),)
    if deed in SPEAKS:
        parts = ("assessment", "fix_date") if deed == "whole" else random.choice(((), ("assessment",)))
        days = random.choice((None, 5, 20, 60)) if "fix_date" in parts else None
        fix_by = None if days is None else at.astimezone(ZoneInfo(case.organisation.facts.zone)).date() + days * DAY
        no_date = NoDate.TOO_EARLY if "fix_date" in parts and fix_by is None else None
        says = Says(assessment="assessment" in parts, fix_by=fix_by, no_date=no_date)
        answer(case, person.visitor, SPEAKS[deed], says=says, now=at)
        return "ask" if deed == "ask" else "answer", (*parts, *([f"{DAY_NAMED}{fix_by}"] if fix_by else []))
    _move(case, deed, detail, person, at)
    return deed, (detail,) if detail else ()


def _move(case: MadeCase, deed: str, detail: str, person: Person, at: datetime) -> None:
    number, seen, by = case.number, case.version, person.visitor
    if deed == "no":
        say_no(case, by, DeclineReason(detail), now=at)
    elif deed == "close":
        close(number=number, reason=ClosingReason(detail), seen_version=seen, by=by, now=at)
    elif deed == "erase":
        with suppress(ErasureRefused):  # who left no address has nothing to erase
            erase_finder(number=number, asked="Belde.", seen_version=seen, by=by, now=at)
    elif deed == "reopen":
        reopen(number=number, seen_version=seen, by=by, now=at)
    else:
        change_state(number=number, to=ReportState(deed), seen_version=seen, by=by, now=at)
