"""What happened in a case stays readable however much it was."""

import re

import pytest
from django.utils import timezone

from meldpunt.cases.access import open_for_member
from tests.factories.cases import make_case
from tests.factories.desk import client_of
from tests.factories.people import make_member, make_organisation

pytestmark = pytest.mark.django_db


def test_only_the_newest_of_a_long_history_is_shown_until_asked() -> None:
    """The first line is behind a link."""
    organisation = make_organisation(host_names=["testserver"])
    case, member = make_case(organisation, now=timezone.now()), make_member(organisation, language="en")
    for _ in range(70):
        open_for_member(number=case.number, visitor=member.unlocked, now=timezone.now())
    client, address = client_of(member), f"/desk/cases/{case.number}"
    short, whole = (client.get(address + asked).content.decode() for asked in ("", "?events=all"))
    assert [("The report came in" in page, 'href="?events=all#h-timeline"' in page) for page in (short, whole)] == [
        (False, True),
        (True, False),
    ]
    assert len(re.findall(r'<li class="done">', whole)) == 2  # the same look again and again is one line
