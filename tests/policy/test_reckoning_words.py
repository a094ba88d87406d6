"""A date explained in plain words, in both languages."""

import pytest

from meldpunt.policy.rules.reckoning import reckon, say, say_later, say_named, say_since
from meldpunt.policy.terms import Promise, Region, Unit
from tests.policy.reckonings import local, promise, waited

THURSDAY = (2026, 5, 7, 16, 40)
WAIT = waited((2026, 5, 8, 12, 0), (2026, 5, 12, 9, 17))
OFFICE = "09:00-17:00"
SAID = [
    (
        promise(5, Unit.WORKING_DAYS),
        THURSDAY,
        "received Thursday 16:40 · working days Friday, Monday, Tuesday, Wednesday, Friday (Thursday is Ascension Day) · due Friday 23:59",
        "ontvangen donderdag 16:40 · werkdagen vrijdag, maandag, dinsdag, woensdag, vrijdag (donderdag is Hemelvaartsdag) · uiterlijk vrijdag 23:59",
    ),
    (
        promise(1, Unit.WORKING_DAYS),
        (2026, 11, 27, 16, 0),
        "received Friday 16:00 · working day Monday · due Monday 23:59",
        "ontvangen vrijdag 16:00 · werkdag maandag · uiterlijk maandag 23:59",
    ),
    (
        promise(45, Unit.WORKING_DAYS),
        THURSDAY,
        "received Thursday 7 May 2026 16:40 · 45 working days from Friday 8 May to Monday 13 July, without weekends, Thursday 14 May (Ascension Day) and Monday 25 May (Pentecost Monday) · due Monday 13 July 2026 23:59",
        "ontvangen donderdag 7 mei 2026 16:40 · 45 werkdagen van vrijdag 8 mei tot en met maandag 13 juli, zonder weekenden, donderdag 14 mei (Hemelvaartsdag) en maandag 25 mei (Tweede pinksterdag) · uiterlijk maandag 13 juli 2026 23:59",
    ),
    (
        promise(500, Unit.WORKING_DAYS),
        THURSDAY,
        "received Thursday 7 May 2026 16:40 · 500 working days from Friday 8 May to Friday 21 April 2028, without weekends, Thursday 14 May (Ascension Day), Monday 25 May (Pentecost Monday), Friday 25 December (Christmas Day) and 8 other days · due Friday 21 April 2028 23:59",
        "ontvangen donderdag 7 mei 2026 16:40 · 500 werkdagen van vrijdag 8 mei tot en met vrijdag 21 april 2028, zonder weekenden, donderdag 14 mei (Hemelvaartsdag), maandag 25 mei (Tweede pinksterdag), vrijdag 25 december (Eerste kerstdag) en 8 andere dagen · uiterlijk vrijdag 21 april 2028 23:59",
    ),
    (
        promise(3, Unit.DAYS, moves=True),
        THURSDAY,
        "received Thursday 16:40 · days Friday, Saturday, Monday · Sunday is no working day (weekend), so the last day is the next working day · due Monday 23:59",
        "ontvangen donderdag 16:40 · dagen vrijdag, zaterdag, maandag · zondag is geen werkdag (weekend), dus de laatste dag is de volgende werkdag · uiterlijk maandag 23:59",
    ),
    (
        promise(1, Unit.MONTHS),
        (2027, 1, 31, 9, 0),
        "received Sunday 31 January 2027 09:00 · 1 month from Monday 1 February to Sunday 28 February · that month has no day 31, so its last day counts · due Sunday 28 February 2027 23:59",
        "ontvangen zondag 31 januari 2027 09:00 · 1 maand van maandag 1 februari tot en met zondag 28 februari · die maand heeft geen dag 31, dus de laatste dag telt · uiterlijk zondag 28 februari 2027 23:59",
    ),
    (
        promise(24, Unit.HOURS),
        (2026, 10, 24, 16, 40),
        "received Saturday 16:40 · 24 hours, day and night · the clock goes back by 1 hour · due Sunday 15:40",
        "ontvangen zaterdag 16:40 · 24 uur, dag en nacht · de klok gaat 1 uur terug · uiterlijk zondag 15:40",
    ),
    (
        promise(4, Unit.HOURS, office=OFFICE),
        (2026, 5, 9, 23, 59),
        "received Saturday 23:59 · that is outside office hours and counts as Monday 09:00 · 4 hours, day and night · due Monday 13:00",
        "ontvangen zaterdag 23:59 · dat is buiten kantooruren en telt als maandag 09:00 · 4 uur, dag en nacht · uiterlijk maandag 13:00",
    ),
    (
        promise(180, Unit.HOURS),
        THURSDAY,
        "received Thursday 7 May 2026 16:40 · 180 hours, day and night · due Friday 15 May 2026 04:40",
        "ontvangen donderdag 7 mei 2026 16:40 · 180 uur, dag en nacht · uiterlijk vrijdag 15 mei 2026 04:40",
    ),
    (
        promise(720, Unit.HOURS),
        THURSDAY,
        "received Thursday 7 May 2026 16:40 · 720 hours, day and night · due Saturday 6 June 2026 16:40",
        "ontvangen donderdag 7 mei 2026 16:40 · 720 uur, dag en nacht · uiterlijk zaterdag 6 juni 2026 16:40",
    ),
]


