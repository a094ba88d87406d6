"""The figures: what they are counted from, and as they were last made."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from meldpunt.journal.queries import entries_since
from meldpunt.journal.terms import EntryLine
from meldpunt.obligations.models import MadeFigures, Obligation, WantedFigures
from meldpunt.obligations.rules.figures.nightly import is_due
from meldpunt.obligations.rules.figures.recounting import recount
from meldpunt.obligations.rules.figures.storage import from_stored
from meldpunt.obligations.terms.figures import Audience, Counted, Figures, FiguresFile
from meldpunt.people.queries import organisation_facts, organisations
from meldpunt.policy.queries import policy_in_force
from meldpunt.policy.rules.calendar import region_of
from meldpunt.policy.terms import PromiseKind, Region

AT_ONCE = 2000
COUNTED = ("kind", "case__uuid", "started_at", "due_at", "fulfilled_at", "broken_at", "lapsed_at", "case__declined_as")


def figures_for(audience: Audience, organisation: UUID) -> Figures | None:
    """Return the figures as they were last made for these readers; None where they were not made yet."""
    row = MadeFigures.objects.filter(organisation=organisation, audience=audience.value).defer("file").first()
    return None if row is None else Figures(row.made_at, from_stored(row.tables))


def figures_file(audience: Audience, organisation: UUID) -> FiguresFile | None:
    """Return the table to recompute those figures from."""
    row = MadeFigures.objects.filter(organisation=organisation, audience=audience.value).defer("tables").first()
    return None if row is None else FiguresFile(row.made_at, row.file)


def figures_wanted(organisation: UUID) -> datetime | None:
    """Return when somebody asked for figures that were not made yet."""
    return WantedFigures.objects.filter(organisation=organisation).values_list("asked_at", flat=True).first()


def due_figures(*, now: datetime) -> list[UUID]:
    """Return the organisations whose figures are to be made, those that were asked for first."""
    wanted = list(WantedFigures.objects.order_by("asked_at", "pk").values_list("organisation_id", flat=True))
    made = dict(
        MadeFigures.objects.filter(audience=Audience.DESK.value)
        .order_by("organisation")
        .values_list("organisation_id", "made_at")
    )
    due = [each.id for each in organisations() if is_due(made.get(each.id), each.zone, now=now)]
    return list(dict.fromkeys([*wanted, *due]))


def counted_in(organisation: UUID) -> Iterator[Counted]:
    """Yield every obligation of an organisation as the figures count it: to the second, as the journal tells it."""
    rows = Obligation.objects.filter(organisation=organisation).order_by("id").values_list(*COUNTED)
    for kind, case, started_at, due_at, fulfilled_at, broken_at, lapsed_at, declined_as in rows.iterator(AT_ONCE):
        yield Counted(
            kind=PromiseKind(kind),
            case=case,
            started_at=started_at.replace(microsecond=0),
            due_at=due_at,
            fulfilled_at=fulfilled_at and fulfilled_at.replace(microsecond=0),
            broken_at=broken_at,
            lapsed_at=lapsed_at,
            declined=bool(declined_as),
        )


def recounted_in(organisation: UUID) -> tuple[Counted, ...]:
    """Return the same from nothing but the organisation's journal."""
    return recount(_lines(organisation))


def calendar_of(organisation: UUID, *, now: datetime) -> Region:
    """Return the calendar by which an organisation's figures count days and quarters: that of the policy in force."""
    return region_of(policy_in_force(organisation, now=now).terms, organisation_facts(organisation))


def _lines(organisation: UUID) -> Iterator[EntryLine]:
    number = 0
    while lines := entries_since(organisation, number, limit=AT_ONCE):
        yield from lines
        number = lines[-1].number
