"""Can this policy be kept? Plays it against the reports of the last 52 weeks and the people who answer. Nothing is kept of it."""

from collections import defaultdict
from datetime import datetime
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from meldpunt.cases.queries import answers_by_member, count_reports, past_reports
from meldpunt.obligations.rules.keeping import A_YEAR, colleagues_of, play, remedies
from meldpunt.obligations.rules.making import KEPT
from meldpunt.obligations.terms.keeping import Arrival, Days, Outlook, Plan
from meldpunt.people.queries import absences_of, handlers_of
from meldpunt.people.terms import OrganisationFacts
from meldpunt.policy.rules.calendar import region_of
from meldpunt.policy.terms import PolicyTerms

OFFICE: Final = "09:00-17:00"
"""When people work where no promise of the policy names office hours."""


def outlook(
    organisation: OrganisationFacts,
    terms: PolicyTerms,
    *,
    now: datetime,
    most: int,
    most_helped: int,
    per_day: float | None = None,
) -> Outlook:
    """Return what would come of a policy in the next 52 weeks if reports came as in the last, for the promises that have a clock.

    `most` is how many reports are played, the newest ones, and `most_helped` up to how many what would help is tried: what this takes grows
    with both. `per_day` is how many reports everybody answers on a working day, None for what was seen.
    """
    since, region = now - A_YEAR, region_of(terms, organisation)
    past = past_reports(organisation.id, since=since, before=now, most=most)
    colleagues = colleagues_of(
        handlers_of(organisation.id),
        answers_by_member(organisation.id, since=since, before=now),
        _away(organisation, now),
        region,
        per_day=per_day,
    )
    plan = Plan(
        promises=tuple(promise for promise in terms.promises if promise.kind in KEPT),
        region=region,
        office=next((promise.office for promise in terms.promises if promise.office), OFFICE),
        workers=tuple(each.worker for each in colleagues),
        arrivals=tuple(Arrival(each.at, fixed_at=each.solved_at, closed_at=each.closed_at) for each in past),
    )
    played, helped = play(plan), len(past) <= most_helped
    return Outlook(
        played=played,
        remedies=remedies(plan, played) if helped else (),
        colleagues=colleagues,
        reports=len(past),
        left_out=count_reports(organisation.id, since=since, before=now) - len(past) if len(past) == most else 0,
        helped=helped,
    )


def _away(organisation: OrganisationFacts, now: datetime) -> dict[UUID, list[Days]]:
    found: dict[UUID, list[Days]] = defaultdict(list)
    for each in absences_of(organisation.id, since=now.astimezone(ZoneInfo(organisation.zone)).date()):
        found[each.member].append(Days(each.first, each.last))
    return found
