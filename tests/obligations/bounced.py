"""Lives of cases whose mails come back, and sometimes did not after all: lived, settled as often as somebody looks, and told in full."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random
from typing import Final
from uuid import UUID, uuid4

from meldpunt.cases.actions import (
    change_state,
    close,
    end_withholding,
    note_came_back,
    reopen,
    take_back_came_back,
    withhold,
    write_as_finder,
)
from meldpunt.cases.models import Message, Notice, StateChange
from meldpunt.cases.terms import CaseError, ClosingReason, Ground, MessageKind, ReportState, Says
from meldpunt.obligations.queries import counted_in, obligations_of, obligations_to, recounted_in, told_otherwise
from meldpunt.obligations.terms import ShownObligation
from meldpunt.obligations.terms.figures import Counted
from meldpunt.people.terms import Visitor
from tests.factories.cases import MAILED, MadeCase, answer, make_case
from tests.factories.obligations import DAY, rows_of, settle_all, settle_case
from tests.factories.outbox import carry
from tests.factories.people import NOW, make_lead, make_organisation

DEEDS: Final = ("answer", "answer", "ask", "expect", "finder", "solve", "reopen", "back", "back", "back", "undo")
END: Final = 70
HUSHED: Final = ("hush", "speak")
"""What the law may forbid to say: the finder's page must be as without it."""


@dataclass(frozen=True)
class Step:
    """What is done so many days after the report; `which` of the mails, or how far away the day that is named."""

    days: float
    deed: str
    which: int = 0


def random_life(seed: int, deeds: Sequence[str], length: int) -> list[Step]:
    """Return steps in order, over two months."""
    random = Random(seed)
    days = sorted(round(random.uniform(0.1, 60), 2) for _ in range(length))
    return [Step(each, random.choice(deeds), random.randrange(4)) for each in days]


def lived(life: Iterable[Step], looks: Iterable[float]) -> tuple[MadeCase, list[Step]]:
    """Do what the case allows, with a worker that looks so many days after the report, and mails that leave at once.

    Returns the case as it was settled at the end, and what was done.
    """
    organisation = make_organisation()
    lead = make_lead(organisation).unlocked
    case = make_case(organisation, contact=MAILED)
    done = []
    for moment in sorted([*life, *(Step(each, "look") for each in looks)], key=lambda each: each.days):
        if moment.deed == "look":
            settle_all(now=NOW + moment.days * DAY)
        elif _does(moment, case, lead):
            done.append(moment)
            carry(now=NOW + moment.days * DAY + timedelta(minutes=2))
    settle_case(case, now=NOW + END * DAY)
    return case, done


def told(case: MadeCase) -> tuple[object, ...]:
    """Return all that tells of the case's promises: rows, both pages, figures and journal."""
    organisation, causes = case.organisation.id, _causes(case)
    left_out = {"_state", "id", "organisation_id", "case_id", "thread_id", "policy_version_id", "fulfilled_by", "cause"}
    rows = [
        (_named(row.cause, causes), {key: each for key, each in vars(row).items() if key not in left_out})
        for row in rows_of(case)
    ]
    desk = [_plain(each) for each in obligations_of(case.row.uuid, now=NOW + END * DAY)]
    figures = (_figures(counted_in(organisation)), _figures(recounted_in(organisation)))
    return (sorted(map(repr, rows)), sorted(desk), *figures, to_finder(case))


def to_finder(case: MadeCase) -> tuple[list[str], list[str]]:
    """Return what the finder and the public are told: page and figures."""
    organisation, now = case.organisation.id, NOW + END * DAY
    page = obligations_to(case.row.uuid, case.row.threads.get().pk, now=now)
    public = counted_in(organisation, told_otherwise(organisation, now=now))
    return sorted(map(_plain, page)), _figures(public)


def _does(step: Step, case: MadeCase, by: Visitor) -> bool:
    """Do it; tell whether the case allows it."""
    try:
        _DOES[step.deed](case, by, NOW + step.days * DAY, step.which)
    except CaseError:
        return False
    return True


def _answer(case: MadeCase, by: Visitor, now: datetime, which: int) -> None:
    answer(case, by, now=now, says=Says(assessment=which % 2 == 0))


