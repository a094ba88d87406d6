"""The record of a policy in the list of disclose.io (`program-list-schema.json` of its database): made from the policy, nothing added.

What the policy does not say is left out. The format asks for `public_disclosure` all the same and has the empty text for that.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from meldpunt.policy.rules.security_text import PLACE, POLICY, REPORT
from meldpunt.policy.rules.settled import days_at_most
from meldpunt.policy.terms import Initiative, Policy, PolicyText, Reward, Unit, WayKind

KEY_FILE: Final = "/openpgp-key.asc"
NOTHING_SAID: Final = ""
_DISCRETION: Final = frozenset({"publication_together", "publication_by_us"})

type Entry = tuple[str, str | bool | int]


def record(
    *,
    policy: Policy,
    text: PolicyText | None,
    name: str,
    site: str,
    languages: Sequence[str],
    has_key: bool,
    launched_on: date | None,
) -> dict[str, str | bool | int]:
    """Return the record, ready for JSON.

    `text` is the file behind `policy`, None for the built-in one or where it cannot be read any more; `site` is where the pages are, without
    a slash at the end; `launched_on` is the day on which the first policy of the organisation's own came into force.
    """
    return dict(
        (
            ("program_name", name),
            ("policy_url", site + POLICY),
            ("policy_url_status", "alive"),
            *_contacts(text, site),
            *((("launch_date", launched_on.isoformat()),) if launched_on else ()),
            *_rewards(text),
            ("safe_harbor", _harbour(policy)),
            *_publication(policy, text),
            *((("hall_of_fame", text.credit.page),) if text and text.credit.page else ()),
            *((("pgp_key", site + KEY_FILE),) if has_key else ()),
            ("securitytxt_url", site + PLACE),
            ("preferred_languages", ", ".join(languages)),
        )
    )


def _contacts(text: PolicyText | None, site: str) -> Iterator[Entry]:
    """Yield where reports go: the first way in that is a web page, and the mail address."""
    if text is None:
        yield "contact_url", site + REPORT
        return
    pages = {WayKind.FORM: site + REPORT}
    found = [pages.get(way.kind, str(way.address)) for way in text.way_in if way.kind in {*pages, WayKind.PLATFORM}]
    if found:
        yield "contact_url", found[0]
    yield "contact_email", text.contact.mail


def _rewards(text: PolicyText | None) -> Iterator[Entry]:
    """Yield whether money and gifts are promised; a file without a reward table promises none."""
    if text is None:
        return
    yield "offers_bounty", _bounty(text.reward)
    yield "offers_swag", text.reward is not None and any(step.gift for step in text.reward.step)


def _bounty(reward: Reward | None) -> str:
    paid = [step.most is not None for step in reward.step] if reward else [False]
    return "yes" if all(paid) else "partial" if any(paid) else "no"


def _harbour(policy: Policy) -> str:
    """Return `partial` where legal steps are given up or held back.

    `full` is for a policy that also authorises the research or exempts it from other terms; no clause of the catalogue does that.
    """
    shown = {clause.id for clause in policy.terms.clauses}
    return "partial" if shown & {"no_legal_steps", "legal_restraint"} else "none"


def _publication(policy: Policy, text: PolicyText | None) -> Iterator[Entry]:
    """Yield who decides on publication: `co-ordinated` needs a number of days after the report, and is not said without."""
    shown, days = {clause.id for clause in policy.terms.clauses}, _days(text)
    if days is not None:
        yield "public_disclosure", "co-ordinated"
        yield "disclosure_timeline_days", days
    else:
        yield "public_disclosure", "discretionary" if shown & _DISCRETION else NOTHING_SAID


def _days(text: PolicyText | None) -> int | None:
    """Return after how many days at most something may be public; None where nothing is said, or working days, which are no number of days.

    A proposal to stay silent is no such limit where the first step to a publication is the organisation's own.
    """
    if text is None:
        return None
    promised, proposed = text.promises.publication, text.publication.embargo
    if text.publication.initiative is Initiative.ORGANISATION:
        proposed = None
    span = promised.within if promised else proposed
    return None if span is None or span.unit is Unit.WORKING_DAYS else days_at_most(span)
