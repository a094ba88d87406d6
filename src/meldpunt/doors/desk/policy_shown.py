"""How the pages about the policy show what is wrong with a file, how it reads, and what waits for a second person."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from django.utils.translation import get_language_info, gettext, override

from meldpunt.doors.look.policies import Part, parts_of
from meldpunt.people.queries import member_names
from meldpunt.people.terms import Visitor
from meldpunt.policy.queries import proposal_of, proposal_trouble
from meldpunt.policy.terms import Policy, Problem, Proposal, ProposalTrouble

MOST_QUOTED: Final = 30
LONGEST_QUOTED: Final = 120
"""Problems with their lines, and signs of a line: a crafted text would make a huge page."""


@dataclass(frozen=True)
class Told:
    """One problem in words: where, what is wrong, what to do; `rows` are the lines there with their numbers."""

    line: int
    key: str
    what: str
    remedy: str
    rows: tuple[tuple[int, str], ...] = ()


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


def told_in(text: str, problems: Sequence[Problem]) -> list[Told]:
    """Return the problems of a text in the language that is spoken, the first of them with the lines they stand on."""
    lines = text.split("\n")
    found = [told(problem) for problem in problems]
    return [replace(one, rows=_around(lines, one.line)) for one in found[:MOST_QUOTED]] + found[MOST_QUOTED:]


def _around(lines: Sequence[str], line: int) -> tuple[tuple[int, str], ...]:
    """Return the line before, the line and the one after it, numbered from 1, each as far as it fits."""
    near = range(max(line - 1, 1), min(line + 1, len(lines)) + 1)
    return tuple((number, _cut(lines[number - 1])) for number in near)


def _cut(line: str) -> str:
    """Return as much of a line as is quoted."""
    return line if len(line) <= LONGEST_QUOTED else line[:LONGEST_QUOTED] + "…"


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
