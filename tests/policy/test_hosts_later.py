"""A version that was planned gives no host name that the operator took away meanwhile."""

from datetime import timedelta

import pytest

from meldpunt.journal.terms import OPERATOR, Actor
from meldpunt.people.actions import set_host_names
from meldpunt.people.queries import organisation_by_host
from meldpunt.policy.actions import approve, publish
from meldpunt.policy.jobs import settle_versions
from tests.factories.people import NOW, MadeOrganisation, make_lead
from tests.factories.policy import propose_text, publish_by_two, publish_text
from tests.factories.policy_texts import SMALL, TWO

pytestmark = pytest.mark.django_db
OWN, HOST = "report.haven.example", "one.haven.example"
BRAND = f'\n[[brand]]\nid = "one"\nname = "One"\nhosts = ["{HOST}"]\n'
DAY = timedelta(days=1)
AFTER = NOW + 60 * DAY


def planned(text: str, day: str) -> str:
    """Return a text for a day to come."""
    return text.replace("format = 1", f"format = 1\ntakes_effect = {day}")


def plan(organisation: MadeOrganisation, by: Actor) -> None:
    """Publish without the brand from 10 December on, and with it from 20 December on."""
    publish_text(organisation, SMALL + BRAND)
    publish_text(organisation, planned(SMALL, "2026-12-10"))
    text = planned(SMALL + BRAND, "2026-12-20")
    publish(organisation=organisation.id, content=text.encode(), files={}, by=by, now=NOW + DAY)


def take_away(organisation: MadeOrganisation) -> None:
    """Let the version of 10 December begin, and take the name away."""
    settle_versions(now=NOW + 22 * DAY)
    set_host_names(organisation=organisation.id, hosts=[OWN], by=OPERATOR, now=NOW + 23 * DAY)


def test_what_a_member_planned_brings_no_name_back(organisation, lead):
    plan(organisation, lead.unlocked.actor)
    take_away(organisation)
    assert (settle_versions(now=AFTER), organisation_by_host(HOST)) == (0, None)


def test_a_name_that_is_still_theirs_goes_to_the_brand(organisation, lead):
    plan(organisation, lead.unlocked.actor)
    settle_versions(now=NOW + 22 * DAY)
    found = (settle_versions(now=AFTER), organisation_by_host(HOST))
    assert (found[0], found[1] and found[1].brand) == (1, "one")


def test_what_the_operator_planned_gives_it(organisation):
    plan(organisation, OPERATOR)
    take_away(organisation)
    assert (settle_versions(now=AFTER), organisation_by_host(HOST) is not None) == (1, True)


def test_what_the_operator_proposed_gives_it(organisation, lead):
    proposal = propose_text(organisation, planned(TWO + BRAND, "2026-12-20"))
    approve(seen=proposal.digest, by=lead.unlocked, now=NOW + DAY)
    assert (settle_versions(now=AFTER), organisation_by_host(HOST) is not None) == (1, True)


def test_what_two_members_planned_gives_none(organisation, lead):
    second = make_lead(organisation)
    publish_by_two(organisation, TWO + BRAND)
    publish_by_two(organisation, planned(TWO, "2026-12-10"))
    text = planned(TWO + BRAND, "2026-12-20")
    proposal = propose_text(organisation, text, by=lead.unlocked.actor, now=NOW + DAY)
    approve(seen=proposal.digest, by=second.unlocked, now=NOW + DAY)
    take_away(organisation)
    assert (settle_versions(now=AFTER), organisation_by_host(HOST)) == (0, None)
