"""The channel tests itself: by the form, from both sides, once a day; what is wrong is said once, and so is that it is over."""

from datetime import timedelta

import pytest
from django.core.files.storage import storages

from meldpunt.arrivals.access import new_form
from meldpunt.cases.models import Case
from meldpunt.journal.terms import SYSTEM
from meldpunt.people.models import Organisation
from meldpunt.people.terms import DeskLocked, NotAllowed, Role
from meldpunt.reports.models import Attachment, Report
from meldpunt.sealing.models import Wrap
from meldpunt.upkeep.actions import note, open_canary, send_canary
from meldpunt.upkeep.jobs import try_form
from meldpunt.upkeep.models import Canary
from meldpunt.upkeep.queries import light_of
from meldpunt.upkeep.rules.channel import finding
from meldpunt.upkeep.terms import Level, Light, Part, Trouble, Visit
from tests.factories.people import NOW, MadeOrganisation, make_member, make_organisation
from tests.factories.upkeep import make_canary, make_check
from tests.fakes.form_visitor import FakeVisitor

pytestmark = pytest.mark.django_db
DAY, SOON = timedelta(days=1), timedelta(minutes=10)


def troubles(organisation: MadeOrganisation, *, now=NOW) -> list[tuple[Part, Trouble, Level]]:
    """Return what is wrong now."""
    return [(sign.part, sign.trouble, sign.level) for sign in light_of(organisation.facts, now=now).signs]


def test_a_canary_that_comes_back_makes_the_light_green():
    organisation = make_organisation()
    make_canary(organisation)
    assert light_of(organisation.facts, now=NOW) == Light(Level.GREEN, (), NOW, None)


def test_it_lies_sealed_until_a_handlers_desk_opens_it():
    organisation = make_organisation()
    make_canary(organisation)
    assert (Canary.objects.count(), Case.with_canaries.count()) == (1, 1)


def test_an_open_desk_checks_it_and_it_is_forgotten():
    organisation = make_organisation()
    wraps = Wrap.objects.count()
    make_canary(organisation)
    stored = Attachment.objects.get().stored_as
    open_canary(by=make_member(organisation).unlocked, now=NOW + SOON)
    left = (Canary.objects.count(), Case.with_canaries.count(), Report.objects.count(), Wrap.objects.count() - wraps)
    assert (left, storages["sealed"].exists(stored)) == ((0, 0, 0, 0), False)
    assert light_of(organisation.facts, now=NOW + SOON) == Light(Level.GREEN, (), NOW, NOW + SOON)


def test_one_that_says_something_else_at_the_desk_is_red():
    organisation = make_organisation()
    make_canary(organisation)
    Canary.objects.update(expected=b"another")
    open_canary(by=make_member(organisation).unlocked, now=NOW)
    assert troubles(organisation) == [(Part.DESK, Trouble.NOT_OPENED, Level.RED)]


def test_one_that_does_not_open_at_the_desk_is_red():
    organisation = make_organisation()
    make_canary(organisation)
    Wrap.objects.all().delete()
    open_canary(by=make_member(organisation).unlocked, now=NOW)
    assert troubles(organisation) == [(Part.DESK, Trouble.NOT_OPENED, Level.RED)]


def test_nothing_lies_there_and_nothing_happens():
    organisation = make_organisation()
    open_canary(by=make_member(organisation).unlocked, now=NOW)
    assert light_of(organisation.facts, now=NOW).opened_at is None


def test_a_locked_desk_opens_none():
    organisation = make_organisation()
    make_canary(organisation)
    with pytest.raises(DeskLocked):
        open_canary(by=make_member(organisation).locked, now=NOW)


def test_an_administrator_opens_none():
    organisation = make_organisation()
    make_canary(organisation)
    with pytest.raises(NotAllowed):
        open_canary(by=make_member(organisation, Role.ADMINISTRATOR).unlocked, now=NOW)


def test_the_next_one_takes_the_place_of_one_that_nobody_opened():
    organisation = make_organisation()
    make_canary(organisation)
    make_canary(organisation, now=NOW + DAY)
    assert (Canary.objects.count(), Case.with_canaries.count(), Report.objects.count()) == (1, 1, 1)


