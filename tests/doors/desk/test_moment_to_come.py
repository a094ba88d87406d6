"""A report that is entered with a moment still to come."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from meldpunt.people.models import Organisation
from tests.doors.desk.test_entering import form_of, send
from tests.factories.people import MadeOrganisation

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("ahead", "field"), [(timedelta(minutes=5), "time"), (timedelta(days=1), "day")])
def test_a_moment_to_come_is_told_at_the_field_that_is_wrong(
    client: Client, organisation: MadeOrganisation, ahead: timedelta, field: str
) -> None:
    zone = next(zone for zone in ("Etc/GMT+6", "Etc/GMT-6") if 1 < timezone.now().astimezone(ZoneInfo(zone)).hour < 22)
    Organisation.objects.filter(pk=organisation.id).update(zone=zone)
    at = timezone.now().astimezone(ZoneInfo(zone)) + ahead
    page = send(client, form_of(client), day=f"{at:%Y-%m-%d}", time=f"{at:%H:%M}").content.decode()
    assert "still to come" in page.split(f'id="id_{field}_error"')[1].split("</div>")[0]
