"""When and where a test is mailed, and what is left of it."""

import pytest

from meldpunt.arrivals.models import MailCanary
from meldpunt.people.models import Organisation
from meldpunt.upkeep.terms import Part, Trouble
from tests.factories.arrivals import make_mail
from tests.factories.people import NOW, make_organisation
from tests.factories.policy import make_haven, publish_text
from tests.factories.policy_texts import SMALL
from tests.factories.upkeep import make_check, make_mail_canary
from tests.fakes.carrier import delivered
from tests.upkeep.conftest import ADDRESS, BY_MAIL, DAY, HOUR, SECOND, comes, looks, sent, troubles

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sends")]


@pytest.mark.usefixtures("organisation")
def test_the_first_one_comes_an_hour_after_the_organisation_was_made():
    assert looks(NOW, NOW + HOUR - SECOND, NOW + HOUR, NOW + HOUR + SECOND) == [0, 0, 1, 0]


def test_then_one_comes_a_day(organisation):
    comes(organisation, sent(organisation))
    assert looks(NOW + DAY - SECOND, NOW + DAY, NOW + DAY + SECOND) == [0, 1, 0]


def test_after_one_that_failed_the_next_comes_sooner(organisation):
    sent(organisation)
    assert looks(NOW + 2 * HOUR, NOW + 4 * HOUR - SECOND, NOW + 4 * HOUR) == [0, 0, 1]


@pytest.mark.usefixtures("organisation")
def test_it_goes_to_the_address_from_the_organisations_sender():
    looks(NOW + HOUR)
    [letter] = delivered(now=NOW + HOUR)
    assert (letter.to, letter.sender) == (ADDRESS, "desk@clinic.example")


@pytest.mark.usefixtures("organisation")
def test_without_a_server_that_sends_none_is_mailed(settings):
    settings.MELDPUNT = settings.MELDPUNT.model_copy(update={"smtp_host": None})
    assert looks(NOW + DAY) == [0]


@pytest.mark.parametrize("switch", ["tests_way_in", "tests_mail"])
def test_where_it_is_switched_off_none_is_mailed_and_what_was_found_says_nothing(organisation, switch):
    make_check(organisation, Part.MAIL, Trouble.MAIL_NOT_BACK)
    Organisation.objects.filter(pk=organisation.id).update(**{switch: False})
    assert (looks(NOW + DAY), troubles(organisation)) == ([0], [])


def test_where_no_mail_comes_in_none_is_mailed():
    make_organisation()
    assert looks(NOW + DAY) == [0]


def test_where_the_policy_names_an_address_and_nothing_says_that_it_leads_here_none_is_mailed():
    organisation = make_haven()
    publish_text(organisation, SMALL + BY_MAIL)
    before = looks(NOW + DAY)
    make_mail(organisation)
    assert (before, looks(NOW + DAY + SECOND)) == ([0], [1])


@pytest.mark.parametrize(("hours", "found"), [(25, []), (26, [Trouble.NOT_TESTED])])
def test_a_day_without_a_test_is_red(organisation, hours, found):
    comes(organisation, sent(organisation))
    looks(NOW)
    now = NOW + hours * HOUR
    make_check(organisation, now=now)
    assert [trouble for _, trouble, _ in troubles(organisation, now=now)] == found


def test_of_a_week_ago_nothing_is_left(organisation):
    make_mail_canary(organisation)
    make_mail_canary(organisation, now=NOW + 7 * DAY + SECOND)
    assert MailCanary.objects.count() == 1
