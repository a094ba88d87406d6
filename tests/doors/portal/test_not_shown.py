"""The page of a finder who called, wrote or came by: it claims nothing about rules that were not shown."""

import html
from datetime import timedelta

import pytest
from django.utils import timezone

from meldpunt.arrivals.terms import Channel
from meldpunt.cases.terms import Entered, Told
from tests.doors.portal.conftest import Finder
from tests.factories.cases import make_told_case
from tests.factories.people import MadeOrganisation, make_member
from tests.factories.policy import publish_text

pytestmark = pytest.mark.django_db
IN_FORCE = '<a href="/policy/2">Our rules, version 2</a>, were in force when your report came in.'
NONE_OF_OUR_OWN = (
    "When your report came in, we had no rules of our own yet: "
    '<a href="/policy/1">the general rules of this desk, version 1</a>, hold.'
)


def page_of(finder: Finder, organisation: MadeOrganisation, channel: Channel, told: Told = Told.NOT_SHOWN) -> str:
    """Enter what somebody told an hour ago, and open the page behind the code."""
    now = timezone.now()
    entered = Entered(channel, now - timedelta(hours=1), told=told)
    case = make_told_case(organisation, make_member(organisation).unlocked, entered=entered, now=now)
    finder.post("/case", {"code": case.receipt.code})
    finder.get("/case/status")
    return html.unescape(finder.page)


@pytest.mark.parametrize(
    ("channel", "why"),
    [
        (Channel.TELEPHONE, "They were not shown to you: you reported by telephone."),
        (Channel.MAIL, "They were not shown to you: you reported by mail."),
        (Channel.LETTER, "They were not shown to you: you reported by letter."),
        (Channel.IN_PERSON, "They were not shown to you: you told us in person."),
        (Channel.OTHER, "They were not shown to you. What we promise"),
    ],
)
def test_the_page_says_why_the_rules_were_not_shown(
    finder: Finder, organisation: MadeOrganisation, channel: Channel, why: str
) -> None:
    publish_text(organisation, now=timezone.now() - timedelta(days=1))
    page = page_of(finder, organisation, channel)
    assert (IN_FORCE in page, why in page, "You agreed" in page, "was shown to you" in page) == (
        True,
        True,
        False,
        False,
    )


@pytest.mark.parametrize("told", Told)
def test_before_our_first_rules_none_of_our_own_are_claimed(
    finder: Finder, organisation: MadeOrganisation, told: Told
) -> None:
    publish_text(organisation, now=timezone.now() - timedelta(minutes=30))
    page = page_of(finder, organisation, Channel.TELEPHONE, told)
    claims = ("Our rules, version", "You agreed", "was shown to you")
    assert (NONE_OF_OUR_OWN in page, [claim in page for claim in claims]) == (True, [False] * 3)


@pytest.mark.parametrize(
    ("told", "words"), [(Told.SHOWN, "that version was shown to you"), (Told.AGREED, "You agreed to")]
)
def test_rules_that_were_read_out_are_named_so(
    finder: Finder, organisation: MadeOrganisation, told: Told, words: str
) -> None:
    page = page_of(finder, organisation, Channel.TELEPHONE, told)
    assert (words in page, IN_FORCE in page) == (True, False)


def test_the_words_are_ours_and_not_the_finders(finder: Finder, organisation: MadeOrganisation) -> None:
    page = page_of(finder, organisation, Channel.LETTER)
    assert ("What we wrote down of what you told us" in page, "exactly as we received it" in page) == (True, False)


def test_what_came_by_the_form_was_shown(finder: Finder) -> None:
    finder.report()
    finder.enter()
    finder.get("/case/status")
    assert ("that version was shown to you" in finder.page, "not shown" in finder.page) == (True, False)
