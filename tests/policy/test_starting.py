"""What an organisation begins its first policy with."""

from dataclasses import replace
from itertools import count
from pathlib import Path
from uuid import UUID

import pytest

from meldpunt.people.terms import OrganisationFacts, Theme
from meldpunt.policy.rules.clauses import FIRST_TERMS
from meldpunt.policy.rules.differences import Change, differences
from meldpunt.policy.rules.settled import terms_of
from meldpunt.policy.rules.starting import in_the_name_of, placeholders, starting_text
from meldpunt.policy.terms import PolicyTerms
from tests.factories.policy_texts import EXAMPLES, SMALL, files_beside, policy_of

HAVEN = OrganisationFacts(
    UUID(int=1), "haven", "Haven", ("nl", "en"), "", "", "Europe/Amsterdam", "NL", "", False, "", False, Theme(), ""
)


@pytest.fixture
def terms() -> PolicyTerms:
    """Give what the file says once people filled in what they must, and nothing else."""
    numbers = count()
    text = starting_text(HAVEN).replace("security@...", "security@haven.example")
    while 'name = ""\nmail = ""' in text:
        person = f"p{next(numbers)}"
        text = text.replace('name = ""\nmail = ""', f'name = "{person}"\nmail = "{person}@haven.example"', 1)
    return terms_of(policy_of(text))


def test_publishing_it_drops_and_changes_nothing_of_the_built_in_policy(terms: PolicyTerms) -> None:
    told = differences(FIRST_TERMS.clauses, terms.clauses)
    assert [each.before.id for each in told if each.before and each.change is not Change.ADDED] == []


def test_promises_and_ways_to_stay_unknown_stay(terms: PolicyTerms) -> None:
    kept = {promise for promise in terms.promises if promise.kind in {each.kind for each in FIRST_TERMS.promises}}
    assert (kept, terms.identity_modes, set(terms.contact_modes)) == (
        set(FIRST_TERMS.promises),
        FIRST_TERMS.identity_modes,
        set(FIRST_TERMS.contact_modes),
    )


@pytest.mark.parametrize("file", sorted(EXAMPLES.rglob("*.toml")), ids=lambda file: file.stem)
def test_an_example_takes_what_the_settings_know(file: Path) -> None:
    antwerp = replace(HAVEN, languages=("en", "nl"), host="report.haven.example", zone="Europe/Brussels", region="BE")
    antwerp = replace(antwerp, closed_days=("2027-05-14",), worked_days=("2027-05-17",))
    text = in_the_name_of(antwerp, file.read_text(encoding="utf-8"))
    told = policy_of(text, files_beside(file)).organisation
    assert (told.name, told.languages, told.hosts, told.country, told.zone) == (
        *("Haven", ("en", "nl"), ("report.haven.example",)),
        *("BE", "Europe/Brussels"),
    )
    assert [[each.isoformat() for each in days] for days in (told.closed, told.open)] == [
        ["2027-05-14"],
        ["2027-05-17"],
    ]


def test_what_an_example_leaves_behind_is_found() -> None:
    """Addresses and host names, wherever they stand; not those that only begin so."""
    text = SMALL.replace("report.haven.example", "report.haven.nl").replace("c@haven.example", "c@haven.example-it.nl")
    found = placeholders(policy_of(text))
    assert found == ("security@haven.example", "a@haven.example", "b@haven.example")
