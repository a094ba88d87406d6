"""By when the finder hears from us: what the policy promises, not what the desk asks of itself."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from meldpunt.cases.access import open_for_finder
from meldpunt.cases.actions import write_as_finder
from meldpunt.cases.terms import DeclineReason
from tests.factories.arrivals import make_form
from tests.factories.cases import MadeCase, answer, make_case, say_no
from tests.factories.people import NOW, make_member, make_organisation
from tests.factories.policy import make_haven, publish_text

pytestmark = pytest.mark.django_db


def told(case: MadeCase) -> datetime | None:
    """Return the date on the finder's page."""
    return open_for_finder(by=case.finder(), now=NOW).due_at


def test_a_word_of_the_finder_moves_no_promise() -> None:
    """The desk is due earlier for it; the finder was promised the longest silence, and reads that date."""
    case = make_case(make_organisation())
    answer(case, make_member(case.organisation).unlocked)
    promised = told(case)
    write_as_finder(text="Nog iets.", uploads=(), once=uuid4(), by=case.finder(), now=NOW)
    due = case.row.due_at
    assert promised is not None
    assert due is not None
    assert (told(case), due < promised) == (promised, True)


def test_nothing_is_said_where_nothing_is_promised() -> None:
    """A policy without a longest silence, after the answer."""
    organisation = make_haven()
    published = publish_text(organisation, now=NOW - timedelta(days=1))
    case = make_case(organisation, form=make_form(organisation, policy_version=published.number))
    before = told(case)
    answer(case, make_member(organisation).unlocked)
    assert (before is None, told(case)) == (False, None)


def test_a_no_ends_what_was_promised() -> None:
    """The desk still looks for evidence; nobody was told of a date."""
    case = make_case(make_organisation())
    say_no(case, make_member(case.organisation).unlocked, DeclineReason.NOT_VALID)
    assert (told(case), case.row.due_at is None) == (None, False)
