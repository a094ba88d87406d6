"""Where the law forbids even to say that something is withheld, the finder's page is that of a case in which nothing is."""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from meldpunt.cases.actions import change_state, close, end_withholding, note_came_back, withhold, write_as_finder
from meldpunt.cases.models import Notice
from meldpunt.cases.terms import ClosingReason, Ground, MessageKind, ReportState, Says
from meldpunt.journal.terms import OPERATOR
from meldpunt.people.models import Organisation
from meldpunt.people.terms import Visitor
from meldpunt.policy.actions import keep_first_version
from meldpunt.policy.models import PolicyVersion
from meldpunt.reports.terms import Contact
from tests.factories.cases import MAILED, NO_CONTACT, MadeCase, answer, make_case
from tests.factories.obligations import settle_all
from tests.factories.outbox import carry
from tests.factories.people import MadeOrganisation, make_lead, make_organisation

pytestmark = pytest.mark.django_db
WEST, EAST = "America/New_York", "Asia/Tokyo"
"""Where a day ends later than in Amsterdam, and earlier."""


@dataclass(frozen=True)
class Deed:
    """Something that is done in a case, so many days ago; `only` in the case that withholds."""

    days: float
    does: Callable[[MadeCase, Visitor, datetime], None]
    only: bool = False


def answered(days: float, kind: MessageKind = MessageKind.ANSWER) -> Deed:
    return Deed(days, lambda case, by, at: answer(case, by, kind, now=at))


def expected(days: float, of: float) -> Deed:
    """Answer with a day by which it is solved: so many days ago."""

    def does(case: MadeCase, by: Visitor, at: datetime) -> None:
        day = (at + timedelta(days=days - of)).astimezone(ZoneInfo("Europe/Amsterdam")).date()
        answer(case, by, says=Says(fix_by=day), now=at)

    return Deed(days, does)


def solved(days: float) -> Deed:
    def does(case: MadeCase, by: Visitor, at: datetime) -> None:
        number = case.number
        for state in (ReportState.VALID, ReportState.ACCEPTED):
            change_state(number=number, to=state, seen_version=case.version, by=by, now=at)
        close(number=number, reason=ClosingReason.SOLVED, seen_version=case.version, by=by, now=at)

    return Deed(days, does)


def returned(days: float, place: int = 0) -> Deed:
    """Record that one of the mails came back."""

    def does(case: MadeCase, by: Visitor, at: datetime) -> None:
        mails = list(Notice.objects.filter(thread__case=case.row).order_by("id").values_list("letter", flat=True))
        seen, mail = case.version, mails[place]
        note_came_back(number=case.number, mail=mail, at=at, address_dead=False, seen_version=seen, by=by, now=at)

    return Deed(days, does)


def moved(days: float, zone: str) -> Deed:
    """Move the organisation to another time zone, for both cases alike."""

    def does(_case: MadeCase, by: Visitor, _at: datetime) -> None:
        Organisation.objects.filter(id=by.organisation.id).update(zone=zone)

    return Deed(days, does)


def passed(days: float) -> Deed:
    """Do nothing but what the worker does after every deed."""
    return Deed(days, lambda _case, _by, _at: None)


def said(days: float) -> Deed:
    def does(case: MadeCase, _by: Visitor, at: datetime) -> None:
        write_as_finder(text="Nog iets.", uploads=(), once=uuid4(), by=case.finder(now=at), now=at)

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


def pages_after(
    organisation: MadeOrganisation,
    lead: Visitor,
    deeds: tuple[Deed, ...],
    now: datetime,
    contact: Contact = NO_CONTACT,
) -> tuple[str, str]:
    """Return the finders' pages of two cases that came in sixty days ago, the second of which alone withholds."""
    plain, withholding = (make_case(organisation, now=now - timedelta(days=60), contact=contact) for _ in range(2))
    for deed in deeds:
        at = now - timedelta(days=deed.days)
        for case in (withholding,) if deed.only else (plain, withholding):
            deed.does(case, lead, at)
        carry(now=at + timedelta(minutes=2))
        settle_all(now=at + timedelta(minutes=2))
    settle_all(now=now)
    assert (plain.row.withholdings.exists(), withholding.row.withholdings.exists()) == (False, True)
    return page_of(plain), page_of(withholding)


