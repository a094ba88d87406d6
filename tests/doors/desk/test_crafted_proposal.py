"""A proposal full of unseen characters makes no huge page."""

import pytest
from django.utils import timezone

from tests.factories.desk import client_of
from tests.factories.people import make_lead
from tests.factories.policy import make_haven, propose_text
from tests.factories.policy_texts import TWO

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("lines", "told"), [(1900, True), (3, False)])
def test_lines_after_so_many_boxes_are_left_out_and_that_is_told(lines, told):
    organisation = make_haven()
    text = f"# {'\u202e' * 40}\n" * lines + TWO
    propose_text(organisation, text, now=timezone.now())
    page = client_of(make_lead(organisation, language="en")).get("/desk/policy/proposal").text
    assert ("The lines after that are left out" in page, len(page) < 1_000_000) == (told, True)
