"""The version every organisation starts with, until it publishes a policy of its own."""

from typing import Final

from meldpunt.policy.rules.showing.filling import shown, shown_span
from meldpunt.policy.terms import ContactMode, IdentityMode, PolicyTerms, Promise, PromiseKind, Section, Span, Unit

_RULES: Final = (
    "tell_only_us",
    "only_what_is_needed",
    "no_copying_data",
    "no_changing_data",
    "file_list_allowed",
    "own_accounts",
    "no_backdoor",
    "no_repeated_access",
    "no_shared_access",
    "no_denial_of_service",
    "no_spam",
    "no_malware",
    "no_brute_force",
    "no_social_engineering",
    "no_physical_attack",
    "no_third_party_systems",
    "no_heavy_scanning",
    "erase_after_fix",
    "no_demands",
)
_PLEDGES: Final = ("confidential", "details_not_shared", "looked_into", "kept_informed", "told_when_solved")

_ANSWER: Final = Span(5, Unit.WORKING_DAYS)
_SILENCE: Final = Span(30, Unit.DAYS)

FIRST_TERMS: Final = PolicyTerms(
    clauses=(
        *(shown(name, Section.IDENTITY) for name in ("may_be_anonymous", "may_use_pseudonym", "contact_optional")),
        *(shown(name, Section.RULES) for name in _RULES),
        shown_span("first_answer", Section.PROMISES, _ANSWER),
        shown_span("silence", Section.PROMISES, _SILENCE),
        shown("days_counted", Section.PROMISES),
        *(shown(name, Section.PLEDGES) for name in _PLEDGES),
        *(shown(name, Section.SAFE_HARBOUR) for name in ("no_legal_steps", "binds_us_only")),
        shown("credit_with_consent", Section.PUBLICATION),
    ),
    promises=(
        Promise(PromiseKind.FIRST_ANSWER, _ANSWER.amount, _ANSWER.unit),
        Promise(PromiseKind.SILENCE, _SILENCE.amount, _SILENCE.unit),
    ),
    page_days=180,
    identity_modes=tuple(IdentityMode),
    contact_modes=tuple(ContactMode),
)
