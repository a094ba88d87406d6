"""Which stages facts start, and when each is due."""

from datetime import UTC, date, datetime, timedelta

import pytest

from meldpunt.obligations.rules.law import STAGES, duties, superseded, version_on
from meldpunt.obligations.terms.law import Fact, FactKind, Law
from meldpunt.policy.terms import Region, Span, Unit
from tests.obligations.laws import NL, ends, fact, in_versions, local, sent, stage, started

BREACH, EXPLOITED, FIX = FactKind.BREACH, FactKind.EXPLOITED, FactKind.FIX_AVAILABLE
SEVERE, SIGNIFICANT = FactKind.SEVERE_INCIDENT, FactKind.SIGNIFICANT_INCIDENT
ONGOING, HANDLED = FactKind.INCIDENT_ONGOING, FactKind.INCIDENT_HANDLED


def test_a_breach_is_notified_within_72_hours() -> None:
    assert ends(fact(BREACH, 2026, 11, 20, 16, 40), law=Law.GDPR) == {"gdpr-notification": local(2026, 11, 23, 16, 40)}


def test_hours_run_over_the_change_of_the_clock() -> None:
    assert ends(fact(BREACH, 2026, 10, 23, 16, 40), law=Law.GDPR)["gdpr-notification"] == local(2026, 10, 26, 15, 40)


def test_a_breach_without_risk_need_not_be_notified() -> None:
    found = started(fact(BREACH, 2026, 11, 20, 9), fact(FactKind.BREACH_NO_RISK, 2026, 11, 21, 9), laws=(Law.GDPR,))
    assert found["gdpr-notification"].lifted is True


@pytest.mark.parametrize(("no_risk", "high_risk"), [(11, 12), (12, 11)])
def test_no_decision_lifts_the_notification_of_a_breach_that_is_a_high_risk(no_risk: int, high_risk: int) -> None:
    """GDPR, art. 33(1): only where a risk is unlikely. The end stays that of the breach."""
    found = started(
        fact(BREACH, 2026, 11, 20, 9),
        fact(FactKind.BREACH_NO_RISK, 2026, 11, 20, no_risk),
        fact(FactKind.BREACH_HIGH_RISK, 2026, 11, 20, high_risk),
        laws=(Law.GDPR,),
    )
    assert [(name, duty.lifted) for name, duty in found.items()] == [
        ("gdpr-notification", False),
        ("gdpr-people", False),
    ]
    assert found["gdpr-notification"].due == local(2026, 11, 23, 9)


def test_a_high_risk_of_another_event_leaves_it_lifted() -> None:
    found = duties(
        [
            fact(BREACH, 2026, 11, 20, 9),
            fact(FactKind.BREACH_NO_RISK, 2026, 11, 20, 11),
            fact(FactKind.BREACH_HIGH_RISK, 2026, 11, 20, 12, event=2),
        ],
        (),
        (Law.GDPR,),
        NL,
    )
    assert [(each.event, each.lifted) for each in found if each.stage.id == "gdpr-notification"] == [
        (1, True),
        (2, False),
    ]


def test_a_high_risk_is_told_without_a_fixed_end_and_notified_as_a_breach() -> None:
    """Who knows of the risk knows of the breach."""
    found = started(fact(FactKind.BREACH_HIGH_RISK, 2026, 11, 20, 9), laws=(Law.GDPR,))
    assert [(name, duty.due) for name, duty in found.items()] == [
        ("gdpr-notification", local(2026, 11, 23, 9)),
        ("gdpr-people", None),
    ]


@pytest.mark.parametrize(("breach", "high_risk"), [(9, 12), (12, 9)])
def test_of_a_breach_and_its_high_risk_the_earlier_counts(breach: int, high_risk: int) -> None:
    found = ends(
        fact(BREACH, 2026, 11, 20, breach), fact(FactKind.BREACH_HIGH_RISK, 2026, 11, 20, high_risk), law=Law.GDPR
    )
    assert found == {"gdpr-notification": local(2026, 11, 23, 9)}


def test_exploitation_starts_warning_and_notification() -> None:
    assert ends(fact(EXPLOITED, 2026, 11, 20, 9), law=Law.CRA) == {
        "cra-exploited-warning": local(2026, 11, 21, 9),
        "cra-exploited-notification": local(2026, 11, 23, 9),
    }


def test_the_final_report_waits_for_a_fix() -> None:
    found = ends(fact(EXPLOITED, 2026, 11, 20, 9), fact(FIX, 2026, 12, 1, 10), law=Law.CRA)
    assert found["cra-exploited-final"] == local(2026, 12, 15, 23, 59, 59)


