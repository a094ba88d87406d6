"""Questions about what is proposed: whether two people publish, what waits for the second one, and who that may be."""

from datetime import datetime
from uuid import UUID

from meldpunt.journal.terms import OPERATOR, Actor, member
from meldpunt.people.queries import members_who_may
from meldpunt.people.terms import Deed
from meldpunt.policy import models
from meldpunt.policy.models import PolicyVersion
from meldpunt.policy.queries.versions import policy_in_force
from meldpunt.policy.rules.proposals import digest_of
from meldpunt.policy.terms import Proposal, ProposalTrouble, Remark

PAIR = 2


def needs_two(organisation: UUID, *, now: datetime) -> bool:
    """Tell whether a version that is in force, or is to come, asks for a second pair of eyes, whatever the next file says."""
    current = policy_in_force(organisation, now=now).number
    asking = PolicyVersion.objects.filter(organisation=organisation, number__gte=current, second_eyes=True)
    return asking.exists()


def lacks_second(organisation: UUID, *, now: datetime) -> bool:
    """Tell whether two people publish here, and fewer than two members may: only with the operator there is a second one."""
    return needs_two(organisation, now=now) and len(members_who_may(organisation, Deed.PUBLISH_POLICY)) < PAIR


def proposal_trouble(organisation: UUID) -> ProposalTrouble | None:
    """Return why nobody may approve what waits; None where somebody may, or nothing waits."""
    proposal = proposal_of(organisation)
    if proposal is None or not proposal.is_open:
        return None
    if not approvers_of(organisation, by=proposal.by):
        return ProposalTrouble.NOBODY_ELSE
    gone = proposal.by.id is not None and proposal.by.id not in members_who_may(organisation, Deed.PUBLISH_POLICY)
    return ProposalTrouble.PROPOSER_GONE if gone else None


def proposal_of(organisation: UUID) -> Proposal | None:
    """Return what waits for a second person, or came back from one; None where there is nothing."""
    row = models.Proposal.objects.filter(organisation=organisation).first()
    return None if row is None else as_proposal(row)


def as_proposal(row: models.Proposal) -> Proposal:
    """Return the facts of a row."""
    files = {file.name: bytes(file.content) for file in row.files.order_by("name")}
    sent_back = row.sent_back_at is not None and row.sent_back_by_id is not None
    return Proposal(
        organisation=row.organisation_id,
        by=OPERATOR if row.proposed_by_id is None else member(row.proposed_by_id),
        at=row.proposed_at,
        after=row.after,
        digest=digest_of(after=row.after, source=row.source, files=files),
        source=row.source,
        files=files,
        remark=Remark(row.sent_back_at, row.sent_back_by_id, row.remark) if sent_back else None,  # type: ignore[arg-type]  # a constraint: both or neither
    )


def approvers_of(organisation: UUID, *, by: Actor) -> dict[UUID, str]:
    """Return who may be the second pair of eyes on a proposal of `by`: names by id, in order of name."""
    return {one: name for one, name in members_who_may(organisation, Deed.PUBLISH_POLICY).items() if one != by.id}
