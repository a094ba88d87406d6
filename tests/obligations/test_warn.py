"""Warnings: each once, to who is still here, in one letter however many are due."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meldpunt.cases.actions import assign, write_as_finder
from meldpunt.cases.terms import MessageKind
from meldpunt.journal.terms import SYSTEM
from meldpunt.obligations.actions import name_for_warnings, warn
from meldpunt.obligations.models import PlannedWarning
from meldpunt.obligations.rules.warning import STALE, to_warn, warnings_of
from meldpunt.obligations.terms import WarningStep
from meldpunt.outbox.access import ready_letter
from meldpunt.outbox.models import Owed
from meldpunt.outbox.terms import Letter
from meldpunt.people.models import Member
from meldpunt.people.terms import NotAllowed, NotThere, Role
from tests.factories.arrivals import make_form
from tests.factories.cases import MadeCase, answer, make_case
from tests.factories.obligations import DAY, settle_all
from tests.factories.people import NOW, MadeMember, MadeOrganisation, make_member, make_organisation
from tests.factories.policy import publish_text
from tests.factories.policy_texts import SMALL, in_name_of
from tests.obligations.letters import told

pytestmark = pytest.mark.django_db
LATER = NOW + 60 * DAY
ZONE = "Europe/Amsterdam"
TERM = 'within = "5 working days"'


def at(written: str, zone: str = ZONE) -> datetime:
    """Return a moment that is written as the clock of a place shows it."""
    return datetime.fromisoformat(written).replace(tzinfo=ZoneInfo(zone))


@pytest.fixture
def organisation() -> MadeOrganisation:
    """Give an organisation without members."""
    return make_organisation()


@pytest.fixture
def anna(organisation: MadeOrganisation) -> MadeMember:
    """Give a handler."""
    return make_member(organisation, name="Anna")


def sweep(days: float = 60) -> int:
    return warn(by=SYSTEM, now=NOW + days * DAY, limit=2000)


def letters() -> list[tuple[str, str]]:
    """Return to whom letters about promises are owed, and what they say."""
    rows = Owed.objects.filter(letter=Letter.PROMISES_DUE).order_by("owed_at", "id")
    ready = [ready_letter(row) for row in rows]
    return sorted((each.to, each.subject) for each in ready)


def planned(started: datetime, due: datetime, zone: str = ZONE) -> list[str]:
    """Return when warnings leave, on the clock of a place."""
    found = warnings_of(started, due, zone=zone, now=started)
    assert list(found) == list(WarningStep)
    return [f"{at.astimezone(ZoneInfo(zone)):%d %H:%M}" for at in found.values()]


def test_when_each_leaves() -> None:
    """Three days before, the day before, six hours before and after: in the morning, but for what is due within hours."""
    assert planned(at("2026-11-23 10:30"), at("2026-12-01 23:59")) == ["28 08:00", "30 08:00", "01 17:59", "02 08:00"]


def test_a_short_term_is_divided() -> None:
    """All of it within hours, so that each leaves at its own moment; that the date passed can wait until the morning."""
    assert planned(at("2026-11-23 10:30"), at("2026-11-24 10:30")) == ["23 22:30", "24 04:30", "24 07:30", "25 08:00"]


def test_a_morning_before_the_beginning_is_none() -> None:
    assert planned(at("2026-11-23 10:30"), at("2026-11-24 22:30"))[0] == "24 04:30"


def test_eight_is_eight_on_the_day_that_the_clock_is_changed() -> None:
    assert planned(at("2027-03-20 10:30"), at("2027-03-28 23:59"))[1] == "27 08:00"
    assert planned(at("2027-03-20 10:30"), at("2027-03-29 23:59"))[1] == "28 08:00"


def test_the_morning_of_the_place() -> None:
    due = at("2026-12-01 23:59", "America/New_York")
    assert planned(due - 8 * DAY, due, "America/New_York")[0] == "28 08:00"


@given(
    st.integers(0, 400 * 24 * 60),
    st.integers(0, 90 * 24 * 60),
    st.sampled_from(["Europe/Amsterdam", "America/St_Johns", "Asia/Kathmandu"]),
)
def test_a_warning_leaves_in_time(start: int, length: int, zone: str) -> None:
    """None before the obligation, none later than its moment, the next step never before the one before, broken after the date."""
    begun = NOW + timedelta(minutes=start)
    due = begun + timedelta(minutes=length)
    handler, lead, named, broken = warnings_of(begun, due, zone=zone, now=begun).values()
    assert begun <= handler <= lead <= named <= due < broken <= due + timedelta(hours=26)


def test_nobody_is_warned_of_history() -> None:
    assert warnings_of(NOW, NOW + DAY, zone=ZONE, now=NOW + DAY + STALE + DAY) == {}


ONE, TWO, THREE, GONE = (uuid4() for _ in range(4))


@pytest.mark.parametrize(
    ("step", "assigned", "leads", "named", "expected"),
    [
        (WarningStep.HANDLER, ONE, {TWO}, [THREE], {ONE}),
        (WarningStep.HANDLER, None, {TWO}, [THREE], {ONE, TWO}),
        (WarningStep.HANDLER, GONE, {TWO}, [THREE], {ONE, TWO}),
        (WarningStep.LEAD, ONE, {TWO}, [THREE], {TWO}),
        (WarningStep.LEAD, ONE, set(), [THREE], {THREE}),
        (WarningStep.LEAD, ONE, set(), [], {ONE, TWO}),
        (WarningStep.NAMED, ONE, {TWO}, [THREE], {THREE}),
        (WarningStep.NAMED, ONE, {TWO}, [], {TWO}),
        (WarningStep.BROKEN, ONE, {TWO}, [THREE], {ONE, TWO}),
    ],
)
def test_who_is_warned(
    step: WarningStep, assigned: UUID | None, leads: set[UUID], named: list[UUID], expected: set[UUID]
) -> None:
    assert to_warn(step, assigned=assigned, handlers=[ONE, TWO], leads=leads, named=named) == expected


@pytest.mark.usefixtures("anna")
def test_nothing_before_it_is_time(organisation: MadeOrganisation) -> None:
    make_case(organisation)
    settle_all()
    assert (sweep(0), letters()) == (0, [])


@pytest.mark.usefixtures("anna")
def test_each_is_sent_once(organisation: MadeOrganisation) -> None:
    """Whatever is started again."""
    make_case(organisation)
    settle_all()
    assert (sweep(), sweep(), sweep(61)) == (4, 0, 0)
    assert PlannedWarning.objects.filter(sent_at__isnull=True).count() == 0


def test_one_letter_however_many_are_due(organisation: MadeOrganisation, anna: MadeMember) -> None:
    for _ in range(5):
        make_case(organisation)
    settle_all()
    sweep()
    assert [to for to, _subject in letters()] == [anna_address(anna)]


@pytest.mark.usefixtures("anna")
def test_a_promise_of_which_all_steps_leave_together_counts_once(organisation: MadeOrganisation) -> None:
    """One that is late and one that is due soon: each under the gravest step, four and two of which left."""
    make_case(organisation)
    make_case(organisation, now=NOW + 10 * DAY)
    settle_all(now=NOW + 10 * DAY)
    assert (sweep(16), told(Letter.PROMISES_DUE)) == (6, [{"soon": 1, "late": 1}])


def test_what_is_late_is_not_called_due_soon_to_who_gets_the_step_before_it(organisation: MadeOrganisation) -> None:
    """Who is named hears only now of a date that passed this night, and the others in the morning."""
    lead = make_member(organisation, name="Bram", role=Role.LEAD)
    named = make_member(organisation, Role.ADMINISTRATOR, name="Nora")
    name_for_warnings(members=[named.id], by=lead.unlocked, now=NOW)
    make_case(organisation)
    settle_all()
    PlannedWarning.objects.exclude(step=WarningStep.NAMED).delete()
    sweep(9)
    assert (letters()[0][0], told(Letter.PROMISES_DUE)) == (anna_address(named), [{"late": 1}])


def write(case: MadeCase, *, now: datetime) -> None:
    """Let the finder write."""
    write_as_finder(text="Hier is het.", uploads=(), once=uuid4(), by=case.finder(now=now), now=now)


def anna_address(member: MadeMember) -> str:
    return Member.objects.get(pk=member.id).email or ""


def test_who_has_the_case_alone(organisation: MadeOrganisation, anna: MadeMember) -> None:
    make_member(organisation, name="Bram")
    case = make_case(organisation)
    assign(number=case.number, to=anna.id, seen_version=case.version, by=anna.unlocked, now=NOW)
    settle_all()
    PlannedWarning.objects.exclude(step="handler").delete()
    sweep()
    assert [to for to, _subject in letters()] == [anna_address(anna)]


def test_who_left_is_passed_over(organisation: MadeOrganisation, anna: MadeMember) -> None:
    """And who is still here is told instead."""
    bram = make_member(organisation, name="Bram", role=Role.LEAD)
    name_for_warnings(members=[anna.id], by=bram.unlocked, now=NOW)
    make_case(organisation)
    settle_all()
    PlannedWarning.objects.exclude(step="named").delete()
    Member.objects.filter(pk=anna.id).update(removed_at=NOW, removed_by=bram.id, email=None)
    sweep()
    assert [to for to, _subject in letters()] == [anna_address(bram)]


def test_nothing_about_what_was_kept(organisation: MadeOrganisation, anna: MadeMember) -> None:
    case = make_case(organisation)
    settle_all()
    answer(case, anna.unlocked)
    settle_all()
    assert sweep(1) == 0


@pytest.mark.usefixtures("anna")
def test_a_letter_says_no_case_and_no_promise(organisation: MadeOrganisation) -> None:
    case = make_case(organisation)
    settle_all()
    sweep()
    body = ready_letter(Owed.objects.get(letter=Letter.PROMISES_DUE)).body
    assert case.number not in body


def test_sent_again_for_the_date_after_a_question_and_not_for_the_same_date(organisation: MadeOrganisation) -> None:
    """A question of an hour moves nothing that is counted in days; one of a week does."""
    lead = make_member(organisation, Role.LEAD)
    text = in_name_of(organisation.facts.name, SMALL.replace(TERM, TERM + "\nsays = ['assessment']\npauses = true"))
    form = make_form(organisation, policy_version=publish_text(organisation, text).number)
    case = make_case(organisation, form=form)
    settle_all()
    sent = [sweep(6)]
    for asked, answered in ((6, 6.04), (6.1, 13)):
        answer(case, lead.unlocked, MessageKind.ASK, now=NOW + asked * DAY)
        settle_all(now=NOW + asked * DAY)
        write(case, now=NOW + answered * DAY)
        settle_all(now=NOW + answered * DAY)
        sent.append(sweep(answered))
    sent += [sweep(19), sweep(60)]
    assert sent == [2, 0, 2, 2, 0]


def test_only_who_may_change_settings_names(anna: MadeMember) -> None:
    with pytest.raises(NotAllowed):
        name_for_warnings(members=[anna.id], by=anna.unlocked, now=NOW)


def test_only_members_are_named(organisation: MadeOrganisation) -> None:
    lead = make_member(organisation, name="Bram", role=Role.LEAD)
    with pytest.raises(NotThere):
        name_for_warnings(members=[uuid4()], by=lead.unlocked, now=NOW)