@pytest.mark.parametrize(
    "trouble",
    [Trouble.NO_ANSWER, Trouble.NO_FORM, Trouble.NOT_TAKEN, Trouble.NO_WAY_BACK],
)
def test_where_it_ends_is_said(trouble):
    organisation = make_organisation()
    send_canary(
        organisation=organisation.id, outside=None, inside=FakeVisitor(now=NOW, fails=trouble), by=SYSTEM, now=NOW
    )
    assert troubles(organisation) == [(Part.FORM, trouble, Level.RED)]


def test_a_page_that_says_something_else_is_red_and_leaves_nothing():
    organisation = make_organisation()
    send_canary(
        organisation=organisation.id, outside=None, inside=FakeVisitor(now=NOW, says="other"), by=SYSTEM, now=NOW
    )
    assert troubles(organisation) == [(Part.FORM, Trouble.OTHER_TEXT, Level.RED)]
    assert (Canary.objects.count(), Case.with_canaries.count()) == (0, 0)


@pytest.mark.parametrize("shown", ["another organisation's", "none"])
def test_only_a_form_of_the_organisation_is_marked(shown):
    organisation, other = make_organisation(), make_organisation()
    token = new_form(organisation=other.id, policy_version=1, language="nl", now=NOW) if shown != "none" else "none"

    class Elsewhere(FakeVisitor):
        def there_and_back(self, _site, _filled_in, mark):
            return Visit(mark(token))

    send_canary(organisation=organisation.id, outside=None, inside=Elsewhere(now=NOW), by=SYSTEM, now=NOW)
    assert troubles(organisation) == [(Part.FORM, Trouble.NO_FORM, Level.RED)]


HOST = "meld.kliniek.example"


@pytest.fixture
def public(settings) -> MadeOrganisation:
    """Give an organisation with a public address."""
    settings.MELDPUNT = settings.MELDPUNT.model_copy(update={"trusted_proxies": ("127.0.0.1",)})
    return make_organisation(host_names=[HOST])


def send(organisation: MadeOrganisation, outside: FakeVisitor, inside: FakeVisitor | None = None) -> FakeVisitor:
    inside = inside or FakeVisitor(now=NOW)
    send_canary(organisation=organisation.id, outside=outside, inside=inside, by=SYSTEM, now=NOW)
    return inside


def test_by_the_public_address_the_server_itself_need_not_be_asked(public):
    inside = send(public, outside := FakeVisitor(now=NOW))
    assert (outside.visited, inside.visited, troubles(public)) == ([f"https://{HOST}"], [], [])


@pytest.mark.parametrize(
    ("ends", "found"),
    [
        (Trouble.NO_ANSWER, (Part.ADDRESS, Trouble.NOT_FROM_HERE, Level.AMBER)),
        (Trouble.NO_FORM, (Part.ADDRESS, Trouble.OTHER_SERVER, Level.RED)),
        (Trouble.NOT_TRUSTED, (Part.CERTIFICATE, Trouble.NOT_TRUSTED, Level.RED)),
    ],
)
def test_a_public_address_that_fails_is_told_apart_from_a_server_that_does(public, ends, found):
    send(public, FakeVisitor(now=NOW, fails=ends))
    assert troubles(public) == [found]


@pytest.mark.parametrize(("days", "found"), [(13, [Trouble.ENDS_SOON]), (15, [])])
def test_the_end_of_the_certificate_is_told_two_weeks_before(public, days, found):
    send(public, FakeVisitor(now=NOW, certificate_until=NOW + timedelta(days=days)))
    assert [trouble for _, trouble, _ in troubles(public)] == found


def test_without_a_public_address_only_the_server_itself_is_asked():
    outside = FakeVisitor(now=NOW)
    send(make_organisation(), outside)
    assert outside.visited == []


def test_a_stopped_intake_is_red_for_a_lead():
    organisation = make_organisation()
    Organisation.objects.filter(pk=organisation.id).update(intake_stopped_at=NOW)
    facts = make_member(organisation).unlocked.organisation
    assert [sign.trouble for sign in light_of(facts, now=NOW).signs] == [Trouble.INTAKE_STOPPED]


@pytest.mark.parametrize(("hours", "found"), [(25, []), (26, [Trouble.NOT_TESTED])])
def test_a_day_without_a_test_is_red(hours, found):
    organisation = make_organisation()
    make_check(organisation)
    assert [trouble for _, trouble, _ in troubles(organisation, now=NOW + timedelta(hours=hours))] == found


