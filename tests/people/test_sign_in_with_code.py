"""Signing in with a second factor: the password alone is half the way."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from meldpunt.journal.queries import entries_of_organisation
from meldpunt.people.access import stamp_of
from meldpunt.people.actions import (
    change_password,
    change_role,
    clear_second_factor,
    finish_sign_in,
    remove_member,
    sign_in,
    unlock,
)
from meldpunt.people.models import SecondFactor, SpareCode
from meldpunt.people.rules.second_factor import STEP_SECONDS, new_secret, seal_secret
from meldpunt.people.terms import (
    CodeRefused,
    CodesPaused,
    Halfway,
    Role,
    SignedIn,
    SignInOver,
    SignInRefused,
)
from tests.factories.people import (
    NOW,
    PASSWORD,
    MadeMember,
    MadeOrganisation,
    make_lead,
    make_member,
)
from tests.factories.second_factor import code_of, make_factor
from tests.fakes.carrier import delivered

pytestmark = pytest.mark.django_db
STEP = timedelta(seconds=STEP_SECONDS)
OTHER = "paarse trein onder de brug"


@pytest.fixture
def app(member: MadeMember) -> bytes:
    """Return what the member's app holds."""
    return make_factor(member)[0]


def halfway(member: MadeMember) -> Halfway:
    """Give the password."""
    half = sign_in(email=member.email, password=PASSWORD, now=NOW)
    assert isinstance(half, Halfway)
    return half


def deeds(member: MadeMember, limit: int) -> list[str]:
    """Return the newest deeds, the last one first."""
    return [line.deed for line in entries_of_organisation(member.locked.organisation.id, limit=limit)]


def letters() -> list[tuple[str, str]]:
    """Deliver, and return to whom what went."""
    return [(letter.to, letter.subject) for letter in delivered(now=NOW)]


def test_without_a_second_factor_the_password_is_enough(member: MadeMember) -> None:
    assert isinstance(sign_in(email=member.email, password=PASSWORD, now=NOW), SignedIn)


@pytest.mark.usefixtures("app")
def test_password_alone_signs_nobody_in(member: MadeMember) -> None:
    half = sign_in(email=member.email, password=PASSWORD, now=NOW)
    assert (type(half), deeds(member, 1)) == (Halfway, ["member.code_asked"])
    assert (member.seed.hex() in repr(half), repr(member.seed) in repr(half)) == (False, False)


def test_code_signs_in(member: MadeMember, app: bytes) -> None:
    signed_in = finish_sign_in(halfway=halfway(member), code=code_of(app, now=NOW), now=NOW)
    assert (signed_in, deeds(member, 2)) == (
        SignedIn(member=member.id, stamp=stamp_of(member.id), seed=member.seed),
        ["member.signed_in", "member.code_asked"],
    )


@pytest.mark.usefixtures("app")
def test_unlocking_asks_no_code(member: MadeMember) -> None:
    assert unlock(member=member.id, password=PASSWORD, now=NOW).seed == member.seed


@pytest.mark.usefixtures("app")
def test_wrong_password_is_refused_before_any_code(member: MadeMember) -> None:
    with pytest.raises(SignInRefused):
        sign_in(email=member.email, password=OTHER, now=NOW)


@pytest.mark.usefixtures("app")
def test_wrong_password_asks_as_much_of_who_has_a_second_factor(member: MadeMember) -> None:
    """As of an unknown address: the answer does not tell who has one."""
    asked = []
    for email in ("nobody@clinic.example", member.email):
        with CaptureQueriesContext(connection) as queries, pytest.raises(SignInRefused):
            sign_in(email=email, password=OTHER, now=NOW)
        asked.append(len(queries))
    assert asked == [1, 1]


def test_code_works_once(member: MadeMember, app: bytes) -> None:
    """For whoever looked over the shoulder."""
    one, other = halfway(member), halfway(member)
    finish_sign_in(halfway=one, code=code_of(app, now=NOW), now=NOW)
    with pytest.raises(CodeRefused):
        finish_sign_in(halfway=other, code=code_of(app, now=NOW), now=NOW)


