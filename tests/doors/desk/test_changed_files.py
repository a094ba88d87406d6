"""Which files change stands on the page before a policy is published."""

import pytest

from tests.factories.desk import client_of
from tests.factories.people import make_lead
from tests.factories.policy import make_file_beside, make_haven, publish_text
from tests.factories.policy_texts import SMALL
from tests.people.pictures import png

pytestmark = pytest.mark.django_db
LOOK = '\n[organisation.look]\nlogo = "one.png"\n'


def test_who_tries_a_text_sees_that_the_logo_is_another():
    organisation = make_haven()
    desk = client_of(make_lead(organisation, language="en"))
    make_file_beside(organisation, name="one.png", content=png(64, 33))
    publish_text(organisation, SMALL)
    text = SMALL.replace("[contact]", f"{LOOK}\n[contact]")
    page = desk.post("/desk/policy", {"text": text}).text
    link = '<a href="/desk/policy/files/one.png" download>one.png</a>'
    assert (link in page, "one.png" in desk.post("/desk/policy", {"text": SMALL}).text) == (True, False)
