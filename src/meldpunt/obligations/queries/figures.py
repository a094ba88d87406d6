"""The figures: what they are counted from, and as they were last made."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import batched
from typing import Final
from uuid import UUID

from meldpunt.cases.queries import cases_with_unsaid
from meldpunt.journal.queries import entries_since
from meldpunt.journal.terms import EntryLine
from meldpunt.obligations.models import MadeFigures, Obligation, WantedFigures
from meldpunt.obligations.queries.standing import see, stands_in
from meldpunt.obligations.rules.figures.nightly import is_due
from meldpunt.obligations.rules.figures.recounting import recount
from meldpunt.obligations.rules.figures.storage import from_stored
from meldpunt.obligations.terms import Settled
from meldpunt.obligations.terms.figures import Audience, Counted, Figures, FiguresFile
from meldpunt.people.queries import organisation_facts, organisations
from meldpunt.policy.queries import policy_in_force
from meldpunt.policy.rules.calendar import region_of
from meldpunt.policy.terms import PromiseKind, Region

AT_ONCE = 2000
BECAME: Final = ("due_at", "fulfilled_at", "broken_at", "lapsed_at")
COUNTED: Final = ("id", "kind", "case__uuid", "started_at", "case__declined_as", *BECAME)


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


def has_begun(organisation: UUID) -> bool:
    """Tell whether any promise to a finder began here, counted or not."""
    return Obligation.objects.filter(organisation=organisation).exists()


def counted_in(organisation: UUID, told: Mapping[int, Settled] | None = None) -> Iterator[Counted]:
    """Yield every obligation of an organisation as the figures count it: to the second, as the journal tells it.

    `told` are those that stand otherwise, by their rows.
    """
    rows = Obligation.objects.filter(organisation=organisation).order_by("id").values_list(*COUNTED)
    for row, kind, case, started_at, declined_as, *became in rows.iterator(AT_ONCE):
        other = (told or {}).get(row)
        due_at, fulfilled_at, broken_at, lapsed_at = [getattr(other, name) for name in BECAME] if other else became
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


def told_otherwise(organisation: UUID, *, now: datetime) -> dict[int, Settled]:
    """Return the obligations that stand otherwise for their finders than they do, by their rows.

    A clock that stands still while the law forbids to say even that runs on the finder's page, and there its promise may be broken.
    Public figures that told otherwise would say to that finder what the page may not.
    """
    return {
        stand.row.pk: stand.told
        for some in batched(cases_with_unsaid(organisation), AT_ONCE)
        for stand in stands_in(see(some), now=now)
        if stand.row is not None and stand.told != stand.settled
    }


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
