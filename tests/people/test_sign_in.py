"""Signing in, unlocking, changing the password."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from meldpunt.journal.queries import entries_of_organisation
from meldpunt.people.access import visitor_of
from meldpunt.people.actions import change_password, remove_member, sign_in, unlock
from meldpunt.people.models import Member, PasswordLock
from meldpunt.people.terms import PasswordTooWeak, SignInRefused, Weakness
from meldpunt.sealing.rules import locks
from meldpunt.sealing.terms import PasswordKeys
from tests.factories.people import NOW, PASSWORD, MadeMember, make_lead, make_member, make_organisation

pytestmark = pytest.mark.django_db
OTHER = "paarse trein onder de brug"


def test_right_password_yields_the_seed(member: MadeMember) -> None:
    signed_in = sign_in(email=member.email, password=PASSWORD, now=NOW)
    assert (signed_in.member, signed_in.seed) == (member.id, member.seed)


def test_address_may_be_typed_in_capitals(member: MadeMember) -> None:
    assert sign_in(email=f" {member.email.upper()} ", password=PASSWORD, now=NOW).member == member.id


@pytest.mark.parametrize(
    "password", ["", PASSWORD + " ", PASSWORD[:-1], PASSWORD.upper(), "x" * 100_000, "\x00", "\ud800"]
)
def test_wrong_password_is_refused(member: MadeMember, password: str) -> None:
    with pytest.raises(SignInRefused):
        sign_in(email=member.email, password=password, now=NOW)


@pytest.mark.parametrize("email", ["", "nobody@clinic.example", "\x00", "\ud800", "x" * 1000])
def test_unknown_address_is_refused(email: str) -> None:
    with pytest.raises(SignInRefused):
        sign_in(email=email, password=PASSWORD, now=NOW)


def _counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note every run of Argon2id."""
    runs: list[str] = []
    stretch = locks.open_password

    def counting(password: str, salt: bytes, pepper: bytes) -> PasswordKeys:
        runs.append(password)
        return stretch(password, salt, pepper)

    monkeypatch.setattr(locks, "open_password", counting)
    return runs


def test_unknown_address_takes_the_same_work_as_a_wrong_password(member: MadeMember, monkeypatch) -> None:
    runs = _counted(monkeypatch)

    def work(email: str) -> tuple[int, int]:
        runs.clear()
        with CaptureQueriesContext(connection) as queries, pytest.raises(SignInRefused):
            sign_in(email=email, password=OTHER, now=NOW)
        return len(runs), len(queries)

    assert work("nobody@clinic.example") == work(member.email) == (1, 1)


def test_right_password_takes_one_run(member: MadeMember, monkeypatch) -> None:
    runs = _counted(monkeypatch)
    sign_in(email=member.email, password=PASSWORD, now=NOW)
    assert runs == [PASSWORD]


def test_signing_in_stands_in_the_journal(member: MadeMember) -> None:
    sign_in(email=member.email, password=PASSWORD, now=NOW)
    unlock(member=member.id, password=PASSWORD, now=NOW)
    lines = entries_of_organisation(member.locked.organisation.id, limit=2)
    assert [line.deed for line in lines] == ["member.unlocked", "member.signed_in"]


def test_unlocking_yields_the_seed(member: MadeMember) -> None:
    assert unlock(member=member.id, password=PASSWORD, now=NOW).seed == member.seed


def test_unlocking_somebody_who_never_was_is_refused() -> None:
    with pytest.raises(SignInRefused):
        unlock(member=uuid4(), password=PASSWORD, now=NOW)


def test_removed_member_does_not_sign_in() -> None:
    organisation = make_organisation()
    member = make_member(organisation, password=PASSWORD)
    remove_member(member=member.id, by=make_lead(organisation).locked, now=NOW)
    with pytest.raises(SignInRefused):
        sign_in(email=member.email, password=PASSWORD, now=NOW)


def test_lock_of_another_member_does_not_fit(member: MadeMember) -> None:
    organisation = make_organisation()
    thief = make_member(organisation, password=OTHER)
    lock = PasswordLock.objects.get(member=member.id)
    PasswordLock.objects.filter(member=thief.id).update(salt=lock.salt, sealed=lock.sealed)
    Member.objects.filter(pk=thief.id).update(password=Member.objects.get(pk=member.id).password)
    with pytest.raises(SignInRefused):
        sign_in(email=thief.email, password=PASSWORD, now=NOW)


def test_changed_password_keeps_the_key(member: MadeMember) -> None:
    change_password(old=PASSWORD, new=OTHER, by=member.locked, now=NOW)
    signed_in = sign_in(email=member.email, password=OTHER, now=NOW)
    assert visitor_of(member=member.id, seed=signed_in.seed).admitted is True
    with pytest.raises(SignInRefused):
        sign_in(email=member.email, password=PASSWORD, now=NOW)


def test_changed_password_ends_other_sessions(member: MadeMember) -> None:
    before = Member.objects.get(pk=member.id).get_session_auth_hash()
    change_password(old=PASSWORD, new=OTHER, by=member.locked, now=NOW)
    assert Member.objects.get(pk=member.id).get_session_auth_hash() != before


def test_password_changes_only_with_the_old_one(member: MadeMember) -> None:
    with pytest.raises(SignInRefused):
        change_password(old=OTHER, new=OTHER, by=member.locked, now=NOW)


def test_weak_new_password_changes_nothing(member: MadeMember) -> None:
    with pytest.raises(PasswordTooWeak) as refusal:
        change_password(old=PASSWORD, new="vis, 47 ufo", by=member.locked, now=NOW)
    assert refusal.value.reasons == {Weakness.TOO_SHORT}
    assert sign_in(email=member.email, password=PASSWORD, now=NOW).member == member.id


def test_stored_password_opens_nothing_by_itself(member: MadeMember) -> None:
    row, lock = Member.objects.get(pk=member.id), PasswordLock.objects.get(member=member.id)
    assert (member.seed in bytes(lock.sealed), member.seed.hex() in row.password) == (False, False)
    assert row.password.startswith("meldpunt$")


def test_signed_in_prints_no_seed(member: MadeMember) -> None:
    shown = repr(sign_in(email=member.email, password=PASSWORD, now=NOW))
    assert (member.seed.hex() in shown, repr(member.seed) in shown) == (False, False)
