"""A mailed link that was used: the browser that used it sees the same receipt for a while, and the link alone opens nothing."""

from datetime import timedelta

import pytest

from meldpunt.arrivals.terms import Channel
from meldpunt.cases.actions import expire_code_links, open_code_link
from meldpunt.cases.models import CodeLink
from meldpunt.cases.rules.code_links import AGAIN, LINK_LIFE, USE, open_receipt
from meldpunt.cases.terms import LinkOver, Receipt
from meldpunt.sealing.rules.locks import open_token
from meldpunt.sealing.terms import SealingError
from tests.factories.cases import MadeCase, mail_link, make_case
from tests.factories.people import NOW, make_organisation

pytestmark = pytest.mark.django_db
BROWSER = "what only this browser has"


@pytest.fixture
def case() -> MadeCase:
    """Return a report whose finder was mailed a link."""
    return make_case(make_organisation())


@pytest.fixture
def token(case: MadeCase) -> str:
    """Return the token of that link."""
    return mail_link(case)


def shown(case: MadeCase, token: str, browser: str = BROWSER, *, after: timedelta = timedelta()) -> Receipt:
    return open_code_link(
        organisation=case.organisation.id, token=token, browser=browser, by=Channel.MAIL, now=NOW + after
    )


def test_same_browser_sees_the_same_receipt_again(case: MadeCase, token: str) -> None:
    last = AGAIN - timedelta(seconds=1)
    seen = [shown(case, token), shown(case, token), shown(case, token, after=last)]
    assert seen == [case.receipt] * 3


@pytest.mark.parametrize("browser", ["", "another", "\udc80"])
def test_other_browser_sees_nothing_any_more(case: MadeCase, token: str, browser: str) -> None:
    shown(case, token)
    with pytest.raises(LinkOver):
        shown(case, token, browser)


def test_time_for_it_does_not_begin_anew(case: MadeCase, token: str) -> None:
    shown(case, token)
    shown(case, token, after=AGAIN / 2)
    with pytest.raises(LinkOver):
        shown(case, token, after=AGAIN)
    assert (expire_code_links(now=NOW + AGAIN), CodeLink.objects.count()) == (1, 0)


def test_link_used_at_its_end_lives_no_longer_for_it(case: MadeCase, token: str) -> None:
    shown(case, token, after=LINK_LIFE - timedelta(minutes=1))
    with pytest.raises(LinkOver):
        shown(case, token, after=LINK_LIFE)


def test_row_and_token_of_a_used_link_open_nothing(case: MadeCase, token: str) -> None:
    shown(case, token)
    row, lock = CodeLink.objects.get(), open_token(token, use=USE)
    assert bytes(row.digest) != lock.digest
    with pytest.raises(SealingError):
        open_receipt(bytes(row.sealed), thread=row.thread_id, lock=lock)


def test_without_a_browser_to_hold_it_nothing_is_kept(case: MadeCase, token: str) -> None:
    shown(case, token, "")
    assert CodeLink.objects.count() == 0
