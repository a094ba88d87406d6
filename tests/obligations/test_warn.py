"""Warnings: each once, to who is still here, in one letter however many are due."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from meldpunt.cases.actions import assign
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
from tests.factories.cases import answer, make_case
from tests.factories.obligations import DAY, settle_all
from tests.factories.people import NOW, MadeMember, MadeOrganisation, make_member, make_organisation

pytestmark = pytest.mark.django_db
LATER = NOW + 60 * DAY


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


def test_when_each_leaves() -> None:
    """A term of eight days: halfway, but not sooner than three days before, and so on."""
    due = NOW + 8 * DAY
    assert warnings_of(NOW, due, now=NOW) == {
        WarningStep.HANDLER: due - 3 * DAY,
        WarningStep.LEAD: due - DAY,
        WarningStep.NAMED: due - timedelta(hours=6),
        WarningStep.BROKEN: due + timedelta(seconds=1),
    }


def test_a_short_term_is_divided() -> None:
    found = warnings_of(NOW, NOW + timedelta(hours=24), now=NOW)
    assert [(at - NOW) / timedelta(hours=1) for at in list(found.values())[:3]] == [12, 18, 21]


def test_nobody_is_warned_of_history() -> None:
    assert warnings_of(NOW, NOW + DAY, now=NOW + DAY + STALE + DAY) == {}


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


def test_only_who_may_change_settings_names(anna: MadeMember) -> None:
    with pytest.raises(NotAllowed):
        name_for_warnings(members=[anna.id], by=anna.unlocked, now=NOW)


def test_only_members_are_named(organisation: MadeOrganisation) -> None:
    lead = make_member(organisation, name="Bram", role=Role.LEAD)
    with pytest.raises(NotThere):
        name_for_warnings(members=[uuid4()], by=lead.unlocked, now=NOW)
