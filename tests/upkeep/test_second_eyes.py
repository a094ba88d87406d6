"""The doctor tells where two people publish and there is no second one."""

from pathlib import Path

import pytest

from meldpunt.people.actions import remove_member
from meldpunt.people.terms import Role
from meldpunt.policy.actions import send_back
from meldpunt.policy.queries import proposal_trouble
from meldpunt.policy.terms import ProposalTrouble
from meldpunt.upkeep.queries import examination
from meldpunt.upkeep.rules import installation as rules
from meldpunt.upkeep.terms import Place
from tests.factories.people import NOW, make_lead, make_member, make_organisation
from tests.factories.policy import make_haven, propose_text, publish_by_two, publish_text

SUBJECT = "second pair of eyes"


def found(tmp_path: Path) -> list[tuple[bool, bool]]:
    """Return whether each finding about it is well, and whether it names the organisation."""
    told = examination(place=Place(tmp_path, tmp_path / "secrets", has_smtp=True), now=NOW)
    return [(one.well, "haven" in one.advice) for one in told if one.subject == SUBJECT]


@pytest.mark.django_db
@pytest.mark.parametrize(("leads", "told"), [(0, [(False, True)]), (1, [(True, False)])])
def test_who_is_alone_is_told(tmp_path: Path, leads: int, told: list[tuple[bool, bool]]) -> None:
    """Publishing by two brings an administrator; handlers do not count."""
    organisation = make_organisation(name="Haven", host_names=["report.haven.example"])
    publish_by_two(organisation)
    make_member(organisation, Role.HANDLER)
    for _ in range(leads):
        make_member(organisation, Role.LEAD)
    assert found(tmp_path) == told


@pytest.mark.django_db
def test_where_one_person_publishes_nothing_is_told(tmp_path: Path) -> None:
    publish_text(make_organisation(name="Haven", host_names=["report.haven.example"]))
    assert found(tmp_path) == [(True, False)]


@pytest.mark.django_db
def test_a_proposal_that_nobody_may_approve_is_told_until_somebody_may(tmp_path: Path) -> None:
    """Though the policy in force asks for one person only."""
    organisation = make_haven()
    propose_text(organisation, by=make_lead(organisation).unlocked.actor)
    alone = found(tmp_path)
    make_lead(organisation)
    assert (alone, found(tmp_path)) == ([(False, True)], [(True, False)])


@pytest.mark.django_db
def test_a_proposal_of_who_was_removed_is_told_until_it_comes_back() -> None:
    organisation = make_haven()
    gone, lead, _second = (make_lead(organisation) for _ in range(3))
    proposal = propose_text(organisation, by=gone.unlocked.actor)
    before = proposal_trouble(organisation.id)
    remove_member(member=gone.id, by=lead.unlocked, now=NOW)
    after = proposal_trouble(organisation.id)
    send_back(seen=proposal.digest, remark="No", by=lead.unlocked, now=NOW)
    troubles = (before, after, proposal_trouble(organisation.id))
    assert troubles == (None, ProposalTrouble.PROPOSER_GONE, None)


@pytest.mark.parametrize("trouble", ProposalTrouble)
def test_every_trouble_of_a_proposal_has_advice(trouble: ProposalTrouble) -> None:
    assert rules.proposal("haven", trouble).advice.endswith(f"{rules.PROPOSALS[trouble]}")


def test_the_advice_says_what_to_do() -> None:
    told = rules.second_eyes("haven", lacking=True).advice
    assert told.endswith("Let a lead invite a second lead or an administrator.")
