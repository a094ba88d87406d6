"""Files of a proposal: nobody publishes them with another text unseen."""

from datetime import timedelta

import pytest

from meldpunt.people.queries import organisation_by_host
from meldpunt.people.rules.looks import logo_version, read_logo
from meldpunt.policy.actions import approve, publish, send_back
from meldpunt.policy.queries import files_at_hand, review, try_out
from meldpunt.policy.rules.differences import Change, Tried
from tests.factories.people import NOW, MadeMember, MadeOrganisation
from tests.factories.policy import make_file_beside, propose_text, publish_by_two, publish_text
from tests.factories.policy_texts import CONDUCT, SMALL, TWO
from tests.people.pictures import png

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)
BRAND = '\n[[brand]]\nid = "one"\nname = "One"\nhosts = ["one.haven.example"]\n[brand.look]\nlogo = "one.png"\n'
FIRST, SECOND = png(64, 32), png(64, 33)


def tried(organisation: MadeOrganisation, lead: MadeMember, text: str) -> Tried:
    """Try a text at the desk, with the files that are there."""
    files = files_at_hand(organisation.id)
    return try_out(organisation.facts, content=text.encode(), files=files, by=lead.unlocked.actor, now=LATER)


def told(found: Tried) -> list[tuple[str, Change]]:
    """Return which files change."""
    return [(each.name, each.change) for each in found.files]


def test_one_person_does_not_publish_the_logo_that_waits(organisation, lead):
    publish_text(organisation, SMALL + BRAND, files={"one.png": FIRST})
    propose_text(organisation, TWO + BRAND, files={"one.png": SECOND})
    text = f"{SMALL}{BRAND}# another line\n"
    files = files_at_hand(organisation.id)
    publish(organisation=organisation.id, content=text.encode(), files=files, by=lead.unlocked.actor, now=LATER)
    found = organisation_by_host("one.haven.example")
    assert found is not None
    assert found.logo_version == logo_version(read_logo(FIRST))


def test_a_logo_that_was_sent_back_does_not_come_again(organisation, lead):
    publish_by_two(organisation, TWO + BRAND, files={"one.png": FIRST})
    proposal = propose_text(organisation, f"{TWO}{BRAND}# a\n", files={"one.png": SECOND})
    send_back(seen=proposal.digest, remark="Wrong logo.", by=lead.unlocked, now=LATER)
    assert (files_at_hand(organisation.id), told(tried(organisation, lead, f"{TWO}{BRAND}# b\n"))) == (
        {"one.png": FIRST},
        [],
    )


def test_what_was_approved_is_there_to_go_on_with(organisation, lead):
    publish_by_two(organisation, TWO + BRAND, files={"one.png": FIRST})
    proposal = propose_text(organisation, f"{TWO}{BRAND}# a\n", files={"one.png": SECOND})
    approve(seen=proposal.digest, by=lead.unlocked, now=LATER)
    assert files_at_hand(organisation.id) == {"one.png": SECOND}


def test_a_file_that_is_other_new_or_gone_is_shown(organisation, lead):
    publish_text(organisation, SMALL + BRAND, files={"one.png": FIRST})
    make_file_beside(organisation)
    make_file_beside(organisation, name="two.png", content=SECOND)
    renamed = BRAND.replace("one.png", "two.png")
    assert told(tried(organisation, lead, SMALL + BRAND)) == []
    assert told(tried(organisation, lead, SMALL + renamed + CONDUCT)) == [
        ("conduct.txt", Change.ADDED),
        ("one.png", Change.REMOVED),
        ("two.png", Change.ADDED),
    ]


@pytest.mark.parametrize(("text", "names"), [(f"{TWO}{BRAND}# a\n", []), (f"{TWO}# a\n", ["one.png"])])
def test_the_second_person_sees_a_logo_that_goes_and_not_one_that_stays(organisation, text, names):
    publish_by_two(organisation, TWO + BRAND, files={"one.png": FIRST})
    proposal = propose_text(organisation, text, files={"one.png": FIRST})
    found = review(organisation.facts, proposal, now=LATER).files
    assert [(each.name, each.change) for each in found] == [(name, Change.REMOVED) for name in names]
