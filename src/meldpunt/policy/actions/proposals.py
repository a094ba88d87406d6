"""Publishing with a second pair of eyes: one person proposes, another approves or sends back.

Invariants: nobody approves what they proposed; what is published is what the second person looked at, byte by byte, and compared with the
version that is still the newest; who is removed or may no longer publish counts for neither of the two.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from meldpunt.journal.actions import record, transaction
from meldpunt.journal.terms import Actor, Fact
from meldpunt.outbox.queries import is_waiting
from meldpunt.outbox.terms import Letter
from meldpunt.people.access import allow
from meldpunt.people.actions import tell_members
from meldpunt.people.actions.keys import hold_for
from meldpunt.people.queries import members_who_may, organisation_facts
from meldpunt.people.rules.permissions import ALL
from meldpunt.people.terms import Deed, Visitor
from meldpunt.policy import models
from meldpunt.policy.actions.beside import keep_beside
from meldpunt.policy.actions.publishing import hold_for_publishing, is_same, keep_first_version, keep_next, next_version
from meldpunt.policy.models import PolicyVersion, ProposalFile
from meldpunt.policy.queries import approvers_of, proposal_of, read_for
from meldpunt.policy.rules.file.beside import documents_of, files_named, logos_of
from meldpunt.policy.rules.file.source import decode
from meldpunt.policy.rules.proposals import passed_dates
from meldpunt.policy.terms import (
    LONGEST_REMARK,
    DatesPassed,
    NoProposal,
    NotYours,
    OwnProposal,
    Proposal,
    ProposalChanged,
    ProposalOpen,
    ProposerGone,
    PublishedMeanwhile,
    RemarkRefused,
    SameAsBefore,
)


def propose(
    *,
    organisation: UUID,
    content: bytes,
    files: Mapping[str, bytes],
    after: int | None = None,
    by: Actor,
    now: datetime,
) -> None:
    """Let a policy wait for a second person, in place of what `by` proposed before or what came back. All who may approve it are told once.

    Arguments as for `publish`. Raises PolicyRefused with every problem, ProposalOpen, SameAsBefore, PublishedMeanwhile, NotAllowed, NotThere.
    """
    facts = organisation_facts(organisation)
    policy = read_for(facts, content=content, files=files, by=by, now=now)
    named = {name: files[name] for _path, name in files_named(policy)}
    keep_first_version(organisation=organisation, by=by, now=now)
    with transaction():
        hold_for_publishing(organisation, by)
        newest = PolicyVersion.objects.filter(organisation=organisation).order_by("-number")[:1].get()
        if after is not None and newest.number > max(after, 1):
            raise PublishedMeanwhile
        documents, logos = documents_of(policy, files), logos_of(policy, files)
        if is_same(newest, source=decode(content), documents=documents, logos=logos):
            raise SameAsBefore
        waiting = proposal_of(organisation)
        if waiting is not None and waiting.is_open and waiting.by != by:
            raise ProposalOpen
        _drop(organisation)
        row = models.Proposal.objects.create(
            organisation_id=organisation,
            proposed_at=now,
            proposed_by_id=by.id,
            after=newest.number,
            source=decode(content),
        )
        ProposalFile.objects.bulk_create(ProposalFile(proposal=row, name=name, content=named[name]) for name in named)
        keep_beside(organisation, named, proposed=True, by=by, now=now)
        _record(organisation, "policy.proposed", by, now, after=newest.number)
        _tell_approvers(organisation, waiting, by, now)


def approve(*, seen: str, with_passed_dates: bool = False, by: Visitor, now: datetime) -> int:
    """Publish what waits, as the second person, and return the number of its version; a member who proposed it is told.

    `seen` is the digest of the proposal that was looked at. Who proposed it must still be one who may publish. Raises NotAllowed, NoProposal, ProposalChanged,
    OwnProposal, ProposerGone, PublishedMeanwhile, DatesPassed, PolicyRefused, SameAsBefore, HostTaken; then it waits as before.
    """
    allow(by, Deed.PUBLISH_POLICY)
    organisation = organisation_facts(by.organisation.id)
    proposal = _waiting(organisation.id, seen)
    content = proposal.source.encode()
    policy = read_for(
        organisation, content=content, files=proposal.files, written_at=proposal.at, by=proposal.by, now=now
    )
    today = now.astimezone(ZoneInfo(organisation.zone)).date()
    if passed_dates(policy, today=today) and not with_passed_dates:
        raise DatesPassed
    version = next_version(organisation, policy, content=content, files=proposal.files, now=now)
    with transaction():
        hold_for(by, Deed.PUBLISH_POLICY)
        _hold_apart(_waiting(organisation.id, seen), by)
        number = keep_next(version, after=proposal.after, by=by.actor, now=now)
        keep_beside(organisation.id, version.files, by=proposal.by, now=now)
        _drop(organisation.id)
        proposer = str(proposal.by.id or proposal.by.kind.value)
        _record(organisation.id, "policy.approved", by.actor, now, number=number, proposer=proposer)
        _tell_proposer(proposal, Letter.POLICY_APPROVED, now)
    return number


def send_back(*, seen: str, remark: str, by: Visitor, now: datetime) -> None:
    """Give what waits back to who proposed it, with a remark; a member is told that there is one.

    Raises NotAllowed, NoProposal, ProposalChanged, OwnProposal, RemarkRefused.
    """
    words = remark.strip()
    if not words or len(words) > LONGEST_REMARK:
        raise RemarkRefused
    with transaction():
        organisation = hold_for(by, Deed.PUBLISH_POLICY).pk
        proposal = _waiting(organisation, seen)
        if proposal.by == by.actor:
            raise OwnProposal
        models.Proposal.objects.filter(organisation=organisation).update(
            sent_back_at=now, sent_back_by=by.member, remark=words
        )
        _record(organisation, "policy.sent_back", by.actor, now)
        _tell_proposer(proposal, Letter.POLICY_SENT_BACK, now)


def withdraw_proposal(*, organisation: UUID, by: Actor, now: datetime) -> None:
    """Give up a proposal, and erase its file: what waits only its own proposer may, what came back everybody who may publish.

    Raises NoProposal, NotYours, NotAllowed, NotThere.
    """
    with transaction():
        hold_for_publishing(organisation, by)
        proposal = proposal_of(organisation)
        if proposal is None:
            raise NoProposal
        if proposal.is_open and proposal.by != by:
            raise NotYours
        _drop(organisation)
        _record(organisation, "policy.withdrawn", by, now)


def _waiting(organisation: UUID, seen: str) -> Proposal:
    """Return what waits. Raises NoProposal, and ProposalChanged where it is not what was seen."""
    proposal = proposal_of(organisation)
    if proposal is None or not proposal.is_open:
        raise NoProposal
    if proposal.digest != seen:
        raise ProposalChanged
    return proposal


def _hold_apart(proposal: Proposal, by: Visitor) -> None:
    """Make sure that there are two people, both of whom may publish now. Raises OwnProposal, ProposerGone."""
    if proposal.by == by.actor:
        raise OwnProposal
    if proposal.by.id is not None and proposal.by.id not in members_who_may(proposal.organisation, Deed.PUBLISH_POLICY):
        raise ProposerGone


def _drop(organisation: UUID) -> None:
    models.Proposal.objects.filter(organisation=organisation).delete()


def _tell_proposer(proposal: Proposal, letter: Letter, now: datetime) -> None:
    """Tell a member; the operator has no address here."""
    if proposal.by.id is not None:
        _tell(proposal.organisation, letter, {proposal.by.id}, now)


def _tell_approvers(organisation: UUID, before: Proposal | None, by: Actor, now: datetime) -> None:
    """Tell who may approve it that something waits, once: not again while it still does, or while a letter has not left."""
    if (before is None or not before.is_open) and not is_waiting(organisation, Letter.POLICY_PROPOSED):
        _tell(organisation, Letter.POLICY_PROPOSED, approvers_of(organisation, by=by), now)


def _tell(organisation: UUID, letter: Letter, members: Collection[UUID], now: datetime) -> None:
    tell_members(organisation=organisation, letter=letter, facts={}, members=members, roles=ALL, now=now)


def _record(organisation: UUID, deed: str, by: Actor, now: datetime, **facts: Fact) -> None:
    record(organisation=organisation, case=None, by=by, deed=deed, facts=facts, now=now)
