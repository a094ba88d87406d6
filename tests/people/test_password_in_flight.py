"""A password that is changed while it is being tried: the old one opens nothing any more, wherever the attempt stands."""

from collections.abc import Callable
from typing import Any

import pytest

from meldpunt.journal.queries import entries_of_organisation
from meldpunt.people.access import stamp_of
from meldpunt.people.actions import (
    change_password,
    recovery,
    remove_second_factor,
    renew_spare_codes,
    resume_intake,
    second_factor,
    sign_in,
    signing_in,
    unlock,
)
from meldpunt.people.terms import SignInRefused
from tests.factories.people import NOW, PASSWORD, MadeMember
from tests.factories.second_factor import code_of, make_factor

pytestmark = pytest.mark.django_db
OTHER = "paarse trein onder de brug"


@pytest.fixture
def changed_meanwhile(lead: MadeMember, monkeypatch: pytest.MonkeyPatch) -> None:
    """Change the lead's password in the moment after the old one opened the lock."""
    real = signing_in.open_lock

    def opened(lock: Any, password: str) -> Any:
        found = real(lock, password)
        put(real)
        change_password(old=PASSWORD, new=OTHER, by=lead.locked, now=NOW)
        return found

    def put(function: Callable[..., Any]) -> None:
        for module in (signing_in, second_factor, recovery):
            monkeypatch.setattr(module, "open_lock", function)

    put(opened)


@pytest.mark.usefixtures("changed_meanwhile")
def test_sign_in_with_the_old_password_is_refused(lead: MadeMember) -> None:
    with pytest.raises(SignInRefused):
        sign_in(email=lead.email, password=PASSWORD, now=NOW)


@pytest.mark.usefixtures("changed_meanwhile")
def test_unlocking_with_the_old_password_is_refused(lead: MadeMember) -> None:
    with pytest.raises(SignInRefused):
        unlock(member=lead.id, password=PASSWORD, now=NOW)


@pytest.mark.usefixtures("changed_meanwhile")
def test_refused_attempt_leaves_no_line_that_somebody_signed_in(lead: MadeMember) -> None:
    with pytest.raises(SignInRefused):
        sign_in(email=lead.email, password=PASSWORD, now=NOW)
    (line,) = entries_of_organisation(lead.locked.organisation.id, limit=1)
    assert line.deed == "member.password_changed"


@pytest.mark.usefixtures("changed_meanwhile")
@pytest.mark.parametrize("verb", [renew_spare_codes, remove_second_factor])
def test_second_factor_is_not_changed_with_the_old_password(lead: MadeMember, verb) -> None:
    app, _ = make_factor(lead)
    with pytest.raises(SignInRefused):
        verb(password=PASSWORD, code=code_of(app, now=NOW), by=lead.unlocked, now=NOW)


@pytest.mark.usefixtures("changed_meanwhile")
def test_reports_are_not_taken_again_with_the_old_password(lead: MadeMember) -> None:
    with pytest.raises(SignInRefused):
        resume_intake(password=PASSWORD, by=lead.unlocked, now=NOW)


def test_stamp_is_that_of_the_password_that_was_right(lead: MadeMember) -> None:
    """And not of the one that stands there when the session begins."""
    signed_in = sign_in(email=lead.email, password=PASSWORD, now=NOW)
    change_password(old=PASSWORD, new=OTHER, by=lead.locked, now=NOW)
    assert signed_in.stamp != stamp_of(lead.id)
