"""The record for the list of disclose.io, held against the facts of its schema, for every example and for what a policy can say."""

import re
from collections.abc import Mapping
from datetime import date
from urllib.parse import urlsplit
from uuid import UUID

import pytest

from meldpunt.policy.rules.clauses import FIRST_TERMS
from meldpunt.policy.rules.disclose_io import record
from meldpunt.policy.rules.settled import terms_of
from meldpunt.policy.terms import Policy
from tests.factories.people import NOW
from tests.factories.policy_texts import EXAMPLES, SMALL, files_beside, policy_of, with_lines

SITE = "https://report.haven.example"
URIS = {"policy_url", "contact_url", "hall_of_fame", "pgp_key", "hiring", "securitytxt_url"}
ENUMS = {
    "policy_url_status": {"alive", "dead"},
    "offers_bounty": {"yes", "no", "partial"},
    "safe_harbor": {"full", "partial", "none"},
    "public_disclosure": {"nda", "discretionary", "co-ordinated", ""},
}
TEXTS = {"program_name", "contact_email", "launch_date", "preferred_languages"}
REQUIRED = {"policy_url", "public_disclosure"}
"""The facts of `program-list-schema.json` in the database of disclose.io (draft-07 of JSON Schema)."""


def broken(entry: Mapping[str, object]) -> list[str]:
    """Return which rules of the schema an entry breaks."""
    found = [f"{name} is missing" for name in REQUIRED - entry.keys()]
    found += [] if {"contact_url", "contact_email"} & entry.keys() else ["nobody can be reached"]
    if entry.get("public_disclosure") == "co-ordinated" and "disclosure_timeline_days" not in entry:
        found.append("disclosure_timeline_days is missing")
    return found + [f"{name}: {value!r}" for name, value in entry.items() if not fits(name, value)]


def fits(name: str, value: object) -> bool:
    """Tell whether a value is of the kind the schema asks."""
    if name == "offers_swag":
        return isinstance(value, bool)
    if name == "disclosure_timeline_days":
        return type(value) is int and value >= 0
    text = value if isinstance(value, str) else ""
    kinds = {
        **dict.fromkeys(URIS, bool(urlsplit(text).scheme and urlsplit(text).netloc)),
        **{known: text in chosen for known, chosen in ENUMS.items()},
        **dict.fromkeys(TEXTS, bool(text)),
        "contact_email": re.fullmatch(r"[^@\s]+@[^@\s]+", text) is not None,
        "launch_date": re.fullmatch(r"\d{4}-\d\d-\d\d", text) is not None,
    }
    return isinstance(value, str) and kinds.get(name, False)


def made(text: str = SMALL, *, has_key: bool = True, files: Mapping[str, bytes] | None = None):
    policy = policy_of(text, files)
    version = Policy(UUID(int=7), 2, NOW, NOW, terms_of(policy))
    return record(
        policy=version,
        text=policy,
        name="Haven",
        site=SITE,
        languages=("nl", "en"),
        has_key=has_key,
        launched_on=date(2026, 11, 21),
    )


def added(lines: str):
    return made(SMALL + "\n" + lines)


@pytest.mark.parametrize("path", sorted(EXAMPLES.rglob("*.toml")), ids=lambda path: path.stem)
def test_every_example_and_preset_makes_an_entry_of_the_schema(path):
    assert broken(made(path.read_text(), files=files_beside(path))) == []


def test_everything_comes_from_the_policy():
    assert made() == {
        "program_name": "Haven",
        "policy_url": f"{SITE}/policy",
        "policy_url_status": "alive",
        "contact_url": f"{SITE}/report",
        "contact_email": "security@haven.example",
        "launch_date": "2026-11-21",
        "offers_bounty": "no",
        "offers_swag": False,
        "safe_harbor": "partial",
        "public_disclosure": "discretionary",
        "pgp_key": f"{SITE}/openpgp-key.asc",
        "securitytxt_url": f"{SITE}/.well-known/security.txt",
        "preferred_languages": "nl, en",
    }


def test_the_built_in_policy_tells_only_what_it_says():
    version = Policy(UUID(int=7), 1, NOW, NOW, FIRST_TERMS)
    entry = record(
        policy=version, text=None, name="Haven", site=SITE, languages=("nl",), has_key=False, launched_on=None
    )
    assert (broken(entry), sorted(entry)) == (
        [],
        [
            "contact_url",
            "policy_url",
            "policy_url_status",
            "preferred_languages",
            "program_name",
            "public_disclosure",
            "safe_harbor",
            "securitytxt_url",
        ],
    )


@pytest.mark.parametrize(("kind", "told"), [("no_steps", "partial"), ("restraint", "partial"), ("none", "none")])
def test_a_promise_without_authorisation_is_no_full_safe_harbour(kind, told):
    assert made(with_lines('kind = "no_steps"', f'kind = "{kind}"'))["safe_harbor"] == told


MONEY, GIFT = "least = 50\nmost = 300", 'gift = { nl = "een mok", en = "a mug" }'


@pytest.mark.parametrize(
    ("low", "high", "told"),
    [
        (MONEY, MONEY, ("yes", False)),
        (GIFT, MONEY, ("partial", True)),
        (GIFT, GIFT, ("no", True)),
        (f"{MONEY}\n{GIFT}", MONEY, ("yes", True)),
    ],
)
def test_rewards_are_told_as_the_table_has_them(low, high, told):
    entry = added(f'[[reward.step]]\nseverity = "low"\n{low}\n[[reward.step]]\nseverity = "high"\n{high}\n')
    assert (entry["offers_bounty"], entry["offers_swag"]) == told


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ('[publication]\nembargo = "45 days"', ("co-ordinated", 45)),
        ('[publication]\nembargo = "6 weeks"\ninitiative = "finder_after_fix"', ("co-ordinated", 42)),
        ('[publication]\nembargo = "2 months"', ("co-ordinated", 62)),
        ('[publication]\nembargo = "30 working days"', ("discretionary", None)),
        ('[publication]\nembargo = "45 days"\ninitiative = "organisation"', ("discretionary", None)),
        ('[publication]\ninitiative = "finder_after_fix"', ("", None)),
        (
            '[promises.publication]\nwithin = "90 days"\n[publication]\ninitiative = "organisation"',
            ("co-ordinated", 90),
        ),
    ],
)
def test_publication_is_told_with_days_or_not_as_coordinated(lines, told):
    entry = added(lines)
    assert (entry["public_disclosure"], entry.get("disclosure_timeline_days"), broken(entry)) == (*told, [])


def test_without_a_published_key_none_is_named():
    assert "pgp_key" not in made(has_key=False)


def test_the_first_way_in_with_a_page_is_the_one_to_go_to():
    way = '[[way_in]]\nkind = "platform"\nname = "P"\naddress = "https://platform.example/haven"\n\n'
    assert made(SMALL.replace("[[way_in]]", way + "[[way_in]]"))["contact_url"] == "https://platform.example/haven"


def test_by_mail_alone_there_is_no_page_to_go_to():
    entry = made(
        with_lines(
            'kind = "form"', 'kind = "mail"\naddress = "security@haven.example"\n\n[finder]\nidentity = ["name"]'
        )
    )
    assert ("contact_url" in entry, broken(entry)) == (False, [])


def test_the_page_of_thanks_is_the_organisations_own() -> None:
    """Where the policy names one."""
    thanks = '\n[credit]\nhall_of_fame = true\npage = "https://www.haven.example/thanks"\n'
    found = made(SMALL + thanks)
    assert (found["hall_of_fame"], broken(found)) == ("https://www.haven.example/thanks", [])
