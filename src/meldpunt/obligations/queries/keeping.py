"""Can this policy be kept? Plays it against the reports of the last 52 weeks and the people who answer. Nothing is kept of it."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from meldpunt.cases.queries import answers_by_member, count_reports, past_reports
from meldpunt.cases.terms import PastReport
from meldpunt.obligations.models import Obligation
from meldpunt.obligations.rules.keeping import A_YEAR, colleagues_of, play, remedies
from meldpunt.obligations.rules.making import KEPT
from meldpunt.obligations.terms.keeping import Arrival, Bounds, Colleague, Days, Outlook, Plan, Tried
from meldpunt.people.queries import absences_of, handlers_of
from meldpunt.people.terms import OrganisationFacts
from meldpunt.policy.rules.calendar import region_of
from meldpunt.policy.terms import PolicyTerms, PromiseKind, Region

OFFICE: Final = "09:00-17:00"
"""When people work where no promise of the policy names office hours."""


def outlook(
    organisation: OrganisationFacts,
    terms: PolicyTerms,
    *,
    now: datetime,
    bounds: Bounds,
    per_day: float | None = None,
) -> Outlook:
    """Return what would come of a policy in the next 52 weeks if reports came as in the last, for the promises that have a clock.

    Where there is too much to play within the bounds, what would help is not tried. `per_day` is how many reports everybody answers on a
    working day, None for what was seen.
    """
    since, region = now - A_YEAR, region_of(terms, organisation)
    past = past_reports(organisation.id, since=since, before=now, most=bounds.reports)
    colleagues = colleagues_of(
        handlers_of(organisation.id),
        answers_by_member(organisation.id, since=since, before=now),
        _away(organisation, now),
        region,
        per_day=per_day,
    )
    plan = _plan(terms, region, colleagues, past)
    found = play(plan, steps=bounds.steps)
    tried = remedies(plan, found.played, steps=bounds.trying) if found.until is None else Tried((), all_played=False)
    return Outlook(
        played=found.played,
        remedies=tried.remedies,
        colleagues=colleagues,
        reports=len(past),
        left_out=count_reports(organisation.id, since=since, before=now) - len(past)
        if len(past) == bounds.reports
        else 0,
        until=found.until,
        helped=tried.all_played,
        in_fact=_broken(organisation.id, since=since, before=now),
    )


def _plan(terms: PolicyTerms, region: Region, colleagues: Iterable[Colleague], past: Iterable[PastReport]) -> Plan:
    return Plan(
        promises=tuple(promise for promise in terms.promises if promise.kind in KEPT),
        region=region,
        office=next((promise.office for promise in terms.promises if promise.office), OFFICE),
        workers=tuple(each.worker for each in colleagues),
        arrivals=tuple(Arrival(each.at, fixed_at=each.solved_at, closed_at=each.closed_at) for each in past),
    )


def _broken(organisation: UUID, *, since: datetime, before: datetime) -> dict[PromiseKind, int]:
    """Return how many promises of each kind were broken in fact: the rows from which the figures are made too."""
    rows = Obligation.objects.filter(organisation=organisation, broken_at__gte=since, broken_at__lt=before)
    return Counter(PromiseKind(kind) for kind in rows.order_by().values_list("kind", flat=True))


def _away(organisation: OrganisationFacts, now: datetime) -> dict[UUID, list[Days]]:
    found: dict[UUID, list[Days]] = defaultdict(list)
    for each in absences_of(organisation.id, since=now.astimezone(ZoneInfo(organisation.zone)).date()):
        found[each.member].append(Days(each.first, each.last))
    return found
