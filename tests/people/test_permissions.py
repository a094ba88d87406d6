"""The permission table, and the one place that asks it."""

from pathlib import Path

import pytest

from meldpunt.people.access import allow, allow_unlocked
from meldpunt.people.rules.permissions import ALLOWED, MAY_GIVE, as_markdown, may, opens_cases
from meldpunt.people.terms import Deed, DeskLocked, NotAllowed, Role
from tests.factories.people import make_lead, make_member, make_organisation

OF_CASES = (
    Deed.READ_QUEUE,
    Deed.OPEN_CASE,
    Deed.ANSWER_FINDER,
    Deed.WRITE_NOTE,
    Deed.ASSIGN_CASE,
    Deed.CHANGE_STATE,
    Deed.CLOSE_CASE,
    Deed.REOPEN_CASE,
    Deed.ERASE_FINDER,
)


def test_every_deed_stands_in_the_table() -> None:
    assert ALLOWED.keys() == set(Deed)


def test_page_in_the_documents_is_the_table() -> None:
    assert (Path(__file__).parents[2] / "docs" / "permissions.md").read_text() == as_markdown()


@pytest.mark.parametrize("deed", OF_CASES)
def test_administrator_does_nothing_with_cases(deed: Deed) -> None:
    assert [role for role in Role if may(role, deed)] == [Role.HANDLER, Role.LEAD]


def test_only_a_lead_handles_keys() -> None:
    keys = (Deed.READMIT_MEMBER, Deed.ROTATE_KEYS, Deed.REPLACE_RECOVERY_CODE, Deed.RESUME_INTAKE)
    assert [ALLOWED[deed] for deed in keys] == [frozenset({Role.LEAD})] * 4


def test_administrator_gives_no_role_that_opens_cases() -> None:
    assert [role for role in MAY_GIVE[Role.ADMINISTRATOR] if opens_cases(role)] == []


@pytest.mark.django_db
def test_allow_lets_pass_who_may() -> None:
    visitor = make_member(make_organisation(), Role.HANDLER).locked
    allow(visitor, Deed.READ_QUEUE)
    with pytest.raises(NotAllowed):
        allow(visitor, Deed.INVITE_MEMBER)


@pytest.mark.django_db
def test_locked_desk_does_nothing_with_keys() -> None:
    with pytest.raises(DeskLocked):
        allow_unlocked(make_lead(make_organisation()).locked, Deed.ROTATE_KEYS)


@pytest.mark.django_db
def test_unlocked_lead_who_waits_for_admission_does_nothing_with_keys() -> None:
    with pytest.raises(DeskLocked):
        allow_unlocked(make_lead(make_organisation(), admitted=False).unlocked, Deed.ROTATE_KEYS)


@pytest.mark.django_db
def test_role_is_asked_before_the_lock() -> None:
    with pytest.raises(NotAllowed):
        allow_unlocked(make_member(make_organisation()).locked, Deed.ROTATE_KEYS)
