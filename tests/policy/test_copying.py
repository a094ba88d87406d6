"""The policy for programs: values, never people."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from meldpunt.policy.rules.clauses import FIRST_TERMS
from meldpunt.policy.rules.copying import TABLES, public_copy
from meldpunt.policy.rules.settled import terms_of
from meldpunt.policy.terms import Policy
from tests.factories.policy_texts import CONDUCT, EXAMPLES, SMALL, files_beside, policy_of, with_lines

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
SITE = "https://report.haven.example"
DOCS = Path(__file__).parents[2] / "docs" / "interfaces.md"
FULL = (
    with_lines(
        'within = "5 working days"\n',
        'within = "5 working days"\nsays = ["assessment"]\npauses = true\ncalendar = "BE"\n',
    ).replace("format = 1\n", 'format = 1\nbased_on = ["practice"]\n')
    + """
[promises.silence]
within = "30 days"

[[way_in]]
kind = "mail"
address = "cvd@haven.example"

[[other_channel]]
about = ["fraud"]
page = "https://haven.example/fraud"

[scope]
inside = ["*.haven.example"]
outside = ["old.haven.example"]
rest = "ask_first"

[[scope.third_party]]
name = "Kade"
assets = ["kade.example"]
report_to = "security@kade.example"

[[reward.step]]
severity = "low"
gift = { nl = "Een mok", en = "A mug" }

[[reward.step]]
severity = "high"
least = 50
most = 500
"""
    + CONDUCT
)


def copied(text: str = FULL, **files: bytes) -> dict[str, Any]:
    """Return the copy of a text as a program reads it."""
    policy = policy_of(text, {name.replace("_", "."): content for name, content in files.items()})
    version = Policy(UUID(int=1), 3, NOW, NOW, terms_of(policy))
    copy = public_copy(version, text=policy, name="Haven", site=SITE, languages=("nl", "en"), country="NL")
    again: dict[str, Any] = json.loads(json.dumps(copy))
    return again


AS_USUAL = {"office": "", "moves": False}


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("languages", ["nl", "en"]),
        ("topics", ["weakness", "leak"]),
        ("identity", ["anonymous", "pseudonym", "name"]),
        ("contact_by", ["none", "email", "phone"]),
        ("contact", {"mail": "security@haven.example", "phone": None, "page": None}),
        (
            "ways_in",
            [
                {"kind": "form", "address": "https://report.haven.example/report", "name": None},
                {"kind": "mail", "address": "cvd@haven.example", "name": None},
            ],
        ),
        (
            "other_channels",
            [{"about": ["fraud"], "mail": None, "phone": None, "page": "https://haven.example/fraud"}],
        ),
        (
            "scope",
            {
                "inside": ["*.haven.example"],
                "outside": ["old.haven.example"],
                "rest": "ask_first",
                "third_party": [{"name": "Kade", "assets": ["kade.example"], "report_to": "security@kade.example"}],
            },
        ),
        (
            "promises",
            [
                {
                    "kind": "first_answer",
                    "amount": 5,
                    "unit": "working_days",
                    "says": ["assessment"],
                    "pauses": True,
                    "calendar": "BE",
                    **AS_USUAL,
                },
                {"kind": "silence", "amount": 30, "unit": "days", "says": [], "pauses": False, "calendar": None}
                | AS_USUAL,
                {"kind": "erasure", "amount": 30, "unit": "days", "says": [], "pauses": False, "calendar": None}
                | AS_USUAL,
            ],
        ),
        (
            "reward",
            {
                "step": [
                    {
                        "severity": "low",
                        "size": None,
                        "least": None,
                        "most": None,
                        "gift": {"nl": "Een mok", "en": "A mug"},
                    },
                    {"severity": "high", "size": None, "least": 50, "most": 500, "gift": None},
                ],
                "currency": "EUR",
                "first_reporter_only": True,
                "unknown_only": True,
            },
        ),
        (
            "retention",
            {
                "identity": {"amount": 30, "unit": "days"},
                "finder_page": {"amount": 6, "unit": "months"},
                "files": {"amount": 6, "unit": "months"},
                "report": {"amount": 24, "unit": "months"},
            },
        ),
        (
            "documents",
            [
                {
                    "id": "conduct",
                    "version": "1",
                    "title": {"nl": "Code", "en": "Code"},
                    "files": [
                        {
                            "language": "nl",
                            "address": "https://report.haven.example/policy/3/conduct.txt",
                            "sha256": policy_of(SMALL + CONDUCT, {"conduct.txt": b"Be careful."}).document[0].nl.sha256,  # type: ignore[union-attr] # it is there
                        }
                    ],
                }
            ],
        ),
        ("based_on", ["practice"]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_file_is_there_as_data(key: str, value: object) -> None:
    assert copied(conduct_txt=b"Be careful.")[key] == value


def test_working_days_are_those_of_the_organisation_where_the_policy_names_no_other() -> None:
    assert copied(SMALL)["promises"][0]["calendar"] == "NL"


@pytest.mark.parametrize("file", sorted(EXAMPLES.glob("*.toml")), ids=lambda file: file.stem)
def test_nobody_behind_the_policy_is_in_it(file: Path) -> None:
    policy = policy_of(file.read_text(), files_beside(file))
    version = Policy(UUID(int=1), 3, NOW, NOW, terms_of(policy))
    told = json.dumps(public_copy(version, text=policy, name="H", site=SITE, languages=("nl",), country="NL"))
    people = policy.people
    every = [people.technical_contact, people.stand_in, people.breach_contact, people.second_pair_of_eyes]
    named = {each for person in every if person for each in (person.name, person.mail)}
    published = {policy.contact.mail, *(way.address for way in policy.way_in)}
    assert [each for each in named - published if each in told] == []


def test_without_a_file_what_only_a_file_says_is_null() -> None:
    version = Policy(UUID(int=1), 1, NOW, NOW, FIRST_TERMS)
    copy = public_copy(version, text=None, name="H", site=SITE, languages=("nl",), country="BE")
    assert {table: copy[table] for table in TABLES} == dict.fromkeys(TABLES)
    assert [each["address"] for each in copy["ways_in"]] == ["https://report.haven.example/report"]
    assert copy["promises"][0]["calendar"] == "BE"


def test_every_key_is_documented() -> None:
    part = DOCS.read_text(encoding="utf-8").partition("### The policy for programs")[2].partition("### ")[0]
    rows = [line.split("|")[1] for line in part.splitlines() if line.startswith("| `")]
    assert {name for row in rows for name in re.findall(r"`(\w+)`", row)} == copied(SMALL).keys()


def test_a_brands_copy_says_whose_policy_it_is():
    policy = policy_of(SMALL)
    version = Policy(UUID(int=1), 3, NOW, NOW, terms_of(policy))
    copy = public_copy(version, text=policy, name="Zeko", site=SITE, languages=("nl",), country="NL")
    assert (copy["organisation"], copy["policy_of"]) == ("Zeko", "Haven")
