"""What no policy may say: every rule that looks at more than one value.

A rule is a function of the policy and of today that yields complaints. Adding one is writing it and naming it here.
"""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Final

from meldpunt.policy.rules.contradictions import (
    clauses,
    dates,
    finders,
    hosts,
    languages,
    people,
    promises,
    rewards,
    statements,
)
from meldpunt.policy.rules.file.words import Complaint
from meldpunt.policy.terms import PolicyText

type Rule = Callable[[PolicyText], Iterator[Complaint]]

RULES: Final[tuple[Rule, ...]] = (
    hosts.one_host_one_page,
    hosts.ids_are_unique,
    hosts.nothing_is_said_twice,
    hosts.scope_is_clear,
    languages.every_text_in_every_language,
    finders.anonymous_stays_anonymous,
    finders.ways_have_addresses,
    finders.numbers_can_be_called,
    finders.key_is_whole,
    finders.other_channels_lead_somewhere,
    clauses.each_in_its_list,
    clauses.none_against_another,
    clauses.clauses_fit_settings,
    clauses.misuse_is_defined,
    clauses.duties_are_whole,
    clauses.publication_waits_for_the_authority,
    promises.answers_hold_parts,
    promises.terms_follow_each_other,
    promises.retention_keeps_the_page,
    promises.counting_is_whole,
    people.two_people,
    people.keepers_are_named,
    rewards.steps_are_clear,
    rewards.names_come_on_the_page_of_thanks,
    dates.days_are_open_or_closed,
    statements.privacy_is_clear,
    statements.audits_are_whole,
)


def contradictions(policy: PolicyText, *, today: date) -> Iterator[Complaint]:
    """Yield every contradiction in the policy."""
    yield from dates.days_to_come(policy, today)
    yield from statements.audits_were(policy, today)
    for rule in RULES:
        yield from rule(policy)
