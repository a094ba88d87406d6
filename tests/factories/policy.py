"""Policy versions for tests."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from meldpunt.journal.terms import OPERATOR, Actor
from meldpunt.people.terms import Role
from meldpunt.policy.actions import approve, keep_first_version, propose, publish
from meldpunt.policy.models import FileBeside
from meldpunt.policy.queries import policy_version, proposal_of
from meldpunt.policy.terms import Policy, Proposal
from tests.factories.people import NOW, MadeOrganisation, make_member, make_organisation
from tests.factories.policy_texts import HAVEN_HOST, SMALL, TWO


def make_haven(*more_hosts: str, languages: Sequence[str] = ("nl", "en")) -> MadeOrganisation:
    """Make the organisation of the small policy, with its host name and perhaps others."""
    return make_organisation(name="Haven", languages=languages, host_names=(HAVEN_HOST, *more_hosts))


def make_first_version(organisation: MadeOrganisation, *, now: datetime = NOW) -> Policy:
    """Store version 1."""
    keep_first_version(organisation=organisation.id, by=OPERATOR, now=now)
    return policy_version(organisation.id, 1)


def publish_text(
    organisation: MadeOrganisation, text: str = SMALL, *, files: Mapping[str, bytes] | None = None, now: datetime = NOW
) -> Policy:
    """Publish a policy file."""
    number = publish(organisation=organisation.id, content=text.encode(), files=files or {}, by=OPERATOR, now=now)
    return policy_version(organisation.id, number)


def propose_text(
    organisation: MadeOrganisation,
    text: str = TWO,
    *,
    files: Mapping[str, bytes] | None = None,
    by: Actor = OPERATOR,
    now: datetime = NOW,
) -> Proposal:
    """Propose a policy file."""
    propose(organisation=organisation.id, content=text.encode(), files=files or {}, by=by, now=now)
    proposal = proposal_of(organisation.id)
    assert proposal is not None
    return proposal


def make_file_beside(
    organisation: MadeOrganisation, *, name: str = "conduct.txt", content: bytes = b"Be careful.", now: datetime = NOW
) -> FileBeside:
    """Put a file beside the policy."""
    return FileBeside.objects.create(organisation_id=organisation.id, name=name, content=content, added_at=now)


def publish_by_two(
    organisation: MadeOrganisation, text: str = TWO, *, files: Mapping[str, bytes] | None = None, now: datetime = NOW
) -> Policy:
    """Publish a policy file: the operator proposes, somebody at the desk approves."""
    proposal = propose_text(organisation, text, files=files, now=now)
    second = make_member(organisation, Role.ADMINISTRATOR, now=now)
    return policy_version(organisation.id, approve(seen=proposal.digest, by=second.unlocked, now=now))