def test_earlier_code_does_not_fit_after_a_later_one(member: MadeMember, app: bytes) -> None:
    finish_sign_in(halfway=halfway(member), code=code_of(app, now=NOW + STEP), now=NOW)
    with pytest.raises(CodeRefused):
        finish_sign_in(halfway=halfway(member), code=code_of(app, now=NOW), now=NOW)


def test_next_code_fits(member: MadeMember, app: bytes) -> None:
    finish_sign_in(halfway=halfway(member), code=code_of(app, now=NOW), now=NOW)
    later = NOW + STEP
    assert finish_sign_in(halfway=halfway(member), code=code_of(app, now=later), now=later).member == member.id


def test_clock_that_was_put_back_brings_no_code_back(member: MadeMember, app: bytes) -> None:
    finish_sign_in(halfway=halfway(member), code=code_of(app, now=NOW), now=NOW)
    with pytest.raises(CodeRefused):
        finish_sign_in(halfway=halfway(member), code=code_of(app, now=NOW - STEP), now=NOW - STEP)


@pytest.mark.parametrize("code", ["", "000000x", "\x00", "x" * 100_000, "\ud800", "\uff11\uff12\uff13"])
@pytest.mark.usefixtures("app")
def test_what_is_no_code_is_refused(member: MadeMember, code: str) -> None:
    with pytest.raises(CodeRefused):
        finish_sign_in(halfway=halfway(member), code=code, now=NOW)


@pytest.mark.usefixtures("app")
def test_wrong_code_stands_in_the_journal(member: MadeMember) -> None:
    with pytest.raises(CodeRefused):
        finish_sign_in(halfway=halfway(member), code="x", now=NOW)
    assert deeds(member, 2) == ["member.code_refused", "member.code_asked"]


def refuse(member: MadeMember, times: int) -> Halfway:
    """Give so many wrong codes."""
    half = halfway(member)
    for _ in range(times):
        with pytest.raises(CodeRefused):
            finish_sign_in(halfway=half, code="x", now=NOW)
    return half


def test_after_five_wrong_codes_none_is_looked_at(member: MadeMember, app: bytes) -> None:
    """Wherever they come from: only who knows the password gets as far as this."""
    half = refuse(member, 5)
    with pytest.raises(CodesPaused) as paused:
        finish_sign_in(halfway=half, code=code_of(app, now=NOW), now=NOW)
    assert (paused.value.seconds, deeds(member, 1)) == (61, ["member.code_refused"])
    later = NOW + timedelta(minutes=1)
    assert finish_sign_in(halfway=half, code=code_of(app, now=later), now=later).member == member.id


def test_four_wrong_codes_pause_nothing(member: MadeMember, app: bytes) -> None:
    half = refuse(member, 4)
    assert finish_sign_in(halfway=half, code=code_of(app, now=NOW), now=NOW).member == member.id


@pytest.mark.usefixtures("app")
def test_member_hears_of_many_wrong_codes_once(member: MadeMember) -> None:
    half = refuse(member, 5)
    later = NOW + timedelta(minutes=5)
    with pytest.raises(CodeRefused):
        finish_sign_in(halfway=half, code="x", now=later)
    assert [to for to, _ in letters()] == [member.email]


def test_spare_code_signs_in_once_and_the_member_is_told(member: MadeMember) -> None:
    _, codes = make_factor(member)
    finish_sign_in(halfway=halfway(member), code=codes[3], now=NOW)
    with pytest.raises(CodeRefused):
        finish_sign_in(halfway=halfway(member), code=codes[3], now=NOW)
    assert (SpareCode.objects.count(), [to for to, _ in letters()]) == (9, [member.email])
    assert deeds(member, 4) == [
        "member.code_refused",
        "member.code_asked",
        "member.signed_in",
        "member.spare_code_used",
    ]


def test_spare_code_works_while_others_are_paused(member: MadeMember) -> None:
    """Who guesses keeps nobody out."""
    _, codes = make_factor(member)
    assert finish_sign_in(halfway=refuse(member, 5), code=codes[0], now=NOW).member == member.id


