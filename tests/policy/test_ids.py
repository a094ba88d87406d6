"""Every clause of a version has an id of its own, and versions that were stored without are compared all the same."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meldpunt.policy.rules.contradictions import contradictions
from meldpunt.policy.rules.differences import Change, differences
from meldpunt.policy.rules.showing import clauses_of
from meldpunt.policy.terms import (
    Both,
    Chosen,
    Clauses,
    Excluded,
    Ident,
    Law,
    Line,
    Mail,
    Matter,
    Name,
    OtherChannel,
    OwnClause,
    OwnKind,
    OwnWeakness,
    PersonRole,
    PolicyText,
    Prose,
    Reward,
    RewardStep,
    Scope,
    Section,
    Severity,
    ShownClause,
    Size,
    Span,
    ThirdParty,
    Unit,
    WayIn,
    WayKind,
    WeaknessId,
)
from tests.factories.policy_texts import SMALL, TODAY, policy_of, said

SMALLEST = policy_of(SMALL)
TEXT = Both(Prose("x"), Prose("x"))
NAMES = st.sampled_from(["one", "two"])
ADDRESSES = st.sampled_from(["a@haven.example", "b@haven.example"])


def several[T](each: st.SearchStrategy[T]) -> st.SearchStrategy[tuple[T, ...]]:
    """Return up to three that are not the same, as a file can hold them."""
    return st.lists(each, max_size=3, unique_by=repr).map(tuple)


CHANNELS = st.builds(
    OtherChannel,
    about=st.lists(st.sampled_from([Matter.FRAUD, Matter.PHISHING, Matter.QUESTION]), min_size=1, unique=True).map(
        tuple
    ),
    mail=ADDRESSES.map(Mail),
)
PARTIES = st.builds(ThirdParty, name=NAMES.map(Name), report_to=st.none() | ADDRESSES)
WAYS = st.just(WayIn(WayKind.FORM)) | st.builds(
    WayIn, kind=st.just(WayKind.MAIL), address=ADDRESSES.map(Line), name=st.none() | NAMES.map(Name)
)
DUTIES = st.builds(
    Law,
    clause=st.sampled_from(["own_early_notice", "own_full_notice"]),
    source=NAMES.map(Line),
    version=st.just(Name("1")),
    authority=st.just(TEXT),
    within=st.just(Span(24, Unit.HOURS)),
)
OWN = st.builds(
    OwnClause,
    id=NAMES.map(Ident),
    kind=st.sampled_from(OwnKind),
    kept_by=st.just(PersonRole.STAND_IN),
    text=st.just(TEXT),
)
STEPS = st.builds(
    RewardStep,
    severity=st.sampled_from([Severity.LOW, Severity.HIGH]),
    size=st.none() | st.sampled_from(Size),
    least=st.just(1),
    most=st.integers(1, 2),
)
RULES = st.builds(Chosen, st.sampled_from(["no_spam", "no_malware"]))
POLICIES = st.builds(
    replace,
    st.just(SMALLEST),
    other_channel=several(CHANNELS),
    scope=st.builds(Scope, third_party=several(PARTIES)),
    way_in=several(WAYS).map(lambda ways: (*ways, WayIn(WayKind.FORM, name=Name("the form")))),
    law=several(DUTIES),
    own_clause=several(OWN),
    reward=st.none() | st.builds(Reward, several(STEPS)),
    clauses=st.builds(Clauses, rules=several(RULES)),
    excluded=st.builds(
        Excluded,
        kinds=several(st.sampled_from(["missing_headers", "rate_limit"]).map(WeaknessId)),
        own=several(st.builds(OwnWeakness, NAMES.map(Ident), st.just(TEXT))),
    ),
)


@given(POLICIES)
@settings(deadline=None, max_examples=300)
def test_what_is_taken_has_an_id_for_every_clause(policy: PolicyText) -> None:
    if any(contradictions(policy, today=TODAY)):
        return
    ids = [clause.id for clause in clauses_of(policy)]
    assert sorted(ids) == sorted(set(ids))


FRAUD = '\n[[other_channel]]\nabout = ["fraud"]\nmail = "{}@haven.example"\n'
PARTY = '\n[[scope.third_party]]\nname = "Kade"\nassets = ["{}.example"]\n'
PLATFORM = '\n[[way_in]]\nkind = "platform"\nname = "{}"\naddress = "https://loket.example/haven"\n'
LAW = '\n[[law]]\nclause = "publication_needs_authority"\nsource = "{}"\nversion = "1"\nauthority = {{ nl = "x", en = "x" }}\n'


@pytest.mark.parametrize(
    ("table", "line", "key", "message"),
    [
        (FRAUD, 7, "other_channel[2].about[1]", "fraud is sent to two other channels."),
        (PARTY, 7, "scope.third_party[2].name", "Kade is named twice."),
        (PLATFORM, 7, "way_in[3]", "The way in https://loket.example/haven is there twice."),
        (LAW, 9, "law[2].clause", "The duty publication_needs_authority is there twice."),
    ],
)
def test_two_tables_about_one_thing_are_refused_at_their_line(table: str, line: int, key: str, message: str) -> None:
    text = SMALL + table.format("one") + table.format("two")
    assert said(text) == [(SMALL.count("\n") + line, key, message)]


def test_one_matter_in_two_channels_beside_others_is_refused() -> None:
    text = SMALL + FRAUD.format("one") + FRAUD.format("two").replace('["fraud"]', '["question", "fraud"]')
    assert [(key, message) for _line, key, message in said(text)] == [
        ("other_channel[2].about[2]", "fraud is sent to two other channels.")
    ]


def clause(name: str, text: str) -> ShownClause:
    """Return a clause that says this."""
    return ShownClause(name, Section.ELSEWHERE, {"en": text, "nl": text})


def told(before: Sequence[ShownClause], after: Sequence[ShownClause]) -> list[tuple[Change, str, str]]:
    """Return the differences in words."""
    return [
        (each.change, each.before.text("en") if each.before else "", each.after.text("en") if each.after else "")
        for each in differences(before, after)
    ]


ONE, TWO, THREE = (clause("elsewhere.fraud", text) for text in ("one", "two", "three"))


def test_one_of_two_with_the_same_id_that_is_gone_is_told() -> None:
    assert told([ONE, TWO], [TWO]) == [(Change.REMOVED, "one", "")]


def test_two_with_the_same_id_that_stay_are_no_change() -> None:
    assert told([ONE, TWO], [TWO, ONE]) == []


def test_of_two_with_the_same_id_the_one_that_changed_is_told() -> None:
    assert told([ONE, TWO], [ONE, THREE]) == [(Change.CHANGED, "two", "three")]


def test_what_comes_twice_is_new_once() -> None:
    assert told([ONE], [ONE, ONE]) == [(Change.ADDED, "", "one")]


PAGES = st.lists(st.builds(clause, st.sampled_from("ab"), st.sampled_from("xyz")), max_size=8)


@given(PAGES, PAGES)
def test_the_differences_lead_from_the_one_to_the_other(before: list[ShownClause], after: list[ShownClause]) -> None:
    """Take away what they say was there, add what they say is there now: nothing is lost, whatever the ids."""
    left = list(before)
    found = differences(before, after)
    for each in found:
        if each.before:
            left.remove(each.before)
    left += [each.after for each in found if each.after]
    assert sorted(map(repr, left)) == sorted(map(repr, after))


@given(PAGES)
def test_a_page_differs_in_nothing_from_itself(page: list[ShownClause]) -> None:
    assert differences(page, list(reversed(page))) == ()
