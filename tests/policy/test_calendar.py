"""The calendar of a promise is that of the version it was made under."""

from dataclasses import asdict, replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from meldpunt.cases.queries.facts import due_of
from meldpunt.journal.queries import entries_of_organisation
from meldpunt.people.queries import organisation_facts
from meldpunt.people.terms import NotAllowed, OrganisationFacts, Role, Settings, Theme
from meldpunt.policy.actions import change_settings
from meldpunt.policy.models import PolicyVersion
from meldpunt.policy.queries import editable_text, newest_number, policy_history, policy_version, settings_drift
from meldpunt.policy.rules.calendar import drifts, file_region, region_of, settings_region
from meldpunt.policy.rules.clauses import FIRST_TERMS
from meldpunt.policy.rules.storage import from_stored, to_stored
from meldpunt.policy.terms import Drift, PolicyRefused, Region
from tests.factories.arrivals import make_form
from tests.factories.cases import make_case
from tests.factories.people import NOW, MadeOrganisation, make_lead, make_member
from tests.factories.policy import make_first_version, publish_text
from tests.factories.policy_texts import SMALL, policy_of, with_lines

OFF = ("2026-11-30", "2026-12-01")
CLOSED = with_lines("[contact]", "closed = [2026-11-30, 2026-12-01]\n\n[contact]")


def settings(organisation: MadeOrganisation, **changed: object) -> Settings:
    """Return the settings as they are, but for what is changed."""
    facts = organisation_facts(organisation.id)
    names = ("name", "languages", "zone", "region", "mail_from", "notice_phrase", "finder_mail_enabled")
    days = {"closed_days": facts.closed_days, "worked_days": facts.worked_days}
    return Settings(**{name: getattr(facts, name) for name in names} | days | changed)


def change(organisation: MadeOrganisation, **changed: object) -> None:
    """Let a lead change some settings."""
    change_settings(settings=settings(organisation, **changed), by=make_lead(organisation).locked, now=NOW)


def test_a_version_is_stored_with_the_calendar_of_its_file(organisation):
    change(organisation, closed_days=OFF)
    assert publish_text(organisation, CLOSED).terms.region == Region(closed=OFF)


def test_calendar_is_stored_and_read_back():
    region = Region("BE", "Europe/Brussels", OFF, ("2026-07-21",))
    terms = replace(FIRST_TERMS, region=region)
    assert from_stored(to_stored(terms)) == terms


@pytest.mark.parametrize("stored", [{"region": None}, {}])
def test_a_version_that_was_stored_without_one_goes_by_the_settings(organisation, stored):
    old = {key: value for key, value in to_stored(FIRST_TERMS).items() if key != "region"}
    terms = from_stored(old | stored)
    assert (terms, region_of(terms, organisation.facts)) == (FIRST_TERMS, Region())


@pytest.mark.parametrize("number", [1, 2])
def test_a_change_of_settings_moves_no_date_that_was_promised(organisation, number):
    if number > 1:
        publish_text(organisation)
    form = make_form(organisation, policy_version=number)
    case = make_case(organisation, form=form)
    change(organisation, closed_days=OFF, zone="Asia/Tokyo", region="BE")
    again = make_case(organisation, form=form, now=NOW + timedelta(hours=1))
    assert again.receipt == case.receipt
    assert due_of(case.row) == case.receipt.due_at


def test_the_built_in_policy_becomes_a_new_version_with_another_calendar(organisation):
    make_first_version(organisation)
    change(organisation, closed_days=OFF)
    regions = [policy_version(organisation.id, number).terms.region for number in (1, 2)]
    assert regions == [Region(), Region(closed=OFF)]
    assert policy_history(organisation.id)[0].differences == ()
    assert [entry.facts for entry in entries_of_organisation(organisation.id) if entry.deed == "policy.published"] == [
        {"number": 2},
        {"number": 1},
    ]


@pytest.mark.parametrize("changed", [{}, {"name": "Other"}, {"languages": ("en",)}])
def test_other_settings_make_no_version(organisation, changed):
    make_first_version(organisation)
    change(organisation, **changed)
    assert newest_number(organisation.id) == 1


def test_nothing_is_kept_before_the_first_report(organisation):
    change(organisation, closed_days=OFF)
    assert newest_number(organisation.id) == 0
    make_case(organisation)
    assert policy_version(organisation.id, 1).terms.region == Region(closed=OFF)


def test_a_policy_of_ones_own_stays_as_it_is(organisation):
    publish_text(organisation)
    change(organisation, closed_days=OFF)
    assert (newest_number(organisation.id), settings_drift(organisation_facts(organisation.id), now=NOW)) == (
        2,
        (Drift("closed", (), OFF),),
    )


def test_a_built_in_version_stored_without_a_calendar_is_followed_by_one_that_has_it(organisation):
    row = make_first_version(organisation)
    PolicyVersion.objects.filter(pk=row.row).update(terms=to_stored(FIRST_TERMS))
    change(organisation, zone="Asia/Tokyo")
    assert policy_version(organisation.id, 2).terms.region == Region(zone="Asia/Tokyo")


def test_who_may_not_change_settings_makes_no_version(organisation):
    make_first_version(organisation)
    handler = make_member(organisation, Role.HANDLER).locked
    with pytest.raises(NotAllowed):
        change_settings(settings=settings(organisation, closed_days=OFF), by=handler, now=NOW)
    assert newest_number(organisation.id) == 1


def test_a_file_that_leaves_out_a_day_of_the_settings_is_refused(organisation):
    change(organisation, closed_days=OFF)
    with pytest.raises(PolicyRefused) as caught:
        publish_text(organisation)
    problems = [(each.key, each.message % each.values) for each in caught.value.problems]
    said = "The settings of the desk say something else: 2026-11-30, 2026-12-01."
    assert problems == [("organisation.closed", said)]


def test_days_that_are_past_need_not_be_the_same(organisation):
    change(organisation, closed_days=("2025-12-24",))
    assert publish_text(organisation).number == 2


def test_the_file_to_begin_with_has_the_days_of_the_settings(organisation):
    change(organisation, closed_days=OFF, worked_days=("2027-04-02",))
    text = editable_text(organisation_facts(organisation.id))
    assert "closed = [2026-11-30, 2026-12-01]\nopen = [2027-04-02]\n" in text


def test_languages_in_another_order_are_the_same():
    facts = replace(make_facts(), languages=("en", "nl"))
    assert list(drifts(policy_of(SMALL), facts, today=date(2026, 11, 21))) == []


def make_facts():
    """Return the facts of an organisation that is nowhere stored."""
    return OrganisationFacts(
        UUID(int=1), "haven", "Haven", ("nl", "en"), "", "", "Europe/Amsterdam", "NL", "", False, "", False, Theme(), ""
    )


def test_a_file_and_settings_alike_say_the_same_calendar():
    facts = replace(make_facts(), closed_days=OFF)
    assert asdict(file_region(policy_of(CLOSED))) == asdict(settings_region(facts))
