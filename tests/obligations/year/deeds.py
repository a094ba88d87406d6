"""The deeds of a story, done with the real verbs."""

from datetime import datetime
from random import Random
from typing import Final
from uuid import uuid4

from meldpunt.cases.actions import assign, change_state, close, reopen, write_as_finder
from meldpunt.cases.terms import ClosingReason, DeclineReason, MessageKind, NoDate, ReportState, Says
from tests.factories.cases import MadeCase, answer, say_no
from tests.obligations.year.people import Person

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
        no_date = NoDate.TOO_EARLY if "fix_date" in parts else None
        says = Says(assessment="assessment" in parts, no_date=no_date)
        answer(case, person.visitor, SPEAKS[deed], says=says, now=at)
        return "ask" if deed == "ask" else "answer", parts
    _move(case, deed, detail, person, at)
    return deed, (detail,) if detail else ()


def _move(case: MadeCase, deed: str, detail: str, person: Person, at: datetime) -> None:
    number, seen, by = case.number, case.version, person.visitor
    if deed == "no":
        say_no(case, by, DeclineReason(detail), now=at)
    elif deed == "close":
        close(number=number, reason=ClosingReason(detail), seen_version=seen, by=by, now=at)
    elif deed == "reopen":
        reopen(number=number, seen_version=seen, by=by, now=at)
    else:
        change_state(number=number, to=ReportState(deed), seen_version=seen, by=by, now=at)