def run(visitor: FakeVisitor, now) -> int:
    visitor.now = now
    return try_form(outside=None, inside=visitor, now=now)


def test_the_first_one_comes_an_hour_after_the_organisation_was_made():
    make_organisation()
    visitor = FakeVisitor(now=NOW)
    assert [run(visitor, NOW + timedelta(minutes=minutes)) for minutes in (0, 59, 60, 61)] == [0, 0, 1, 0]


def test_then_one_comes_a_day():
    organisation = make_organisation()
    make_check(organisation)
    visitor = FakeVisitor(now=NOW)
    assert [run(visitor, NOW + timedelta(hours=hours)) for hours in (23, 24, 25)] == [0, 1, 0]


def test_after_one_that_failed_the_next_comes_soon():
    organisation = make_organisation()
    make_check(organisation, trouble=Trouble.NO_FORM)
    visitor = FakeVisitor(now=NOW)
    assert [run(visitor, NOW + timedelta(minutes=minutes)) for minutes in (9, 10)] == [0, 1]


def test_each_organisation_has_its_turn():
    make_organisation(), make_organisation()
    visitor = FakeVisitor(now=NOW)
    assert [run(visitor, NOW + DAY) for _ in range(3)] == [1, 1, 0]
    assert len(set(visitor.visited)) == 2


def test_while_no_reports_are_taken_none_is_sent():
    organisation = make_organisation()
    Organisation.objects.filter(pk=organisation.id).update(intake_stopped_at=NOW)
    assert run(FakeVisitor(now=NOW), NOW + DAY) == 0


def test_where_it_is_switched_off_none_is_sent_and_nobody_misses_it():
    organisation = make_organisation()
    Organisation.objects.filter(pk=organisation.id).update(tests_way_in=False)
    facts = make_member(organisation).unlocked.organisation
    assert (run(FakeVisitor(now=NOW), NOW + DAY), light_of(facts, now=NOW + 2 * DAY).signs) == (0, ())


@pytest.mark.parametrize(("minutes", "found"), [(29, []), (30, [(Part.MAILBOX, Trouble.NOT_LOOKED_AT, Level.RED)])])
def test_a_mailbox_of_which_nobody_tells_is_red(settings, minutes, found):
    settings.MELDPUNT = settings.MELDPUNT.model_copy(update={"mailboxes": "mailboxes.toml"})
    organisation = make_organisation()
    make_check(organisation, Part.MAILBOX)
    assert troubles(organisation, now=NOW + timedelta(minutes=minutes)) == found


def test_the_doctor_names_the_mailbox_and_the_reason(settings):
    settings.MELDPUNT = settings.MELDPUNT.model_copy(update={"mailboxes": "mailboxes.toml"})
    organisation = make_organisation()
    trouble, detail = Trouble.NOT_LOOKED_AT, "info: sign_in"
    note(organisation=organisation.id, part=Part.MAILBOX, trouble=trouble, detail=detail, by=SYSTEM, now=NOW)
    assert finding("kliniek", light_of(organisation.facts, now=NOW)).advice.endswith("log (info: sign_in).")


def test_mailboxes_that_are_not_set_any_more_are_no_trouble():
    organisation = make_organisation()
    make_check(organisation, Part.MAILBOX, Trouble.NOT_LOOKED_AT)
    assert troubles(organisation, now=NOW + DAY) == []


def test_what_is_not_looked_at_any_more_is_no_trouble(settings):
    organisation = make_organisation()
    make_check(organisation, Part.FORM, Trouble.NO_FORM)
    make_check(organisation, Part.SENDERS, Trouble.NO_SPF)
    before = [trouble for _, trouble, _ in troubles(organisation)]
    settings.MELDPUNT = settings.MELDPUNT.model_copy(update={"network_checks": False})
    without_network = [trouble for _, trouble, _ in troubles(organisation)]
    Organisation.objects.filter(pk=organisation.id).update(tests_way_in=False)
    facts = make_member(organisation).unlocked.organisation
    assert (before, without_network) == ([Trouble.NO_FORM, Trouble.NO_SPF], [Trouble.NO_FORM])
    assert light_of(facts, now=NOW).signs == ()
