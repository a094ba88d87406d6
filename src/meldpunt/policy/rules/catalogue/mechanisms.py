"""What keeps the clauses: every part of the system that a clause may name, once.

A name is the value of a promise kind, a step of the report form, a deed of the permission table, a page, or a verb as
`capability.verb`. `planned` parts are not built yet; a test tells when a planned name has come to exist, or a built one is gone.
"""

from collections.abc import Mapping
from typing import Final

from meldpunt.policy.terms import Mechanism, MechanismKind, PromiseKind, Section, WayKind


def obligation(kind: PromiseKind, *, planned: bool = False) -> Mechanism:
    """Return the clock of a promise."""
    return Mechanism(MechanismKind.OBLIGATION, kind.value, planned=planned)


def _step(name: str) -> Mechanism:
    return Mechanism(MechanismKind.FORM_STEP, name)


def _page(name: str) -> Mechanism:
    return Mechanism(MechanismKind.PAGE, name)


def _verb(name: str, *, planned: bool = False) -> Mechanism:
    return Mechanism(MechanismKind.VERB, name, planned=planned)


def people(name: str, reason: str) -> Mechanism:
    """Return what only people can keep: who, and why no system can."""
    return Mechanism(MechanismKind.PEOPLE, name, reason)


AGREEMENT: Final = _step("agreement")
BEYOND: Final = _step("beyond")
WHERE: Final = _step("where")
WHAT: Final = _step("what")
WHEN: Final = _step("when")
STEPS: Final = _step("steps")
FILES: Final = _step("files")
IDENTITY: Final = _step("identity")
CONTACT: Final = _step("contact")
TOPIC: Final = _step("topic")
ELSEWHERE: Final = _step("elsewhere")
EXCLUDED: Final = _step("excluded")

NEED_TO_KNOW: Final = Mechanism(MechanismKind.PERMISSION, "open_case")

POLICY_PAGE: Final = _page("policy")
KEY_PAGE: Final = _page("key")
REPORT_PAGE: Final = _page("report")
STATUS_PAGE: Final = _page("status")
HALL_OF_FAME: Final = Mechanism(MechanismKind.PAGE, "hall-of-fame", planned=True)

ANSWER: Final = _verb("cases.write_as_handler")
ASSESS: Final = _verb("cases.change_state")
CLOSE: Final = _verb("cases.close")
DECLINE: Final = _verb("cases.decline")
FORGET: Final = _verb("cases.forget_contact")
BIND_VERSION: Final = _verb("cases.take_in")
TWO_PEOPLE: Final = people(
    "leads and administrators",
    "The system takes two accounts; that who runs the server, whose command proposes, is not the one who approves is for people to see to.",
)
REROUTE: Final = _verb("cases.reroute", planned=True)
RETEST: Final = _verb("cases.ask_retest", planned=True)
WITHHOLD: Final = _verb("cases.withhold")
DECLARE_DELETION: Final = _verb("conduct.declare_deletion", planned=True)
REVIEW_CONDUCT: Final = _verb("conduct.review", planned=True)
HOLD: Final = _verb("conduct.hold", planned=True)
TAKE_MAIL: Final = _verb("cases.receive_mail")
CONSENT_TO_SHARE: Final = _verb("cases.share_with_consent", planned=True)
ASSESS_BREACH: Final = _verb("conduct.assess_breach", planned=True)
PROPOSE_EMBARGO: Final = _verb("embargo.propose", planned=True)
AGREE_PUBLICATION: Final = _verb("advisories.agree", planned=True)
CONSENT_TO_CREDIT: Final = _verb("recognition.consent", planned=True)
OFFER_REWARD: Final = _verb("recognition.offer", planned=True)
ERASE: Final = _verb("erasure.erase", planned=True)

BY_HAND: Final = people(
    "handlers", "Meldpunt sees no telephone and no outside platform; handlers copy what comes in there."
)
KEY_BY_HAND: Final = people(
    "handlers",
    "The key page says how to ask; handlers send the key, which they download at the desk, until mail comes in.",
)

OF_TABLES: Final[Mapping[Section, Mechanism]] = {
    Section.WELCOME: POLICY_PAGE,
    Section.ELSEWHERE: ELSEWHERE,
    Section.SCOPE: POLICY_PAGE,
    Section.EXCLUDED: EXCLUDED,
    Section.REWARD: OFFER_REWARD,
    Section.DOCUMENTS: AGREEMENT,
}
"""What keeps the parts of a page that are written from a table of the file instead of from a clause."""

OF_WAYS: Final[Mapping[WayKind, Mechanism]] = {
    WayKind.FORM: REPORT_PAGE,
    WayKind.MAIL: TAKE_MAIL,
    WayKind.PLATFORM: BY_HAND,
    WayKind.PHONE: BY_HAND,
}
"""What takes in a report that comes by each way."""
