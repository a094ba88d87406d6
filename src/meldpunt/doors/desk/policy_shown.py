"""How the pages about the policy show what is wrong with a file, how it reads, and what waits for a second person."""

from dataclasses import dataclass

from django.utils.translation import get_language_info, gettext, override

from meldpunt.doors.look.policies import Part, parts_of
from meldpunt.people.queries import member_names
from meldpunt.people.terms import Visitor
from meldpunt.policy.queries import proposal_of, proposal_trouble
from meldpunt.policy.terms import Policy, Problem, Proposal, ProposalTrouble


@dataclass(frozen=True)
class Told:
    """One problem in words: where, what is wrong, what to do."""

    line: int
    key: str
    what: str
    remedy: str


@dataclass(frozen=True)
class Reading:
    """How the policy reads in one language."""

    code: str
    name: str
    parts: list[Part]


@dataclass(frozen=True)
class Waiting:
    """A proposal in a few words: who made it, whether that is who looks, and why nobody may approve it."""

    proposal: Proposal
    who: str
    second: str
    mine: bool
    trouble: ProposalTrouble | None


def told(problem: Problem) -> Told:
    """Return a problem in the language that is spoken."""
    near = " " + gettext('Did you mean "%(near)s"?') % {"near": problem.near} if problem.near else ""
    return Told(
        problem.line,
        problem.key,
        gettext(problem.message) % problem.values,
        gettext(problem.remedy) % problem.values + near,
    )


def readings_of(policy: Policy, languages: tuple[str, ...]) -> list[Reading]:
    """Return how a policy reads in each language."""
    readings = []
    for code in languages:
        with override(code):
            readings.append(Reading(code, get_language_info(code)["name_local"].capitalize(), parts_of(policy)))
    return readings


def waiting_for(visitor: Visitor) -> Waiting | None:
    """Return what waits for a second person in the visitor's organisation, or came back; None where there is nothing."""
    proposal = proposal_of(visitor.organisation.id)
    if proposal is None:
        return None
    names = member_names(visitor.organisation.id)
    return Waiting(
        proposal,
        who=names.get(proposal.by.id, "") if proposal.by.id else gettext("who runs the server"),
        second=names.get(proposal.remark.by, "") if proposal.remark else "",
        mine=proposal.by == visitor.actor,
        trouble=proposal_trouble(visitor.organisation.id),
    )