def _twice(case: MadeCase, by: Visitor, now: datetime, which: int) -> None:
    _answer(case, by, now, which)
    _answer(case, by, now + timedelta(seconds=30), which)


def _ask(case: MadeCase, by: Visitor, now: datetime, _which: int) -> None:
    answer(case, by, MessageKind.ASK, now=now)


def _expect(case: MadeCase, by: Visitor, now: datetime, which: int) -> None:
    answer(case, by, now=now, says=Says(fix_by=(NOW + (20 * which + 1) * DAY).date()))


def _finder(case: MadeCase, _by: Visitor, now: datetime, _which: int) -> None:
    write_as_finder(text="Nog iets.", uploads=(), once=uuid4(), by=case.finder(now=now), now=now)


def _solve(case: MadeCase, by: Visitor, now: datetime, _which: int) -> None:
    for state in (ReportState.VALID, ReportState.ACCEPTED):
        change_state(number=case.number, to=state, seen_version=case.version, by=by, now=now)
    close(number=case.number, reason=ClosingReason.SOLVED, seen_version=case.version, by=by, now=now)


def _reopen(case: MadeCase, by: Visitor, now: datetime, _which: int) -> None:
    reopen(number=case.number, seen_version=case.version, by=by, now=now)


def _back(case: MadeCase, by: Visitor, now: datetime, which: int) -> None:
    mail, seen = _mail(case, which), case.version
    note_came_back(number=case.number, mail=mail, at=now, address_dead=False, seen_version=seen, by=by, now=now)


def _undo(case: MadeCase, by: Visitor, now: datetime, which: int) -> None:
    take_back_came_back(number=case.number, mail=_mail(case, which), seen_version=case.version, by=by, now=now)


def _hush(case: MadeCase, by: Visitor, now: datetime, _which: int) -> None:
    withhold(
        number=case.number,
        ground=Ground.COURT,
        reason="Vonnis.",
        review_on=(now + 30 * DAY).date(),
        said=False,
        seen_version=case.version,
        by=by,
        now=now,
    )


def _speak(case: MadeCase, by: Visitor, now: datetime, _which: int) -> None:
    end_withholding(number=case.number, seen_version=case.version, by=by, now=now)


_DOES: Final[Mapping[str, Callable[[MadeCase, Visitor, datetime, int], None]]] = {
    "answer": _answer,
    "twice": _twice,
    "ask": _ask,
    "expect": _expect,
    "finder": _finder,
    "solve": _solve,
    "reopen": _reopen,
    "back": _back,
    "undo": _undo,
    "hush": _hush,
    "speak": _speak,
}


def _mail(case: MadeCase, which: int) -> UUID:
    """Return one of the letters to the finder; one that is not there where none left."""
    letters = Notice.objects.filter(thread__case=case.row).order_by("id").values_list("letter", flat=True)
    mails = list(dict.fromkeys(letters)) or [uuid4()]
    return mails[which % len(mails)]


def _causes(case: MadeCase) -> dict[str, str]:
    """Return what caused obligations by its place, so that two cases can be compared."""
    words = Message.objects.filter(thread__case=case.row).order_by("id")
    moves = StateChange.objects.filter(case=case.row).order_by("id")
    found = {str(row.uuid): f"word {place}" for place, row in enumerate(words)}
    return found | {f"change:{row.pk}": f"move {place}" for place, row in enumerate(moves)}


def _named(cause: str, causes: dict[str, str]) -> str:
    found = next((known for known in causes if cause == known or cause.startswith(f"{known}:")), "")
    return causes.get(found, "") + cause.removeprefix(found)


def _plain(shown: ShownObligation) -> str:
    told = replace(shown.told, fulfilled_by=None) if shown.told else None
    return repr(replace(shown, case="", settled=replace(shown.settled, fulfilled_by=None), told=told))


def _figures(found: Iterable[Counted]) -> list[str]:
    """Return what is counted; nothing counts a date that nothing came of yet, and that of a clock that stands still moves on."""
    return sorted(repr(replace(each, case=UUID(int=0), due_at=each.broken_at or NOW)) for each in found)
