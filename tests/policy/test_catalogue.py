import re
import string
from pathlib import Path

import pytest

from meldpunt.policy.rules.catalogue import ALL, CATALOGUE, KINDS_OF_WEAKNESS, MISUSE, SOURCES, mechanisms
from meldpunt.policy.rules.catalogue.page import as_markdown
from meldpunt.policy.rules.contradictions.clauses import AGAINST, FITS
from meldpunt.policy.terms import Mechanism, MechanismKind, PromiseKind

EASILY_MIXED_UP = [
    {"no_hacking_tools", "no_brute_force"},
    {
        "no_third_party_through_us",
        "no_foreign_apps_for_access",
        "no_tests_with_foreign_apps",
        "no_foreign_apps",
        "no_third_party_systems",
    },
    {"erase_after_telling", "erase_after_fix", "erase_within"},
    {"no_sales", "no_demands", "no_paid_report"},
    {"misuse_goes_to_police", "misuse_taking_more", "misuse_changing_more", "legal_restraint", "no_legal_steps"},
    {"send_confidentially", "confidential", "treat_confidentially"},
    {"key_on_request", "key", "ask_for_key", "first_answer"},
    {"no_invitation", "no_invitation_to_scan", "we_search_ourselves", "no_heavy_scanning"},
    {"no_spam", "no_unasked_messages"},
]


@pytest.fixture(params=ALL, ids=[clause.id for clause in ALL])
def clause(request):
    return request.param


def places(text):
    return {name for _text, name, _format, _conversion in string.Formatter().parse(text) if name}


def test_no_id_is_given_twice():
    assert len(CATALOGUE) == len(ALL)


def test_a_clause_has_both_languages(clause):
    assert sorted(clause.texts) == ["en", "nl"]


def test_a_clause_uses_all_its_values_in_both_languages(clause):
    assert [places(text) for text in clause.texts.values()] == [set(clause.parameters)] * 2


def test_a_clause_has_a_source(clause):
    assert clause.source in SOURCES


def test_a_clause_kept_by_people_says_why(clause):
    assert clause.mechanism.kind is not MechanismKind.PEOPLE or clause.mechanism.reason


def test_an_obligation_is_a_kind_of_promise(clause):
    if clause.mechanism.kind is MechanismKind.OBLIGATION:
        assert PromiseKind(clause.mechanism.name)


def test_dutch_is_formal(clause):
    assert re.findall(r"\b(jij|jou|jouw|je)\b", clause.texts["nl"].lower()) == []


def test_sentences_are_short(clause):
    sentences = [part for text in clause.texts.values() for part in re.split(r"[.?:;!] ?", text)]
    assert [sentence for sentence in sentences if len(sentence.split()) > 26] == []


@pytest.mark.parametrize("alike", EASILY_MIXED_UP)
def test_what_only_looks_alike_is_kept_apart(alike):
    assert alike <= CATALOGUE.keys()
    assert len({CATALOGUE[name].texts["nl"] for name in alike}) == len(alike)


def test_rules_about_clauses_name_clauses_that_exist():
    named = {name for pair in AGAINST for name in pair} | FITS.keys() | MISUSE
    assert named - CATALOGUE.keys() == set()


def test_every_mechanism_is_used():
    made = {each for each in vars(mechanisms).values() if isinstance(each, Mechanism)}
    assert (
        made
        - {clause.mechanism for clause in ALL}
        - set(mechanisms.OF_TABLES.values())
        - set(mechanisms.OF_WAYS.values())
        == set()
    )


def test_kinds_of_weakness_have_both_languages():
    assert {tuple(sorted(each.texts)) for each in KINDS_OF_WEAKNESS.values()} == {("en", "nl")}


DOCS = Path(__file__).parents[2]


def test_the_page_of_the_catalogue_is_the_catalogue():
    assert (DOCS / "docs" / "catalogue.md").read_text() == as_markdown()
