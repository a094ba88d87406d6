"""Telling members that progress which is withheld has to be looked at again: three days before, and once the day has passed."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from meldpunt.cases.models import Withholding
from meldpunt.cases.terms import REVIEW_SOON
from meldpunt.journal.actions import record, transaction
from meldpunt.journal.terms import Actor
from meldpunt.outbox.terms import Letter
from meldpunt.people.actions import tell_members
from meldpunt.people.queries import handlers_of, leads_of

AT_ONCE = 500


def warn_of_reviews(*, by: Actor, now: datetime) -> int:
    """Tell who has each case, and the leads, one letter a member; return how many warnings there were. Each leaves once."""
    soon = Q(warned_at__isnull=True, review_at__lte=now + REVIEW_SOON)
    late = Q(late_warned_at__isnull=True, review_at__lt=now)
    due = Withholding.objects.filter(soon | late, ended_at__isnull=True)
    organisations = list(due.order_by().values_list("case__organisation_id", flat=True).distinct())
    return sum(
        _warn(organisation, due.filter(case__organisation=organisation), by, now) for organisation in organisations
    )


def _warn(organisation: UUID, due: QuerySet[Withholding], by: Actor, now: datetime) -> int:
    with transaction():
        rows = list(due.select_for_update(of=("self",)).select_related("case").defer("sealed").order_by("id")[:AT_ONCE])
        late = [row.pk for row in rows if row.review_at < now]
        Withholding.objects.filter(pk__in=[row.pk for row in rows], warned_at__isnull=True).update(warned_at=now)
        Withholding.objects.filter(pk__in=late).update(late_warned_at=now)
        for (soon, passed), members in _letters(organisation, rows, now).items():
            facts = {"soon": str(soon), "late": str(passed)}
            letter = Letter.REVIEWS_DUE
            tell_members(organisation=organisation, letter=letter, facts=facts, members=members, now=now)
        if rows:
            facts_told = {"cases": len(rows)}
            record(organisation=organisation, case=None, by=by, deed="review.warned", facts=facts_told, now=now)
    return len(rows)


def _letters(organisation: UUID, rows: Iterable[Withholding], now: datetime) -> dict[tuple[int, int], list[UUID]]:
    """Return who is told of how many that come, and how many that are late: the leads of all, a handler of their own."""
    handlers, leads = handlers_of(organisation).keys(), leads_of(organisation).keys()
    counts: dict[bool, Counter[UUID]] = {False: Counter(), True: Counter()}
    for row in rows:
        has_it = [row.case.assigned_to_id] if row.case.assigned_to_id in handlers else []
        counts[row.review_at < now].update({*leads, *has_it})
    letters: dict[tuple[int, int], list[UUID]] = defaultdict(list)
    for member in counts[False].keys() | counts[True].keys():
        letters[counts[False][member], counts[True][member]].append(member)
    return letters