@pytest.mark.parametrize(("asked", "received", "english", "dutch"), SAID)
def test_a_date_is_explained(asked: Promise, received: tuple[int, ...], english: str, dutch: str) -> None:
    found = reckon(asked, local(*received), Region())
    assert (say(found, "en"), say(found, "nl")) == (english, dutch)


STOOD_STILL = [
    (
        promise(5, Unit.WORKING_DAYS),
        "received Thursday 16:40 · working days Friday, Tuesday, Wednesday, Friday, Monday (on Monday the time stood still, Thursday is Ascension Day) · due Monday 23:59",
        "ontvangen donderdag 16:40 · werkdagen vrijdag, dinsdag, woensdag, vrijdag, maandag (maandag stond de tijd stil, donderdag is Hemelvaartsdag) · uiterlijk maandag 23:59",
    ),
    (
        promise(24, Unit.HOURS),
        "received Thursday 16:40 · 24 hours, day and night · the time stood still for 3 days 21 hours 17 minutes · due Tuesday 13:57",
        "ontvangen donderdag 16:40 · 24 uur, dag en nacht · de tijd stond 3 dagen 21 uur 17 minuten stil · uiterlijk dinsdag 13:57",
    ),
    (
        promise(2, Unit.WEEKS),
        "received Thursday 7 May 2026 16:40 · 2 weeks from Friday 8 May to Sunday 24 May, without Saturday 9 May to Monday 11 May (the time stood still) · due Sunday 24 May 2026 23:59",
        "ontvangen donderdag 7 mei 2026 16:40 · 2 weken van vrijdag 8 mei tot en met zondag 24 mei, zonder zaterdag 9 mei tot en met maandag 11 mei (de tijd stond stil) · uiterlijk zondag 24 mei 2026 23:59",
    ),
]


@pytest.mark.parametrize(("asked", "english", "dutch"), STOOD_STILL)
def test_what_stood_still_is_explained(asked: Promise, english: str, dutch: str) -> None:
    found = reckon(asked, local(*THURSDAY), Region(), [WAIT])
    assert (say(found, "en"), say(found, "nl")) == (english, dutch)


def test_own_days_and_holidays_elsewhere_are_named() -> None:
    region = Region(country="BE", closed=("2026-07-22",))
    found = reckon(promise(2, Unit.WORKING_DAYS), local(2026, 7, 20, 10, 0), region)
    assert say(found, "en") == (
        "received Monday 10:00 · working days Thursday, Friday (Tuesday is National Day, Wednesday is an own closing day) · "
        "due Friday 23:59"
    )


def test_a_minute_that_comes_twice_is_told_with_its_clock() -> None:
    found = reckon(promise(1, Unit.HOURS), local(2026, 10, 25, 1, 30), Region())
    assert say(found, "en").endswith("due Sunday 02:30 CEST")


def test_a_time_over_the_year_end_tells_the_year() -> None:
    found = reckon(promise(2, Unit.WEEKS), local(2026, 12, 24, 10, 0), Region())
    assert say(found, "en") == (
        "received Thursday 24 December 2026 10:00 · 2 weeks from Friday 25 December to Thursday 7 January 2027 · "
        "due Thursday 7 January 2027 23:59"
    )


WEEK = promise(5, Unit.WORKING_DAYS)


@pytest.mark.parametrize("zone", ["", "Europe/Amsterdam", "Europe/Brussels"])
def test_where_the_page_shows_the_same_hours_no_zone_is_named(zone: str) -> None:
    found = reckon(WEEK, local(*THURSDAY), Region())
    assert say(found, "en", zone) == say(found, "en")


def test_where_the_page_has_another_clock_the_zone_is_named_first() -> None:
    found = reckon(WEEK, local(*THURSDAY), Region())
    assert say(found, "en", "Asia/Tokyo") == f"time zone Europe/Amsterdam · {say(found, 'en')}"
    assert say(found, "nl", "Asia/Tokyo") == f"tijdzone Europe/Amsterdam · {say(found, 'nl')}"


def test_a_clock_that_differs_on_one_of_the_moments_only_is_named_too() -> None:
    """On 1 November 2026 New York puts its clock back; Panama never does."""
    found = reckon(promise(24, Unit.HOURS), local(2026, 10, 31, 22, 0), Region(zone="America/Panama"))
    assert say(found, "en", "America/New_York").startswith("time zone America/Panama · ")


def test_what_began_later_and_what_was_named_tell_the_zone_too() -> None:
    found = reckon(WEEK, local(*THURSDAY), Region())
    since, named = say_since(found, "en", "Asia/Tokyo"), say_named(found, "en", "Asia/Tokyo")
    assert since == f"time zone Europe/Amsterdam · {say_since(found, 'en')}"
    assert named == f"time zone Europe/Amsterdam · {say_named(found, 'en')}"


def test_a_later_end_of_another_clock_names_its_zone() -> None:
    """As a version of the policy may have one."""
    kept, today = (reckon(WEEK, local(*THURSDAY), Region(zone=zone)) for zone in ("Asia/Tokyo", "America/New_York"))
    assert " 23:59 (time zone America/New_York). " in say_later(kept, today, "en", "Europe/Amsterdam")
    assert say_later(kept, today, "en", "America/New_York") == say_later(kept, today, "en")
