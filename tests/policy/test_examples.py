import json
from pathlib import Path

import pytest

from meldpunt.policy.rules.reading import problems, read
from meldpunt.policy.rules.settled import terms_of
from meldpunt.policy.rules.showing import clauses_of
from meldpunt.policy.rules.statements import numberless
from meldpunt.policy.rules.storage import from_stored, to_stored
from meldpunt.policy.terms import PolicyText, Section
from tests.factories.policy_texts import EXAMPLES, TODAY, files_beside
from tests.factories.policy_writing import write

FILES = sorted(EXAMPLES.rglob("*.toml"))


@pytest.fixture(params=FILES, ids=[path.stem for path in FILES])
def path(request: pytest.FixtureRequest) -> Path:
    found: Path = request.param
    return found


@pytest.fixture
def policy(path: Path) -> PolicyText:
    return read(path.read_bytes(), today=TODAY, files=files_beside(path))


def test_there_are_five_and_three():
    assert len(FILES) == 8


def test_no_example_has_a_problem(path):
    assert problems(path.read_bytes(), today=TODAY, files=files_beside(path)) == ()


def test_what_is_written_is_read_as_the_same(path, policy):
    assert read(write(policy).encode(), today=TODAY, files=files_beside(path)) == policy


def test_writing_is_stable(path, policy):
    written = write(policy)
    assert write(read(written.encode(), today=TODAY, files=files_beside(path))) == written


def test_what_is_stored_comes_back(policy):
    assert from_stored(json.loads(json.dumps(to_stored(terms_of(policy))))) == terms_of(policy)


def test_every_clause_has_an_id_of_its_own(policy):
    ids = [clause.id for clause in clauses_of(policy)]
    assert sorted(set(ids)) == sorted(ids)


def test_every_clause_is_there_in_both_languages(policy):
    assert [clause.id for clause in clauses_of(policy) if not (clause.texts.get("nl") and clause.texts.get("en"))] == []


def test_no_place_is_left_open(policy):
    assert [
        clause.id
        for clause in clauses_of(policy)
        if any("{" in text or "None" in text for text in clause.texts.values())
    ] == []


def test_nobody_behind_the_policy_is_shown(policy):
    shown = " ".join(text for clause in clauses_of(policy) for text in clause.texts.values())
    people = policy.people
    assert [
        person.name
        for person in (people.technical_contact, people.stand_in, people.breach_contact)
        if person.name in shown
    ] == []


def test_the_insurer_has_eight_brands_with_hosts_and_looks_of_their_own():
    path = EXAMPLES / "insurer.toml"
    brands = read(path.read_bytes(), today=TODAY, files={}).brand
    assert (len(brands), len({brand.hosts for brand in brands}), len({brand.look for brand in brands})) == (8, 8, 8)


KEPT_APART = {
    "no_hacking_tools": {"utility"},
    "no_third_party_through_us": {"hosting-provider"},
    "no_foreign_apps_for_access": {"insurer"},
    "no_tests_with_foreign_apps": {"clinic"},
    "no_foreign_apps": {"collection-agency"},
    "erase_after_telling": {"utility"},
    "erase_after_fix": {"clinic", "collection-agency"},
    "no_sales": {"hosting-provider"},
    "no_paid_report": {"hosting-provider"},
    "no_demands": {"hosting-provider"},
    "misuse_goes_to_police": {"utility"},
    "misuse_taking_more": {"utility"},
    "misuse_changing_more": {"utility"},
    "legal_restraint": {"hosting-provider", "utility"},
    "no_legal_steps": {"insurer", "clinic", "collection-agency"},
    "binds_us_only": {"hosting-provider", "utility", "insurer", "clinic", "collection-agency"},
    "send_confidentially": {"insurer"},
    "treat_confidentially": {"hosting-provider"},
    "key": {"collection-agency"},
    "no_invitation": {"hosting-provider"},
    "no_invitation_to_scan": {"clinic"},
    "no_heavy_scanning": set(),
    "no_spam": {"utility", "insurer", "collection-agency"},
    "no_unasked_messages": {"hosting-provider"},
}
"""Which of the five say what only looks like something else that another of them says."""


@pytest.mark.parametrize("clause", KEPT_APART)
def test_what_only_looks_alike_is_said_where_its_original_says_it(clause):
    five = (path for path in FILES if path.parent == EXAMPLES)
    policies = {path.stem: read(path.read_bytes(), today=TODAY, files=files_beside(path)) for path in five}
    said = {name for name, policy in policies.items() if clause in {each.id for each in clauses_of(policy)}}
    assert said == KEPT_APART[clause]


def test_what_the_insurer_says_of_the_way_a_report_is_sent_is_a_rule_that_is_accepted():
    path = EXAMPLES / "insurer.toml"
    shown = clauses_of(read(path.read_bytes(), today=TODAY, files={}))
    assert [clause.section for clause in shown if clause.id == "send_confidentially"] == [Section.RULES]


def test_the_card_of_every_example_has_every_number(policy):
    assert numberless(policy.people) == ()
