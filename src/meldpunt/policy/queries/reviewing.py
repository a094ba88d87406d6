"""What a second person should see of a proposal."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from meldpunt.people.terms import OrganisationFacts
from meldpunt.policy.queries.proposals import approvers_of, needs_two
from meldpunt.policy.queries.succession import falling_away
from meldpunt.policy.queries.versions import (
    newest_files,
    newest_number,
    policy_in_force,
    policy_source,
    policy_text,
    policy_version,
)
from meldpunt.policy.queries.writing import read_for
from meldpunt.policy.rules.changed_keys import changed_keys
from meldpunt.policy.rules.differences import differences, files_changed
from meldpunt.policy.rules.proposals import Comparison, Review, passed_dates, rows_of
from meldpunt.policy.rules.settled import in_force_from, terms_of
from meldpunt.policy.terms import Policy, PolicyRefused, PolicyText, Proposal


def review(organisation: OrganisationFacts, proposal: Proposal, *, now: datetime) -> Review:
    """Return the proposal as a second person should see it: what it would say, and everything it changes."""
    number = newest_number(organisation.id)
    before = policy_source(organisation.id, number) if number else ""
    seen = Review(
        proposal,
        outdated=proposal.after != number,
        rows=rows_of(before, proposal.source),
        files=files_changed(newest_files(organisation.id), proposal.files),
        approvers=approvers_of(organisation.id, by=proposal.by),
    )
    try:
        policy = read_for(
            organisation,
            content=proposal.source.encode(),
            files=proposal.files,
            by=proposal.by,
            written_at=proposal.at,
            now=now,
        )
    except PolicyRefused as refused:
        return replace(seen, problems=refused.problems)
    begins = in_force_from(policy.takes_effect, zone=organisation.zone, published_at=now)
    said = Policy(organisation.id, number + 1, now, begins, terms_of(policy))
    return replace(
        seen,
        policy=said,
        comparisons=tuple(_comparisons(organisation.id, policy, said, now)),
        passed=passed_dates(policy, today=now.astimezone(ZoneInfo(organisation.zone)).date()),
        falls_away=falling_away(organisation.id, begins=begins, now=now),
        ends_second_eyes=not policy.second_eyes and needs_two(organisation.id, now=now),
    )


def _comparisons(organisation: UUID, text: PolicyText, said: Policy, now: datetime) -> Iterator[Comparison]:
    current = policy_in_force(organisation, now=now)
    newest = newest_number(organisation)
    for before in [current, *([policy_version(organisation, newest)] if newest > current.number else [])]:
        earlier = policy_text(organisation, before.number) if before.row else None
        yield Comparison(before, differences(before.terms.clauses, said.terms.clauses), changed_keys(earlier, text))
