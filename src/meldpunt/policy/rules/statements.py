"""What is true of a policy and of the settings, for the statements about privacy and accessibility and for the card.

Invariants: nothing is added that neither of them says; nobody behind the policy is named in a statement, only on the card.
"""

from collections.abc import Collection
from typing import Final

from meldpunt.people.terms import OrganisationFacts
from meldpunt.policy.terms import (
    Accessibility,
    AccessibilityFacts,
    Authority,
    CardFacts,
    ContactMode,
    IdentityMode,
    Notices,
    People,
    Policy,
    PolicyText,
    Privacy,
    PrivacyFacts,
    PrivacyGap,
    PromiseKind,
    Span,
    WayKind,
)

FORM: Final = "/report"
ON_THE_CARD: Final = ("technical_contact", "stand_in", "breach_contact")
"""Whom the card tells to call, as the file calls them under `[people]`."""


def privacy_facts(
    *,
    policy: Policy,
    text: PolicyText | None,
    organisation: OrganisationFacts,
    controller: str,
    earlier: Collection[str] = (),
) -> PrivacyFacts:
    """Return what the privacy statement says; `controller` is the name of the organisation itself, whichever brand is shown.

    `text` is the file behind `policy`, None for the built-in one or where it cannot be read any more; `earlier` is every IdentityMode
    and ContactMode under which a finder may have left details before.
    """
    given = text.privacy if text else Privacy()
    shown = {clause.id for clause in policy.terms.clauses}
    erasure = policy.terms.promise(PromiseKind.ERASURE)
    offers = {*policy.terms.identity_modes, *policy.terms.contact_modes}
    return PrivacyFacts(
        policy=policy,
        controller=given.controller or (text.organisation.name if text else controller),
        authority=_authority(organisation),
        notices=_notices({*offers, *earlier}, organisation),
        gaps=privacy_gaps(given),
        given=given,
        contact=text.contact if text else None,
        other_ways=_other_ways(text),
        wanted=_wanted(policy),
        offered=_offered(offers),
        earlier=_offered(earlier) - _offered(offers),
        mail_ended=ContactMode.EMAIL in earlier and ContactMode.EMAIL not in offers,
        outsiders=text is not None and _has_outsiders(text.people),
        shared_by_consent="details_not_shared" in shown,
        vendor_told="vendor_told" in shown,
        police="misuse_goes_to_police" in shown,
        rewards="reward_offered" in shown,
        credit=bool({"credit_with_consent", "hall_of_fame"} & shown),
        erasure=Span(erasure.amount, erasure.unit) if erasure else None,
        files=text.retention.files if text else None,
        report=text.retention.report if text else None,
    )


def privacy_gaps(given: Privacy) -> tuple[PrivacyGap, ...]:
    """Return what the law wants to be told and the file does not say: GDPR, article 13(1), points a, b and c."""
    missing = {
        PrivacyGap.ADDRESS: given.address is None,
        PrivacyGap.OFFICER: given.officer is None and not given.without_officer,
        PrivacyGap.BASIS: given.basis is None,
    }
    return tuple(gap for gap in PrivacyGap if missing[gap])


def accessibility_facts(
    *, policy: Policy, text: PolicyText | None, organisation: OrganisationFacts
) -> AccessibilityFacts:
    """Return what the accessibility statement says; `text` as above."""
    return AccessibilityFacts(
        policy=policy,
        given=text.accessibility if text else Accessibility(),
        contact=text.contact if text else None,
        public_body=text is not None and text.organisation.public_body,
        country=_country(organisation),
        pdfs=any(name.lower().endswith(".pdf") for name in policy.documents),
    )


def card_facts(*, policy: Policy, text: PolicyText | None, organisation: OrganisationFacts, site: str) -> CardFacts:
    """Return what stands on the card; `site` is where the pages are, without a slash at the end; `text` as above."""
    return CardFacts(
        policy=policy,
        name=organisation.name,
        form=site + FORM,
        ways=text.way_in if text else (),
        answer=policy.terms.promise(PromiseKind.FIRST_ANSWER),
        elsewhere=text.other_channel if text else (),
        people=text.people if text else None,
    )


def numberless(people: People) -> tuple[str, ...]:
    """Return the tables of the file, as `people.stand_in`, of whom the card tells to call and who have no telephone number."""
    return tuple(f"people.{role}" for role in ON_THE_CARD if getattr(people, role).phone is None)


def _authority(organisation: OrganisationFacts) -> Authority:
    country = _country(organisation)
    return Authority(country) if country in set(Authority) else Authority.ELSEWHERE


def _country(organisation: OrganisationFacts) -> str:
    return organisation.region.partition("-")[0]


def _notices(offers: Collection[str], organisation: OrganisationFacts) -> Notices:
    if ContactMode.EMAIL not in offers:
        return Notices.NONE
    return Notices.KEPT if organisation.finder_mail_enabled else Notices.BY_HAND


def _other_ways(text: PolicyText | None) -> tuple[WayKind, ...]:
    ways = text.way_in if text else ()
    return tuple(dict.fromkeys(way.kind for way in ways if way.kind is not WayKind.FORM))


def _wanted(policy: Policy) -> frozenset[str]:
    named = set() if IdentityMode.ANONYMOUS in policy.terms.identity_modes else {"name"}
    return frozenset(named | (set() if ContactMode.NONE in policy.terms.contact_modes else {"contact"}))


def _offered(offers: Collection[str]) -> frozenset[str]:
    named = {"name"} if set(offers) & {IdentityMode.PSEUDONYM, IdentityMode.NAME} else set()
    return frozenset(named | ({"contact"} if set(offers) & {ContactMode.EMAIL, ContactMode.PHONE} else set()))


def _has_outsiders(people: People) -> bool:
    behind = (people.technical_contact, people.stand_in, people.breach_contact, people.second_pair_of_eyes)
    return any(person is not None and person.outside for person in behind)
