"""The daily test of the way in fills in the form as a finder does; only this installation itself can send one."""

import pytest

from meldpunt.arrivals.access import mark_as_canary
from meldpunt.cases.models import Case
from meldpunt.doors.portal.receipt import DELAY

pytestmark = pytest.mark.django_db


def test_it_gets_a_receipt_at_once(finder):
    finder.get("/report")
    answer = finder.again(canary=mark_as_canary(token=finder.hidden()["form"]))
    assert (answer.status_code, DELAY in answer.headers) == (200, False)
    assert finder.element("case-number").startswith("test-")


def test_it_is_no_case(finder):
    finder.get("/report")
    finder.again(canary=mark_as_canary(token=finder.hidden()["form"]))
    assert (Case.objects.count(), Case.with_canaries.count()) == (0, 1)


def test_it_is_not_counted_among_the_reports_of_an_address(finder, settings):
    settings.MELDPUNT = settings.MELDPUNT.model_copy(update={"reports_per_hour": 1})
    statuses = []
    for number in range(5):
        finder.get("/report")
        mark = mark_as_canary(token=finder.hidden()["form"])
        statuses.append(finder.again(canary=mark, what=f"number {number}").status_code)
    assert statuses == [200] * 5


@pytest.mark.parametrize("mark", ["1", "é", "0" * 64])
def test_nobody_else_can_make_one(finder, mark):
    finder.report(canary=mark)
    assert (Case.objects.count(), Case.with_canaries.count()) == (1, 1)


def test_the_mark_of_one_form_makes_no_canary_of_another(finder):
    finder.get("/report")
    mark = mark_as_canary(token=finder.hidden()["form"])
    finder.report(canary=mark)
    assert Case.objects.count() == 1
