"""Withholding progress from finders because the law demands it: decided by a lead, looked at again on a day, ended by a lead."""

from datetime import date, datetime, time, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

from meldpunt.cases.access.keys import internal_key
from meldpunt.cases.actions.changing import hold, settle
from meldpunt.cases.models import Withholding
from meldpunt.cases.rules.messages import check_said, seal_reason
from meldpunt.cases.rules.withholding import check_open, check_withholding
from meldpunt.cases.terms import Ground, NotWithheld, ReportState
from meldpunt.journal.actions import transaction
from meldpunt.people.access import allow
from meldpunt.people.terms import Deed, Visitor


def withhold(
    *,
    number: str,
    ground: Ground,
    reason: str,
    review_on: date,
    said: bool,
    seen_version: int,
    by: Visitor,
    now: datetime,
) -> None:
    """Tell the finders of a case nothing more, until it is looked at again on a day; one that holds already gives way to this one.

    `reason` is sealed; `said` is whether finders may know that something is withheld. The promise about progress stands still meanwhile.
    Raises NotAllowed, DeskLocked, CaseNotFound, CaseMovedOn, TransitionRefused, WithholdingRefused, ReportError.
    """
    allow(by, Deed.WITHHOLD_PROGRESS)
    zone = ZoneInfo(by.organisation.zone)
    check_withholding(reason=reason, review_on=review_on, today=now.astimezone(zone).date())
    check_said(reason)
    key, new = internal_key(number=number, visitor=by), uuid4()
    sealed = seal_reason(reason, withholding=new, key=key)
    with transaction():
        case = hold(number=number, deed=Deed.WITHHOLD_PROGRESS, seen_version=seen_version, by=by)
        check_open(is_closed=case.report_state == ReportState.CLOSED)
        case.withholdings.filter(ended_at__isnull=True).update(ended_at=now, ended_by=by.member)
        Withholding.objects.create(
            case=case,
            uuid=new,
            ground=ground,
            said=said,
            sealed=sealed,
            at=now,
            by_id=by.member,
            review_at=_end_of(review_on, zone),
        )
        facts = {"ground": ground.value, "review": review_on.isoformat(), "said": said}
        settle(case, deed="case.withheld", facts=facts, by=by.actor, now=now)


def end_withholding(*, number: str, seen_version: int, by: Visitor, now: datetime) -> None:
    """Let finders be told again; the promise about progress runs on. Raises NotAllowed, CaseNotFound, CaseMovedOn, NotWithheld."""
    with transaction():
        case = hold(number=number, deed=Deed.WITHHOLD_PROGRESS, seen_version=seen_version, by=by)
        if not case.withholdings.filter(ended_at__isnull=True).update(ended_at=now, ended_by=by.member):
            raise NotWithheld
        settle(case, deed="case.withholding_ended", facts={}, by=by.actor, now=now)


def _end_of(day: date, zone: ZoneInfo) -> datetime:
    """Return the last second of a day on the clocks of the zone."""
    return datetime.combine(day + timedelta(days=1), time(), zone) - timedelta(seconds=1)
