"""The version every organisation starts with, until it publishes a policy of its own."""

from typing import Final

from meldpunt.policy.rules.showing.filling import shown
from meldpunt.policy.terms import ContactMode, IdentityMode, PolicyTerms, Promise, PromiseKind, Section, Unit

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

FIRST_TERMS: Final = PolicyTerms(
    rules=tuple(shown(name, Section.RULES) for name in _RULES),
    pledges=(
        *(shown(name, Section.PLEDGES) for name in _PLEDGES),
        shown("no_legal_steps", Section.PLEDGES),
        shown("binds_us_only", Section.PLEDGES),
        shown("credit_with_consent", Section.PLEDGES),
    ),
    promises=(
        Promise(PromiseKind.FIRST_ANSWER, 5, Unit.WORKING_DAYS),
        Promise(PromiseKind.SILENCE, 30, Unit.DAYS),
    ),
    page_days=180,
    identity_modes=tuple(IdentityMode),
    contact_modes=tuple(ContactMode),
)