def test_a_fix_that_was_there_before_counts_from_the_awareness() -> None:
    found = ends(fact(FIX, 2026, 9, 1, 10), fact(EXPLOITED, 2026, 11, 17, 9), law=Law.CRA)
    assert found["cra-exploited-final"] == local(2026, 12, 1, 23, 59, 59)


def test_fourteen_days_that_end_on_saturday_end_on_monday() -> None:
    found = ends(fact(EXPLOITED, 2026, 11, 20, 9), fact(FIX, 2026, 11, 21, 10), law=Law.CRA)
    assert found["cra-exploited-final"] == local(2026, 12, 7, 23, 59, 59)


def test_a_fix_alone_starts_nothing() -> None:
    assert ends(fact(FIX, 2026, 12, 1, 10), law=Law.CRA) == {}


def test_a_severe_incident_ends_a_month_after_its_notification() -> None:
    found = ends(fact(SEVERE, 2026, 11, 2, 9), sent("cra-incident-notification", 2026, 11, 4, 17), law=Law.CRA)
    assert found["cra-incident-final"] == local(2026, 12, 4, 23, 59, 59)


def test_a_month_after_the_31st_is_the_last_day_of_a_shorter_month() -> None:
    found = ends(fact(SEVERE, 2026, 12, 30, 9), sent("cra-incident-notification", 2026, 12, 31, 17), law=Law.CRA)
    assert found["cra-incident-final"] == local(2027, 2, 1, 23, 59, 59)  # 31 January 2027 is a Sunday


def test_before_the_law_was_in_force_nothing_starts() -> None:
    assert ends(fact(EXPLOITED, 2026, 9, 10, 23, 59), law=Law.CRA) == {}


def test_from_its_first_day_a_law_holds() -> None:
    assert set(ends(fact(EXPLOITED, 2026, 9, 11, 0, 0), law=Law.CRA)) == {
        "cra-exploited-warning",
        "cra-exploited-notification",
    }


def test_the_day_is_that_of_the_organisation() -> None:
    just_before = Fact(EXPLOITED, datetime(2026, 9, 10, 23, 30, tzinfo=UTC))
    found = [len(duties([just_before], [], [Law.CRA], Region("NL", zone))) for zone in ("Europe/Amsterdam", "UTC")]
    assert found == [3, 0]


@pytest.mark.parametrize(
    ("law", "prefix", "hours"),
    [
        (Law.NIS2, "nis2", 72),
        (Law.CBW, "cbw", 72),
        (Law.NIS2_BE, "nis2-be", 72),
        (Law.NIS2_TRUST, "nis2-trust", 24),
        (Law.CBW_TRUST, "cbw-trust", 24),
        (Law.NIS2_BE_TRUST, "nis2-be-trust", 24),
    ],
)
def test_a_significant_incident_has_two_first_ends(law: Law, prefix: str, hours: int) -> None:
    begun = local(2026, 11, 20, 9)
    assert ends(fact(SIGNIFICANT, 2026, 11, 20, 9), law=law) == {
        f"{prefix}-warning": begun + timedelta(hours=24),
        f"{prefix}-notification": begun + timedelta(hours=hours),
    }


def test_a_final_report_comes_a_month_after_the_notification() -> None:
    found = ends(fact(SIGNIFICANT, 2026, 11, 2, 9), sent("cbw-notification", 2026, 11, 4, 17), law=Law.CBW)
    assert found["cbw-final"] == local(2026, 12, 4, 23, 59, 59)


def test_dutch_law_counts_every_5_may_as_a_holiday() -> None:
    given = (fact(SIGNIFICANT, 2027, 4, 2, 9), sent("cbw-notification", 2027, 4, 5, 8))
    assert ends(*given, law=Law.CBW)["cbw-final"] == local(2027, 5, 7, 23, 59, 59)  # 5 May, then Ascension Day


def test_own_closing_days_do_not_move_an_end_of_the_law() -> None:
    closed = Region("NL", "Europe/Amsterdam", closed=("2026-12-04",))
    given = [fact(SIGNIFICANT, 2026, 11, 2, 9)], [sent("cbw-notification", 2026, 11, 4, 17)], [Law.CBW]
    assert duties(*given, closed) == duties(*given, NL)


def test_an_incident_that_goes_on_asks_progress_instead() -> None:
    found = started(
        fact(SIGNIFICANT, 2026, 11, 2, 9),
        sent("cbw-notification", 2026, 11, 4, 17),
        fact(ONGOING, 2026, 12, 1, 9),
        laws=(Law.CBW,),
    )
    assert (found["cbw-final"].lifted, found["cbw-progress"].due) == (True, found["cbw-final"].due)