def page_of(case: MadeCase) -> str:
    """Return the finder's page without what differs in any two cases."""
    finder = Client()
    finder.post("/case", {"code": case.receipt.code})
    page = html.unescape(finder.get("/case/status").text)
    assert page.count(case.receipt.digest) == 1
    page = page.replace(case.number, "NUMBER").replace(case.receipt.digest, "DIGEST")
    return re.sub(r'(name="form" value=|name="csrfmiddlewaretoken" value=)"[^"]+"', r"\1", page)


@pytest.fixture
def organisation() -> MadeOrganisation:
    """Give an organisation whose policy has no calendar of its own, so that dates go by the settings."""
    made = make_organisation(host_names=["testserver"])
    keep_first_version(organisation=made.id, by=OPERATOR, now=timezone.now() - timedelta(days=90))
    (version,) = PolicyVersion.objects.filter(organisation=made.id)
    PolicyVersion.objects.filter(pk=version.pk).update(terms={**version.terms, "region": None})
    return made


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
        pytest.param((answered(20), withheld(18), moved(10, WEST)), id="with a later calendar"),
        pytest.param((answered(20), withheld(18), moved(10, EAST)), id="with an earlier calendar"),
        pytest.param(
            (answered(58), withheld(55), passed(20), moved(10, EAST)), id="with an earlier calendar after the date"
        ),
        pytest.param((answered(58), withheld(55), passed(20), moved(10, EAST), ended(5)), id="with that, ended"),
        *(
            pytest.param(
                (answered(33.98), withheld(28.98), moved(14.98, zone), then), id=f"moved, then {name} in {zone}"
            )
            for zone in (WEST, EAST)
            for name, then in (("ended", ended(14.47)), ("decided anew", withheld(14.47)))
        ),
        pytest.param((expected(58, of=-5), withheld(55)), id="with a day to come"),
        pytest.param((expected(58, of=30), withheld(55)), id="with a day that passed"),
        pytest.param((expected(58, of=30), withheld(55), ended(20), expected(10, of=-9)), id="with another day later"),
        pytest.param((expected(58, of=30), withheld(55), ended(20), solved(10)), id="solved late"),
        pytest.param((expected(58, of=5), withheld(55), ended(20), solved(10)), id="solved in time"),
        pytest.param((answered(58, MessageKind.ASK), withheld(55), said(30), ended(20)), id="with a question answered"),
    ],
)
def test_the_page_is_that_of_a_case_that_withholds_nothing(
    organisation: MadeOrganisation, lead: Visitor, deeds: tuple[Deed, ...]
) -> None:
    plain, withholding = pages_after(organisation, lead, deeds, timezone.now())
    assert withholding == plain


@pytest.mark.parametrize(
    "deeds",
    [
        pytest.param((answered(58), withheld(55), returned(5)), id="after the date"),
        pytest.param((answered(58), withheld(55), passed(20), returned(5)), id="after the date, which was settled"),
        pytest.param((answered(58), withheld(55), ended(15), answered(10), returned(5)), id="kept late"),
        pytest.param((answered(20), withheld(18), ended(12), returned(10)), id="before the date"),
        pytest.param((expected(58, of=30), withheld(55), returned(5)), id="with a day that passed"),
    ],
)
def test_what_began_with_a_mail_that_came_back_says_no_more(
    organisation: MadeOrganisation, lead: Visitor, deeds: tuple[Deed, ...]
) -> None:
    plain, withholding = pages_after(organisation, lead, deeds, timezone.now(), MAILED)
    assert withholding == plain


def test_once_it_was_said_and_ended_no_date_is_late_that_stood_still(
    organisation: MadeOrganisation, lead: Visitor
) -> None:
    """The page names one date: that of the promise, which runs on."""
    deeds = (answered(58), withheld(55, told=True), ended(5))
    plain, withholding = pages_after(organisation, lead, deeds, timezone.now())
    assert ["Wij zijn te laat" in page for page in (plain, withholding)] == [True, False]


def test_the_comparison_moves_the_calendar(organisation: MadeOrganisation, lead: Visitor) -> None:
    deeds = (answered(20), withheld(18), moved(10, WEST))
    noon = timezone.now().replace(hour=12, minute=0) - timedelta(days=1)  # the same day in both zones
    assert "De kalender is veranderd" in pages_after(organisation, lead, deeds, noon)[0]


def test_the_comparison_sees_one_that_is_said(organisation: MadeOrganisation, lead: Visitor) -> None:
    plain, withholding = pages_after(
        organisation, lead, (answered(58), withheld(55, told=True), ended(5)), timezone.now()
    )
    assert withholding != plain
