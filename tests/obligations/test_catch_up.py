"""Who looks at a case before the worker came by reads the dates that it will leave."""

import pytest
from django.utils import timezone

from meldpunt.cases.terms import CaseNotFound, MessageKind
from meldpunt.journal.queries import entries_of_case
from meldpunt.journal.terms import SYSTEM
from meldpunt.obligations.actions import catch_up, settling
from meldpunt.people.terms import NotAllowed, Role
from tests.factories.cases import MAILED, MadeCase, answer, make_case
from tests.factories.desk import client_of
from tests.factories.obligations import rows_of, settle_all, standing
from tests.factories.people import NOW, MadeMember, make_member, make_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> MadeCase:
    """Give a case whose finder is mailed, so that an answer counts once its mail was taken."""
    made = make_case(make_organisation(), contact=MAILED, now=timezone.now())
    settle_all(now=timezone.now())
    return made


@pytest.fixture
def anna(case: MadeCase) -> MadeMember:
    """Give a handler."""
    return make_member(case.organisation, name="Anna")


def test_it_is_what_the_worker_says_later(case: MadeCase, anna: MadeMember) -> None:
    """The deed alone takes the answer for told, and gives the case the date of the next message."""
    first = case.row.due_at
    answer(case, anna.unlocked, now=timezone.now())
    jumped = case.row.due_at
    catch_up(number=case.number, by=anna.unlocked, now=timezone.now())
    at_once = (case.row.due_at, standing(case))
    settle_all(now=timezone.now())
    assert (jumped == first, at_once) == (False, (first, standing(case)))


def test_the_page_after_a_deed_has_the_date_that_stays(case: MadeCase, anna: MadeMember) -> None:
    first, desk, address = case.row.due_at, client_of(anna), f"/desk/cases/{case.number}"
    said = {"text": "Dank u.", "kind": MessageKind.ANSWER.value, "seen_version": case.version}
    done = desk.post(f"{address}/answer", said)
    page = desk.get(address)
    assert (done.status_code, page.context["case"].due_at, case.row.due_at) == (303, first, first)


def test_the_system_settles_here_too(case: MadeCase, anna: MadeMember) -> None:
    """The journal does not tell whether it was the worker."""
    new = make_case(case.organisation, now=timezone.now())
    catch_up(number=new.number, by=anna.unlocked, now=timezone.now())
    made = [line.actor for line in entries_of_case(new.row.uuid) if line.deed.startswith("obligation.")]
    assert (len(rows_of(new)), made) == (1, [SYSTEM])


def test_nothing_is_done_where_the_worker_was_last(
    case: MadeCase, anna: MadeMember, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settling, "see", None)
    assert catch_up(number=case.number, by=anna.unlocked, now=timezone.now()) == 0


def test_a_case_that_is_broken_in_itself_is_shown(
    case: MadeCase, anna: MadeMember, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The worker complains of it."""

    def broken(*_: object) -> int:
        raise ValueError

    answer(case, anna.unlocked, now=timezone.now())
    monkeypatch.setattr(settling, "_settle", broken)
    assert client_of(anna).get(f"/desk/cases/{case.number}").status_code == 200


def test_only_for_who_may_open_the_case(case: MadeCase) -> None:
    """And nobody of another organisation."""
    boss = make_member(case.organisation, name="Bas", role=Role.ADMINISTRATOR).unlocked
    with pytest.raises(NotAllowed):
        catch_up(number=case.number, by=boss, now=NOW)
    stranger = make_member(make_organisation(name="Zuid"), name="Carla").unlocked
    with pytest.raises(CaseNotFound):
        catch_up(number=case.number, by=stranger, now=NOW)
