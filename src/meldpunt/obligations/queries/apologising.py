"""What a broken promise asks for: a word to the finder."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from meldpunt.cases.queries import newest_words
from meldpunt.cases.terms import Late
from meldpunt.obligations.rules.apologising import asking, hears_again
from meldpunt.obligations.terms import ShownObligation
from meldpunt.policy.queries import policy_version
from meldpunt.policy.terms import AnswerPart, PromiseKind


def late_towards(promises: Sequence[ShownObligation], *, case: UUID, organisation: UUID, now: datetime) -> Late | None:
    """Return the broken promise of a case that the finder heard nothing about, out of its obligations; None where there is none."""
    if all((each.told or each.settled).broken_at is None for each in promises):
        return None
    found = asking(promises, newest_words([case]).get(case))
    if found is None:
        return None
    terms, region = policy_version(organisation, found.policy_version).terms, found.settled.region
    promise = terms.promise(found.kind)
    return Late(
        kind=found.kind,
        assessed=promise is not None and AnswerPart.ASSESSMENT in promise.says,
        due=found.settled.due_at.astimezone(ZoneInfo(region.zone)).date(),
        again=hears_again(terms.promise(PromiseKind.SILENCE), region, now=now),
    )
