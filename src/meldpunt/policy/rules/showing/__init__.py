"""A policy as a finder reads it: every clause in the order of the page, with its values filled in."""

from collections.abc import Iterator

from meldpunt.policy.rules.showing import promised, tables
from meldpunt.policy.rules.showing.filling import shown
from meldpunt.policy.terms import Chosen, OwnKind, PolicyText, Section, ShownClause


def clauses_of(policy: PolicyText) -> tuple[ShownClause, ...]:
    """Return all that the policy says, clause by clause; the same for every brand."""
    return tuple(_clauses(policy))


def _clauses(policy: PolicyText) -> Iterator[ShownClause]:
    if policy.introduction:
        yield ShownClause("introduction", Section.WELCOME, policy.introduction.given())
    yield from tables.elsewhere(policy)
    yield from tables.scope(policy)
    yield from tables.brands(policy)
    yield from tables.excluded(policy)
    yield from tables.ways_in(policy)
    yield from tables.contact(policy)
    yield from promised.key(policy)
    yield from _taken(policy, policy.clauses.ask, OwnKind.ASK, Section.ASK)
    yield from promised.identity(policy)
    yield from _taken(policy, policy.clauses.rules, OwnKind.RULE, Section.RULES)
    yield from promised.promises(policy)
    yield from _taken(policy, policy.clauses.pledges, OwnKind.PLEDGE, Section.PLEDGES)
    yield from promised.safe_harbour(policy)
    yield from tables.rewards(policy)
    yield from promised.publication(policy)
    yield from promised.law(policy)
    yield from promised.retention(policy)
    yield from tables.documents(policy)
    yield from _taken(policy, policy.clauses.information, OwnKind.INFORMATION, Section.INFORMATION)
    yield from tables.based_on(policy)
    if policy.second_eyes:
        yield shown("two_people_publish", Section.INFORMATION)
    if policy.closing:
        yield ShownClause("closing", Section.INFORMATION, policy.closing.given())


def _taken(policy: PolicyText, chosen: tuple[Chosen, ...], kind: OwnKind, section: Section) -> Iterator[ShownClause]:
    """Yield the clauses taken from the catalogue, then the organisation's own, which people keep."""
    for each in chosen:
        yield shown(each.clause, section, amount=each.amount, unit=each.unit)
    for own in policy.own_clause:
        if own.kind is kind:
            yield ShownClause(f"own.{own.id}", section, own.text.given(), kept_by_people=True)
