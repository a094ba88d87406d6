"""When members are away: noted by themselves or a lead, taken away, forgotten."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from meldpunt.journal.queries import entries_of_organisation
from meldpunt.people.actions import note_absence, remove_member, withdraw_absence
from meldpunt.people.jobs import expire
from meldpunt.people.models import Absence
from meldpunt.people.queries import absences_of
from meldpunt.people.rules.absences import FURTHEST, KEPT_AFTER, LONGEST, MOST, check_absence
from meldpunt.people.terms import AbsenceFlaw, AbsenceRefused, NotAllowed, NotThere, Role, Visitor
from tests.factories.people import NOW, MadeMember, MadeOrganisation, make_lead, make_member, make_organisation

TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)
WEEK = (TODAY + 7 * DAY, TODAY + 11 * DAY)


@pytest.fixture
def organisation() -> MadeOrganisation:
    """Give an organisation."""
    return make_organisation()


@pytest.fixture
def wim(organisation: MadeOrganisation) -> MadeMember:
    """Give a handler."""
    return make_member(organisation, name="Wim")


def noted(organisation: MadeOrganisation, since: date = TODAY) -> list[tuple[str, date, date]]:
    """Return who is away when."""
    return [(each.name, each.first, each.last) for each in absences_of(organisation.id, since=since)]


def note(member: UUID, by: Visitor, days: tuple[date, date] = WEEK) -> None:
    """Note some days."""
    note_absence(member=member, first=days[0], last=days[1], by=by, now=NOW)


@pytest.mark.parametrize(
    ("first", "last", "there", "flaw"),
    [
        (1, 0, 0, AbsenceFlaw.BACKWARDS),
        (-3, -1, 0, AbsenceFlaw.OVER),
        (0, LONGEST.days, 0, AbsenceFlaw.TOO_LONG),
        (FURTHEST.days, FURTHEST.days + 1, 0, AbsenceFlaw.TOO_FAR),
        (0, 0, MOST, AbsenceFlaw.TOO_MANY),
    ],
)
def test_days_that_make_no_sense_are_refused(first: int, last: int, there: int, flaw: AbsenceFlaw) -> None:
    with pytest.raises(AbsenceRefused) as refusal:
        check_absence(TODAY + first * DAY, TODAY + last * DAY, today=TODAY, there=there)
    assert refusal.value.flaw is flaw


@pytest.mark.parametrize(
    ("first", "last", "there"),
    [(0, 0, 0), (-5, 0, 0), (0, LONGEST.days - 1, MOST - 1), (FURTHEST.days, FURTHEST.days, 0)],
)
def test_days_that_just_fit_are_kept(first: int, last: int, there: int) -> None:
    check_absence(TODAY + first * DAY, TODAY + last * DAY, today=TODAY, there=there)


@pytest.mark.django_db
def test_everybody_notes_their_own_days(organisation: MadeOrganisation, wim: MadeMember) -> None:
    note(wim.id, wim.unlocked)
    (line,) = entries_of_organisation(organisation.id, limit=1)
    assert (noted(organisation), line.deed, line.facts) == (
        [("Wim", *WEEK)],
        "member.absence_noted",
        {"member": str(wim.id)},
    )


@pytest.mark.django_db
def test_a_lead_notes_those_of_others(organisation: MadeOrganisation, wim: MadeMember) -> None:
    note(wim.id, make_lead(organisation).unlocked)
    assert noted(organisation) == [("Wim", *WEEK)]


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.HANDLER, Role.ADMINISTRATOR])
def test_nobody_else_does(organisation: MadeOrganisation, wim: MadeMember, role: Role) -> None:
    other = make_member(organisation, role).unlocked
    note(wim.id, wim.unlocked)
    (absence,) = absences_of(organisation.id, since=TODAY)
    with pytest.raises(NotAllowed):
        note(wim.id, other)
    with pytest.raises(NotAllowed):
        withdraw_absence(absence=absence.id, by=other, now=NOW)
    assert noted(organisation) == [("Wim", *WEEK)]


@pytest.mark.django_db
def test_a_member_or_an_absence_of_another_organisation_is_not_there(wim: MadeMember) -> None:
    elsewhere = make_lead(make_organisation()).unlocked
    note(wim.id, wim.unlocked)
    absence = Absence.objects.get().pk
    for missing in (wim.id, uuid4()):
        with pytest.raises(NotThere):
            note(missing, elsewhere)
    for missing in (absence, uuid4()):
        with pytest.raises(NotThere):
            withdraw_absence(absence=missing, by=elsewhere, now=NOW)
    assert Absence.objects.count() == 1


@pytest.mark.django_db
def test_taken_away_they_are_gone(organisation: MadeOrganisation, wim: MadeMember) -> None:
    note(wim.id, wim.unlocked)
    (absence,) = absences_of(organisation.id, since=TODAY)
    withdraw_absence(absence=absence.id, by=wim.unlocked, now=NOW)
    deeds = [line.deed for line in entries_of_organisation(organisation.id, limit=1)]
    assert (noted(organisation), deeds) == ([], ["member.absence_withdrawn"])


@pytest.mark.django_db
def test_what_is_over_is_told_no_more_and_erased_later(organisation: MadeOrganisation, wim: MadeMember) -> None:
    note(wim.id, wim.unlocked, (TODAY, TODAY))
    assert (len(noted(organisation)), noted(organisation, TODAY + DAY)) == (1, [])
    expire(now=NOW + KEPT_AFTER)
    assert Absence.objects.count() == 1
    expire(now=NOW + KEPT_AFTER + DAY)
    assert Absence.objects.count() == 0


@pytest.mark.django_db
def test_who_is_removed_takes_theirs_along(organisation: MadeOrganisation, wim: MadeMember) -> None:
    note(wim.id, wim.unlocked)
    remove_member(member=wim.id, by=make_lead(organisation).unlocked, now=NOW)
    assert Absence.objects.count() == 0
