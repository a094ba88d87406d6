"""Questions about the second factor."""

from uuid import UUID

from meldpunt.people.models import Member, SecondFactor
from meldpunt.people.terms import FactorFacts, FactorState


def factor_state(member: Member) -> FactorState:
    """Return how a member stands with the second factor; costs nothing when the row was read along."""
    factor: SecondFactor | None = getattr(member, "factor", None)
    if factor is None:
        return FactorState.NONE
    return FactorState.STALE if factor.sealed is None else FactorState.READY


def second_factor_of(member: UUID) -> FactorFacts:
    """Return a member's second factor: since when, and how many spare codes are left."""
    factor = SecondFactor.objects.filter(member=member, member__removed_at__isnull=True).first()
    if factor is None:
        return FactorFacts(FactorState.NONE)
    state = FactorState.STALE if factor.sealed is None else FactorState.READY
    return FactorFacts(state, factor.set_up_at, factor.spare_codes.count())
