"""Where the law forbids even to say that something is withheld, the finder's page is that of a case in which nothing is."""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from meldpunt.cases.actions import end_withholding, withhold, write_as_finder
from meldpunt.cases.terms import Ground, MessageKind
from meldpunt.people.terms import Visitor
from tests.factories.cases import MadeCase, answer, make_case
from tests.factories.obligations import settle_all
from tests.factories.people import MadeOrganisation, make_lead, make_organisation

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Deed:
    """Something that is done in a case, so many days ago; `only` in the case that withholds."""

    days: float
    does: Callable[[MadeCase, Visitor, datetime], None]
    only: bool = False


def answered(days: float, kind: MessageKind = MessageKind.ANSWER) -> Deed:
    return Deed(days, lambda case, by, at: answer(case, by, kind, now=at))


def said(days: float) -> Deed:
    def does(case: MadeCase, _by: Visitor, at: datetime) -> None:
        write_as_finder(text="Nog iets.", uploads=(), once=None, by=case.finder(now=at), now=at)

    return Deed(days, does)


def withheld(days: float, *, told: bool = False) -> Deed:
    def does(case: MadeCase, by: Visitor, at: datetime) -> None:
        withhold(
            number=case.number,
            ground=Ground.COURT,
            reason="Vonnis.",
            review_on=(at.astimezone(ZoneInfo("Europe/Amsterdam")) + timedelta(days=90)).date(),
            said=told,
            seen_version=case.version,
            by=by,
            now=at,
        )

    return Deed(days, does, only=True)


def ended(days: float) -> Deed:
    def does(case: MadeCase, by: Visitor, at: datetime) -> None:
        end_withholding(number=case.number, seen_version=case.version, by=by, now=at)

    return Deed(days, does, only=True)


def page_after(
    organisation: MadeOrganisation, lead: Visitor, deeds: tuple[Deed, ...], now: datetime, *, withholds: bool
) -> tuple[MadeCase, str]:
    """Return a case that came in sixty days ago, after these deeds, and its finder's page without what differs in any two cases."""
    case = make_case(organisation, now=now - timedelta(days=60))
    for deed in deeds:
        if withholds or not deed.only:
            deed.does(case, lead, now - timedelta(days=deed.days))
            settle_all(now=now - timedelta(days=deed.days))
    settle_all(now=now)
    finder = Client()
    finder.post("/case", {"code": case.receipt.code})
    page = html.unescape(finder.get("/case/status").text)
    assert page.count(case.receipt.digest) == 1
    page = page.replace(case.number, "NUMBER").replace(case.receipt.digest, "DIGEST")
    return case, re.sub(r'(name="form" value=|name="csrfmiddlewaretoken" value=)"[^"]+"', r"\1", page)


@pytest.fixture
def organisation() -> MadeOrganisation:
    return make_organisation(host_names=["testserver"])


@pytest.fixture
def lead(organisation: MadeOrganisation) -> Visitor:
    return make_lead(organisation).unlocked


@pytest.mark.parametrize(
    "deeds",
    [
        pytest.param((answered(5), withheld(3)), id="while it holds"),
        pytest.param((answered(58), withheld(55)), id="while it holds and the date passed"),
        pytest.param((answered(20), withheld(18), ended(5)), id="ended before the date"),
        pytest.param((answered(58), withheld(55), ended(5)), id="ended after the date"),
        pytest.param((answered(58), withheld(55), ended(5), answered(2)), id="told after it ended"),
        pytest.param((answered(58), withheld(40), answered(10)), id="told while it holds"),
        pytest.param((answered(58), withheld(55), withheld(30), ended(5)), id="decided anew"),
        pytest.param((withheld(59),), id="before the first answer"),
        pytest.param((withheld(59), answered(58), ended(2)), id="from before the first answer"),
        pytest.param((answered(58, MessageKind.ASK), withheld(55)), id="with a question"),
        pytest.param((answered(58, MessageKind.ASK), withheld(55), said(30), ended(20)), id="with a question answered"),
    ],
)
def test_the_page_is_that_of_a_case_that_withholds_nothing(
    organisation: MadeOrganisation, lead: Visitor, deeds: tuple[Deed, ...]
) -> None:
    now = timezone.now()
    _, plain = page_after(organisation, lead, deeds, now, withholds=False)
    case, withholding = page_after(organisation, lead, deeds, now, withholds=True)
    assert withholding == plain
    assert case.row.withholdings.exists()


def test_the_comparison_sees_one_that_is_said(organisation: MadeOrganisation, lead: Visitor) -> None:
    now = timezone.now()
    deeds = (answered(58), withheld(55, told=True), ended(5))
    assert len({page_after(organisation, lead, deeds, now, withholds=either)[1] for either in (True, False)}) == 2
