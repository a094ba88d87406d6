"""Who is counted as whom, when reports and codes are limited."""

import pytest

pytestmark = pytest.mark.django_db
NAMES = {"onion_host": "a.onion", "host_names": ("b.onion",)}


@pytest.mark.parametrize(
    ("host", "address"),
    [("a.onion", "192.88.99.7"), ("b.onion", "192.0.2.7")],
    ids=["the onion service's name, over the public internet", "another onion service"],
)
def test_the_name_of_an_onion_service_lifts_no_limit(finder, organisation, settings, host, address):
    settings.MELDPUNT = settings.MELDPUNT.model_copy(update=NAMES | {"reports_per_hour": 1})
    finder.client.defaults |= {"REMOTE_ADDR": address, "HTTP_HOST": host}
    page = f"/o/{organisation.facts.slug}/report"
    statuses = []
    for number in range(3):
        finder.get(page)
        statuses.append(finder.post(page, {**finder.hidden(), "where": "a", "what": f"number {number}"}).status_code)
    assert statuses == [200, 200, 429]
