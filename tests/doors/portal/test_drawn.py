"""Pages that are drawn once never hold what belongs to one visitor."""

import re

import pytest

from meldpunt.people.models import Organisation
from tests.factories.people import make_organisation

pytestmark = pytest.mark.django_db
TOKEN = re.compile(r'name="form" value="([^"]+)"')


@pytest.fixture
def waterschap():
    return make_organisation(name="Waterschap De Kade", languages=["nl", "en"])


@pytest.mark.usefixtures("waterschap")
def test_every_form_has_a_token_of_its_own(client):
    tokens = [TOKEN.findall(client.get("/report").text)[0] for _ in range(3)]
    assert len(set(tokens)) == 3


@pytest.mark.usefixtures("waterschap")
def test_forms_differ_in_nothing_but_their_token(client):
    first, second = (client.get("/report").text for _ in range(2))
    assert TOKEN.sub("", first) == TOKEN.sub("", second)


@pytest.mark.usefixtures("waterschap")
def test_each_visitor_gets_their_own_language(client):
    dutch = client.get("/report", headers={"accept-language": "nl"}).text
    english = client.get("/report", headers={"accept-language": "en"}).text
    assert ('lang="nl"' in dutch[:60], 'lang="en"' in english[:60]) == (True, True)


def test_change_of_the_organisation_shows_at_once(client, waterschap):
    client.get("/report")
    Organisation.objects.filter(pk=waterschap.id).update(name="Waterschap De Dijk")
    assert "Waterschap De Dijk" in client.get("/report").text


def test_form_under_a_slug_leads_back_there(client, waterschap):
    client.get("/report")
    assert f'action="/o/{waterschap.facts.slug}/report"' in client.get(f"/o/{waterschap.facts.slug}/report").text


PARTS = [re.compile(rf'id="{name}">(.*?)</', re.DOTALL) for name in ("case-number", "access-code", "digest")]


def test_nothing_of_one_receipt_stands_on_another(finder):
    first, second = (finder.report().text for _ in range(2))
    shown = [(part.findall(first)[0], part.findall(second)[0]) for part in PARTS]
    assert [own in second or other in first for own, other in shown] == [False, False, False]
    assert [place for place in ("[[", "]]") if place in first + second] == []
