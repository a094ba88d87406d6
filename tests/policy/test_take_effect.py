"""Brands are there from the moment a version is in force, and not before."""

from datetime import timedelta

import pytest

from meldpunt.journal.queries import entries_of_organisation
from meldpunt.journal.terms import SYSTEM
from meldpunt.people.actions import set_host_names
from meldpunt.people.queries import faces_of, organisation_by_host
from meldpunt.people.rules.looks import logo_version, read_logo
from meldpunt.policy.actions import take_effect
from meldpunt.policy.jobs import settle_versions
from meldpunt.policy.models import PolicyVersion
from meldpunt.policy.queries import review, unsettled
from meldpunt.policy.rules.differences import Change
from meldpunt.policy.terms import SameAsBefore
from tests.factories.people import NOW, MadeOrganisation, make_organisation
from tests.factories.policy import propose_text, publish_by_two, publish_text
from tests.factories.policy_texts import SMALL, TWO
from tests.people.pictures import png

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LATER = "takes_effect = 2026-12-01"
THEN = NOW + 8 * DAY


def branded(name: str, host: str, *lines: str, logo: str = "") -> str:
    """Return a policy with one brand; `lines` come first."""
    look = f'[brand.look]\nlogo = "{logo}"\n' if logo else ""
    text = SMALL.replace("format = 1", "\n".join(("format = 1", *lines)))
    return f'{text}\n[[brand]]\nid = "{name.lower()}"\nname = "{name}"\nhosts = ["{host}"]\n{look}'


def names(organisation: MadeOrganisation) -> list[str]:
    """Return the names under which the organisation is seen."""
    return [face.name for face in faces_of(organisation.id)][1:]


def test_brands_of_a_version_in_force_at_once_are_there_at_once(organisation):
    publish_text(organisation, branded("Bloom", "bloom.example"))
    assert (names(organisation), unsettled(now=NOW)) == (["Bloom"], [])


def test_brands_of_a_version_to_come_wait_for_its_day(organisation):
    publish_text(organisation, branded("Bloom", "bloom.example", LATER))
    found = [(settle_versions(now=moment), names(organisation)) for moment in (NOW, THEN - 2 * DAY, THEN)]
    assert found == [(0, []), (0, []), (1, ["Bloom"])]


def test_brands_of_the_version_before_stay_until_then(organisation):
    publish_text(organisation, branded("Bloom", "bloom.example"))
    publish_text(organisation, branded("Blossom", "blossom.example", LATER), now=NOW + DAY)
    before = names(organisation)
    settle_versions(now=THEN)
    hosts = [found and found.brand for found in map(organisation_by_host, ("bloom.example", "blossom.example"))]
    assert (before, names(organisation), hosts) == (["Bloom"], ["Blossom"], ["", "blossom"])


def test_it_takes_effect_once(organisation):
    publish_text(organisation, branded("Bloom", "bloom.example", LATER))
    done = [take_effect(organisation=organisation.id, by=SYSTEM, now=THEN) for _ in range(2)]
    told = [entry for entry in entries_of_organisation(organisation.id) if entry.deed == "organisation.brands_set"]
    assert (done, [entry.actor for entry in told]) == ([True, False], [SYSTEM])


def test_however_late_the_worker_comes_the_version_in_force_decides(organisation):
    publish_text(organisation, branded("Bloom", "bloom.example", LATER))
    publish_text(organisation, branded("Blossom", "blossom.example", "takes_effect = 2026-12-03"), now=NOW + DAY)
    assert (settle_versions(now=NOW + 30 * DAY), names(organisation)) == (1, ["Blossom"])
    assert unsettled(now=NOW + 30 * DAY) == []


def test_a_version_that_was_overtaken_never_takes_effect(organisation):
    publish_text(organisation, branded("Bloom", "bloom.example", LATER))
    publish_text(organisation, SMALL, now=NOW + DAY)
    assert (settle_versions(now=THEN), names(organisation)) == (0, [])


def test_its_logo_comes_along(organisation):
    picture = png(64, 32)
    publish_text(organisation, branded("Bloom", "bloom.example", LATER, logo="a.png"), files={"a.png": picture})
    settle_versions(now=THEN)
    found = organisation_by_host("bloom.example")
    assert found is not None
    assert found.logo_version != ""


def test_another_logo_under_the_same_name_is_another_version(organisation):
    """The file is the same to the letter; the picture beside it is not."""
    text = branded("Bloom", "bloom.example", logo="a.png")
    numbers = [publish_text(organisation, text, files={"a.png": png(64, height)}).number for height in (32, 33)]
    found = organisation_by_host("bloom.example")
    assert (numbers, found and found.logo_version) == ([2, 3], logo_version(read_logo(png(64, 33))))
    with pytest.raises(SameAsBefore):
        publish_text(organisation, text, files={"a.png": png(64, 33)})


def test_another_logo_under_the_same_name_can_be_proposed(organisation):
    """The second person sees that the picture changed, and nothing where it did not."""
    text = branded("Bloom", "bloom.example", logo="a.png").replace(SMALL, TWO)
    publish_by_two(organisation, text, files={"a.png": png(64, 32)})
    with pytest.raises(SameAsBefore):
        propose_text(organisation, text, files={"a.png": png(64, 32)})
    proposal = propose_text(organisation, text, files={"a.png": png(64, 33)})
    seen = review(organisation.facts, proposal, now=NOW)
    assert [(each.name, each.change) for each in seen.files] == [("a.png", Change.CHANGED)]


def test_two_people_publish_it_for_a_day_to_come(organisation):
    publish_by_two(organisation, branded("Bloom", "bloom.example", LATER))
    assert (names(organisation), settle_versions(now=THEN), names(organisation)) == ([], 1, ["Bloom"])


def test_a_host_name_that_went_to_somebody_else_stops_nobody_elses(organisation):
    """It stays to be done, and is done when the name is free again."""
    other = make_organisation(name="Haven", host_names=["report.tulip.example"])
    publish_text(organisation, branded("Bloom", "bloom.example", LATER))
    publish_text(
        other, branded("Tulip", "tulip.example", LATER).replace("report.haven.example", "report.tulip.example")
    )
    third = make_organisation(host_names=["bloom.example"])
    assert (settle_versions(now=THEN), names(organisation), names(other)) == (1, [], ["Tulip"])
    assert unsettled(now=THEN) == [organisation.id]
    set_host_names(organisation=third.id, hosts=["third.example"], by=SYSTEM, now=THEN)
    assert (settle_versions(now=THEN), names(organisation)) == (1, ["Bloom"])


def test_a_version_that_cannot_be_read_changes_nothing(organisation):
    publish_text(organisation, branded("Bloom", "bloom.example"))
    publish_text(organisation, branded("Blossom", "blossom.example", LATER), now=NOW + DAY)
    PolicyVersion.objects.filter(organisation=organisation.id, number=3).update(source="format = 99")
    assert (settle_versions(now=THEN), names(organisation)) == (0, ["Bloom"])
