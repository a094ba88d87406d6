"""What the privacy statement lacks is told at the desk."""

import pytest
from django.utils import timezone

from meldpunt.people.terms import Role
from tests.factories.desk import client_of
from tests.factories.people import make_member, make_organisation
from tests.factories.policy import publish_text
from tests.factories.policy_texts import SMALL

pytestmark = pytest.mark.django_db
WHOLE = '\n[privacy]\naddress = "Kade 1, Havenstad"\nwithout_officer = true\nbasis = "public_task"\n'


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (SMALL, (True, True, True)),
        (SMALL + WHOLE.replace("without_officer = true\n", ""), (False, True, False)),
        (SMALL + WHOLE, (False, False, False)),
        ("", (False, False, False)),
    ],
)
def test_settings_tell_what_is_missing(text, told):
    """Nothing under the built-in policy: whoever writes one of their own is told then."""
    organisation = make_organisation(name="Haven", host_names=["report.haven.example"])
    if text:
        publish_text(organisation, text, now=timezone.now())
    html = client_of(make_member(organisation, Role.LEAD, language="en")).get("/desk/settings").text
    asked = ("names no postal address", "names no data protection officer", "names no ground in the law")
    assert tuple(each in html for each in asked) == told
