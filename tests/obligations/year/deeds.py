"""The deeds of a story, done with the real verbs."""

from contextlib import suppress
from datetime import datetime, timedelta
from random import Random
from typing import Final
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.db.models.functions import Coalesce

from meldpunt.cases.actions import (
    assign,
    change_state,
    close,
    end_withholding,
    erase_finder,
    note_came_back,
    reopen,
    take_back_came_back,
    withhold,
    write_as_finder,
)
from meldpunt.cases.models import Notice
from meldpunt.cases.terms import (
    ClosingReason,
    DeclineReason,
    ErasureRefused,
    Ground,
    MessageKind,
    NoDate,
    ReportState,
    Says,
)
from meldpunt.obligations.actions import record_fact, record_submission
from meldpunt.obligations.terms.duties import Evidence, NewFact
from meldpunt.obligations.terms.law import FactKind
from tests.factories.cases import MadeCase, answer, say_no
from tests.obligations.year.lives import DAY_NAMED
from tests.obligations.year.people import Person

DAY: Final = timedelta(days=1)
LEADS: Final = frozenset({"withhold", "speak"})
"""Deeds that a lead does."""
KNOWN: Final = (0 * DAY, DAY / 24, DAY / 8, 5 * DAY)
"""For how long the organisation knew a fact when somebody recorded it."""
DEAD: Final = "dead"
"""What stands in a mail that came back because the address does not exist any more."""
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
    if deed == "fact":
        since = at - random.choice(KNOWN)
        new = NewFact(FactKind(detail), since, reasons="Het staat in de logboeken.")
        record_fact(number=case.number, new=new, by=person.visitor, now=at)
        return deed, (detail, since.isoformat())
    if deed in {"back", "mistake"}:
        return deed, _mail(case, deed, detail, person, at)
    if deed in {"withhold", "speak", "submit"}:
        _for_the_law(case, deed, detail, person, at)
    else:
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


def _mail(case: MadeCase, deed: str, detail: str, person: Person, at: datetime) -> tuple[str, ...]:
    """Record that the newest mail that left came back, or take that back; return when that was posted that it was about, if there is one."""
    left = Notice.objects.filter(thread__case=case.row, told_at__isnull=False, came_back_at__isnull=deed == "back")
    newest = left.order_by("-id").first()
    if newest is None or newest.told_at is None:
        return ()
    number, mail, seen, by = case.number, newest.letter, case.version, person.visitor
    about = Notice.objects.filter(letter=mail).values_list(Coalesce("message__at", "change__at"), flat=True)
    if deed == "back":
        when = newest.told_at + (at - newest.told_at) / 2
        note_came_back(number=number, mail=mail, at=when, address_dead=detail == DEAD, seen_version=seen, by=by, now=at)
    else:
        take_back_came_back(number=number, mail=mail, seen_version=seen, by=by, now=at)
    return (*sorted(map(str, about)), *([detail] if detail else []))


def _for_the_law(case: MadeCase, deed: str, detail: str, person: Person, at: datetime) -> None:
    number, seen, by = case.number, case.version, person.visitor
    if deed == "speak":
        end_withholding(number=number, seen_version=seen, by=by, now=at)
    elif deed == "submit":
        evidence = Evidence(at, "Hanna", "2026-1", "Wij wisten het laat.", incomplete=True)
        record_submission(number=number, stage=detail, event=1, evidence=evidence, by=by, now=at)
    else:
        withhold(
            number=number,
            ground=Ground.COURT,
            reason="Vonnis.",
            review_on=at.date() + 60 * DAY,
            said=detail == "said",
            seen_version=seen,
            by=by,
            now=at,
        )