def test_that_it_goes_on_comes_too_late_after_the_end() -> None:
    found = started(
        fact(SIGNIFICANT, 2026, 11, 2, 9),
        sent("cbw-notification", 2026, 11, 4, 17),
        fact(ONGOING, 2026, 12, 5, 9),
        laws=(Law.CBW,),
    )
    assert found["cbw-final"].lifted is False


def test_after_an_incident_that_went_on_the_final_report_follows_its_end() -> None:
    found = ends(
        fact(SIGNIFICANT, 2026, 11, 2, 9),
        sent("cbw-notification", 2026, 11, 4, 17),
        fact(ONGOING, 2026, 12, 1, 9),
        fact(HANDLED, 2027, 1, 12, 9),
        law=Law.CBW,
    )
    assert found["cbw-final-after"] == local(2027, 2, 12, 23, 59, 59)


def test_an_authority_names_the_end_of_what_it_asks() -> None:
    asked = Fact(FactKind.CRA_REPORT_ASKED, local(2026, 11, 20, 9), until=local(2026, 11, 25, 12))
    assert ends(asked, law=Law.CRA) == {"cra-asked": local(2026, 11, 25, 12)}


def test_two_events_of_one_case_have_their_own_clocks() -> None:
    given = [fact(BREACH, 2026, 11, 20, 9), fact(BREACH, 2026, 11, 21, 9, event=2)]
    found = duties(given, [sent("gdpr-notification", 2026, 11, 22, 9)], [Law.GDPR], NL)
    assert [(each.event, each.submitted_at) for each in found] == [(1, local(2026, 11, 22, 9)), (2, None)]


def test_of_two_moments_the_earlier_counts() -> None:
    found = ends(fact(BREACH, 2026, 11, 21, 9), fact(BREACH, 2026, 11, 20, 9), law=Law.GDPR)
    assert found == {"gdpr-notification": local(2026, 11, 23, 9)}


@pytest.mark.parametrize(("second", "late"), [(0, False), (1, True)])
def test_late_is_after_the_last_moment(second: int, *, late: bool) -> None:
    found = started(
        fact(BREACH, 2026, 11, 20, 9), sent("gdpr-notification", 2026, 11, 23, 9, 0, second), laws=(Law.GDPR,)
    )
    assert found["gdpr-notification"].late is late


def test_laws_that_do_not_hold_start_nothing() -> None:
    assert started(fact(BREACH, 2026, 11, 20, 9), laws=(Law.CRA, Law.CBW)) == {}


def test_a_fact_before_the_date_keeps_the_old_law() -> None:
    versions = in_versions("gdpr-notification", date(2026, 11, 21), term=Span(96, Unit.HOURS))
    moments = [(2026, 11, 20, 23, 59), (2026, 11, 21, 0, 0)]
    found = [
        started(fact(BREACH, *moment), laws=(Law.GDPR,), stages=versions)["gdpr-notification"].due for moment in moments
    ]
    assert found == [local(2026, 11, 23, 23, 59), local(2026, 11, 25, 0, 0)]


def test_what_follows_stays_under_the_law_of_the_first_fact() -> None:
    versions = in_versions("cra-incident-final", date(2026, 12, 1), term=Span(2, Unit.MONTHS))
    found = started(
        fact(SEVERE, 2026, 11, 30, 9),
        sent("cra-incident-notification", 2026, 12, 2, 17),
        laws=(Law.CRA,),
        stages=versions,
    )
    assert found["cra-incident-final"].stage == versions[0]


def test_a_duty_tells_which_version_came_after_it() -> None:
    versions = in_versions("gdpr-notification", date(2026, 11, 21), term=Span(96, Unit.HOURS))
    duty = started(fact(BREACH, 2026, 11, 20, 9), laws=(Law.GDPR,), stages=versions)["gdpr-notification"]
    days = [date(2026, 11, 20), date(2026, 11, 21)]
    assert [superseded(duty, versions, day) for day in days] == [None, versions[1]]


def test_a_law_that_ended_starts_nothing() -> None:
    old, _ = in_versions("gdpr-notification", date(2026, 11, 21))
    assert started(fact(BREACH, 2026, 11, 21, 9), laws=(Law.GDPR,), stages=(old,)) == {}


def test_no_two_versions_of_a_stage_hold_on_one_day() -> None:
    keys = [(each.id, each.in_force) for each in STAGES]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("name", sorted({each.id for each in STAGES}))
def test_every_stage_holds_today(name: str) -> None:
    assert version_on(STAGES, name, date(2026, 11, 22)) == stage(name)
