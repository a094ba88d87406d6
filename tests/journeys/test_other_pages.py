"""The pages that nobody means to reach, held against axe-core: locked, refused, too late, too often; and those that explain."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from meldpunt.arrivals.rules.allowance import Allowance
from meldpunt.arrivals.terms import Act, Budget, Verdict
from meldpunt.doors.desk import patience
from meldpunt.doors.portal import posting
from meldpunt.journal.terms import SYSTEM
from meldpunt.obligations.actions import make_figures
from meldpunt.people.models import Organisation
from meldpunt.people.terms import Role
from tests.factories.cases import make_case
from tests.factories.obligations import settle_all
from tests.factories.people import PASSWORD, make_member
from tests.journeys.screens import NARROW_AND_WIDE, problems
from tests.journeys.test_handler import Desk, chromium, desk, language, sign_in

__all__ = ["chromium", "desk", "language"]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
TRIES = 5


@pytest.fixture
def page(chromium: Browser, language: str) -> Iterator[Page]:
    """Give a page to somebody who reads this language."""
    context = chromium.new_context(viewport={"width": 320, "height": 800}, locale=language)
    yield context.new_page()
    context.close()


class Elsewhere(Allowance):
    """Takes everybody for a visitor from afar: those of this machine share a budget that never refuses."""

    def charge(self, *, act: Act, address: str | None, organisation: UUID, now: datetime) -> Verdict:
        """Count one act."""
        del address
        return super().charge(act=act, address="203.0.113.7", organisation=organisation, now=now)


@pytest.fixture(autouse=True)
def _little_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse after two tries."""
    allowance = Elsewhere(dict.fromkeys(Act, Budget(burst=1, per_hour=10, slowed=1)))
    monkeypatch.setattr(patience, "_allowance", allowance)
    monkeypatch.setattr(posting, "_allowance", lambda: allowance)


def refused_at_last(page: Page, address: str, **typed: str) -> int:
    """Fill in a form wrongly until it is not looked at any more; return the last status."""
    status = 0
    for _ in range(TRIES):
        page.goto(address)
        for name, text in typed.items():
            page.fill(f"[name={name}]", text)
        with page.expect_navigation() as answered:
            page.locator("main form button").last.click()
        status = answered.value.status
        if status == 429:
            break
    return status


@pytest.mark.parametrize("address", ["/", "/sealed", "/accessibility", "/case/status", "/nowhere"])
def test_pages_that_explain_are_accessible(page: Page, desk: Desk, address: str) -> None:
    assert problems(page, desk.url + address, on=NARROW_AND_WIDE) == []


def test_figures_and_who_is_away_are_accessible(page: Page, desk: Desk) -> None:
    Organisation.objects.filter(pk=desk.organisation.id).update(figures_public=True)
    for _ in range(10):  # as many as figures in public need
        make_case(desk.organisation, now=timezone.now())
    settle_all(now=timezone.now())
    make_figures(organisation=desk.organisation.id, by=SYSTEM, now=timezone.now())
    sign_in(page, desk)
    addresses = [f"{desk.url}{path}" for path in ("/desk/people/absences", "/figures", "/desk/figures")]
    assert [problems(page, address, on=NARROW_AND_WIDE) for address in addresses] == [[], [], []]
    assert page.locator("svg[role=img]").count() > 0


def test_page_after_too_many_codes_is_accessible(page: Page, desk: Desk) -> None:
    assert refused_at_last(page, f"{desk.url}/case", code="AAAA BBBB") == 429
    assert problems(page, on=NARROW_AND_WIDE) == []


def test_page_after_too_many_passwords_is_accessible(page: Page, desk: Desk) -> None:
    assert refused_at_last(page, f"{desk.url}/desk/sign-in", email=desk.lead.email, password="not this one") == 429
    assert problems(page, on=NARROW_AND_WIDE) == []


def test_locked_desk_is_accessible(page: Page, desk: Desk) -> None:
    sign_in(page, desk)
    page.goto(f"{desk.url}/desk/account")
    with page.expect_navigation():
        page.locator("form[action$='/desk/lock'] button").first.click()
    expect(page.locator("[name=password]")).to_have_count(1)
    assert problems(page, on=NARROW_AND_WIDE) == []


def test_desk_without_keys_is_accessible(page: Page, desk: Desk, language: str) -> None:
    waiting = make_member(desk.organisation, Role.HANDLER, password=PASSWORD, language=language, admitted=False)
    sign_in(page, desk, waiting)
    answer = page.goto(f"{desk.url}/desk/cases/{desk.case.number}")
    assert (answer and answer.status, problems(page, on=NARROW_AND_WIDE)) == (403, [])


def test_page_that_a_role_may_not_see_is_accessible(page: Page, desk: Desk, language: str) -> None:
    sign_in(page, desk, make_member(desk.organisation, Role.HANDLER, password=PASSWORD, language=language))
    answer = page.goto(f"{desk.url}/desk/settings")
    assert (answer and answer.status, problems(page, on=NARROW_AND_WIDE)) == (403, [])


def test_case_that_a_colleague_changed_is_accessible(page: Page, desk: Desk) -> None:
    sign_in(page, desk)
    case = f"{desk.url}/desk/cases/{desk.case.number}"
    page.goto(case)
    colleague = page.context.new_page()
    colleague.goto(case)
    with colleague.expect_navigation():
        colleague.locator("form[action$='/assign'] button").first.click()
    page.fill("#note-text", "Ask the supplier")
    with page.expect_response(lambda answer: answer.request.method == "POST") as answered:
        page.locator("form[action*='/note'] button").last.click()
    assert answered.value.status == 409
    page.wait_for_selector("[role=alert]")
    assert problems(page, on=NARROW_AND_WIDE) == []


def test_link_that_was_used_is_accessible(page: Page, desk: Desk) -> None:
    answer = page.goto(f"{desk.url}/desk/invitation/{'x' * 43}")
    assert (answer and answer.status, problems(page, on=NARROW_AND_WIDE)) == (410, [])
