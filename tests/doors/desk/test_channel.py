"""The light at the desk: in words, on every page, with what to do and for whom."""

from typing import Any

import pytest
from django.utils import timezone

from meldpunt.cases.models import Case
from meldpunt.people.terms import Role
from meldpunt.upkeep.terms import Part, Trouble
from tests.factories.desk import client_of
from tests.factories.people import MadeMember, MadeOrganisation, make_member, take_mail
from tests.factories.upkeep import make_canary, make_check

pytestmark = pytest.mark.django_db


def test_it_is_green(member: MadeMember, organisation: MadeOrganisation) -> None:
    """A word in the bar, and no notice above the cases."""
    make_check(organisation, now=timezone.now())
    page = client_of(member).get("/desk/").text
    assert ("Way in: works" in page, "What to do about it, and who" in page) == (True, False)


def test_before_any_test_it_says_so(member: MadeMember) -> None:
    """Nobody knows yet whether it works."""
    desk = client_of(member)
    found = ["Way in: not tested" in desk.get("/desk/").text, "Reports can reach you" in desk.get("/desk/channel").text]
    assert found == [True, False]


def test_it_is_red(member: MadeMember, organisation: MadeOrganisation) -> None:
    """Above the cases stands what is wrong."""
    make_check(organisation, trouble=Trouble.NO_FORM, now=timezone.now())
    page = client_of(member).get("/desk/").text
    assert ("Way in: broken" in page, "The page with the form did not come." in page) == (True, True)


def test_amber_needs_no_notice(member: MadeMember, organisation: MadeOrganisation) -> None:
    """Reports can come."""
    make_check(organisation, now=timezone.now())
    make_check(organisation, Part.ADDRESS, Trouble.NOT_FROM_HERE, now=timezone.now())
    page = client_of(member).get("/desk/").text
    assert ("Way in: look at it" in page, "What to do about it, and who" in page) == (True, False)


@pytest.mark.parametrize("role", list(Role))
def test_every_member_reads_what_to_do(organisation: MadeOrganisation, role: Role) -> None:
    """And who does it."""
    make_check(organisation, trouble=Trouble.NO_FORM, now=timezone.now())
    page = client_of(make_member(organisation, role)).get("/desk/channel").text
    found = [
        "Wie de server beheert:" in page,
        "Open de pagina in een browser, en lees het logboek van de server." in page,
    ]
    assert found == [True, True]


def test_the_queue_opens_the_canary(member: MadeMember, organisation: MadeOrganisation) -> None:
    """At the first look of an open desk; after that it is gone, and the page says when."""
    make_canary(organisation, now=timezone.now())
    desk = client_of(member)
    before = desk.get("/desk/channel").text
    desk.get("/desk/")
    assert ("not yet: at the next open desk" in before, Case.with_canaries.count()) == (True, 0)
    assert "not yet: at the next open desk" not in desk.get("/desk/channel").text


def test_where_mail_comes_in_the_page_says_when_it_was_tested(
    member: MadeMember, organisation: MadeOrganisation, settings: Any
) -> None:
    """By mail, too; elsewhere nothing of that stands there."""
    without = client_of(member).get("/desk/channel").text
    settings.MELDPUNT = settings.MELDPUNT.model_copy(update={"smtp_host": "smtp.clinic.example"})
    take_mail(organisation)
    before = client_of(member).get("/desk/channel").text
    make_check(organisation, Part.MAIL, now=timezone.now())
    after = client_of(member).get("/desk/channel").text
    found = [("Tested by mail last" in page, "a mail may take two hours" in page) for page in (without, before, after)]
    assert found == [(False, False), (True, True), (True, False)]


@pytest.mark.parametrize("trouble", list(Trouble))
def test_every_trouble_has_words(member: MadeMember, organisation: MadeOrganisation, trouble: Trouble) -> None:
    """Whatever was found."""
    make_check(organisation, trouble=trouble, now=timezone.now())
    assert client_of(member).get("/desk/channel").status_code == 200