@pytest.mark.usefixtures("app")
def test_spare_code_of_a_colleague_does_not_fit(organisation: MadeOrganisation, member: MadeMember) -> None:
    _, codes = make_factor(make_member(organisation))
    with pytest.raises(CodeRefused):
        finish_sign_in(halfway=halfway(member), code=codes[0], now=NOW)
    assert SpareCode.objects.count() == 20


@pytest.mark.usefixtures("app")
def test_rows_of_a_colleague_do_not_fit(organisation: MadeOrganisation, member: MadeMember) -> None:
    """Whoever writes to the database cannot put a secret of their own in its place."""
    thief, own = make_member(organisation), new_secret()
    sealed = seal_secret(own, member=thief.id, seed=thief.seed)
    SecondFactor.objects.filter(member=member.id).update(sealed=sealed)
    with pytest.raises(CodeRefused):
        finish_sign_in(halfway=halfway(member), code=code_of(own, now=NOW), now=NOW)


def test_secret_lies_nowhere_in_clear(member: MadeMember) -> None:
    secret, codes = make_factor(member)
    row = SecondFactor.objects.get(member=member.id)
    digests = [bytes(digest) for digest in SpareCode.objects.values_list("digest", flat=True)]
    assert secret not in bytes(row.sealed or b"")
    assert not any(code.encode() in digest for code in codes for digest in digests)


def test_removed_member_does_not_get_further(organisation: MadeOrganisation, member: MadeMember, app: bytes) -> None:
    half = halfway(member)
    remove_member(member=member.id, by=make_lead(organisation).locked, now=NOW)
    with pytest.raises(SignInOver):
        finish_sign_in(halfway=half, code=code_of(app, now=NOW), now=NOW)
    assert SecondFactor.objects.count() == 0


def test_changed_password_ends_the_step(member: MadeMember, app: bytes) -> None:
    half = halfway(member)
    change_password(old=PASSWORD, new=OTHER, by=member.locked, now=NOW)
    with pytest.raises(SignInOver):
        finish_sign_in(halfway=half, code=code_of(app, now=NOW), now=NOW)


def test_changed_password_keeps_the_second_factor(member: MadeMember, app: bytes) -> None:
    change_password(old=PASSWORD, new=OTHER, by=member.locked, now=NOW)
    half = sign_in(email=member.email, password=OTHER, now=NOW)
    assert isinstance(half, Halfway)
    assert finish_sign_in(halfway=half, code=code_of(app, now=NOW), now=NOW).member == member.id


def test_cleared_factor_ends_the_step(organisation: MadeOrganisation, member: MadeMember, app: bytes) -> None:
    """A code is never taken for one that is not there."""
    half = halfway(member)
    clear_second_factor(member=member.id, by=make_lead(organisation).unlocked, now=NOW)
    with pytest.raises(SignInOver):
        finish_sign_in(halfway=half, code=code_of(app, now=NOW), now=NOW)


def test_role_that_changed_meanwhile_is_the_one_that_counts(
    organisation: MadeOrganisation, member: MadeMember, app: bytes
) -> None:
    half = halfway(member)
    change_role(member=member.id, role=Role.ADMINISTRATOR, by=make_lead(organisation).unlocked, now=NOW)
    finish_sign_in(halfway=half, code=code_of(app, now=NOW), now=NOW)
    assert (member.unlocked.role, member.unlocked.admitted) == (Role.ADMINISTRATOR, False)


def test_stamp_of_another_password_does_not_fit(member: MadeMember, app: bytes) -> None:
    half = Halfway(member=member.id, stamp="", seed=member.seed)
    with pytest.raises(SignInOver):
        finish_sign_in(halfway=half, code=code_of(app, now=NOW), now=NOW)


def test_seed_of_another_opens_no_secret(member: MadeMember, app: bytes) -> None:
    stamp = stamp_of(member.id)
    with pytest.raises(CodeRefused):
        finish_sign_in(
            halfway=Halfway(member=member.id, stamp=stamp, seed=bytes(32)), code=code_of(app, now=NOW), now=NOW
        )
