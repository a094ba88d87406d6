"""Two people act at the same moment: one of them wins, nothing is half done."""

from base64 import b32decode
from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connection

from meldpunt.journal.queries import first_broken_link
from meldpunt.people import queries
from meldpunt.people.access import factor_offer
from meldpunt.people.actions import (
    accept_invitation,
    finish_sign_in,
    remove_member,
    request_reset,
    reset_password,
    set_up_second_factor,
    sign_in,
    start_rotation,
)
from meldpunt.people.models import KeyGrant, Member, OrganisationKey, SecondFactor, SpareCode
from meldpunt.people.terms import (
    CodeRefused,
    FactorThere,
    Halfway,
    LinkSpent,
    NotAllowed,
    PeopleError,
    RotationRunning,
)
from tests.factories.people import NOW, PASSWORD, MadeMember, make_lead, make_member, make_organisation
from tests.factories.second_factor import code_of, make_factor

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], object]) -> list[type[PeopleError] | None]:
    """Do the acts in threads that start together; return what each was refused with, the winner's None first."""
    barrier = Barrier(len(acts))
    outcomes: list[type[PeopleError] | None] = []

    def run(act: Callable[[], object]) -> None:
        barrier.wait()
        try:
            act()
        except PeopleError as refusal:
            outcomes.append(type(refusal))
        else:
            outcomes.append(None)
        finally:
            connection.close()

    threads = [Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes, key=lambda refusal: refusal is not None)


def test_invitation_makes_one_member() -> None:
    organisation = make_organisation()

    def accept() -> None:
        accept_invitation(token=organisation.invitation_token, name="Anna", language="nl", password=PASSWORD, now=NOW)

    assert at_once(accept, accept, accept) == [None, LinkSpent, LinkSpent]
    assert Member.objects.count() == 1
    assert KeyGrant.objects.filter(member__isnull=False).count() == 1


def test_one_rotation_starts() -> None:
    organisation = make_organisation()
    visitors = [make_lead(organisation).unlocked, make_lead(organisation).unlocked]
    outcomes = at_once(*[lambda by=by: start_rotation(by=by, now=NOW) for by in visitors])
    assert outcomes == [None, RotationRunning]
    assert OrganisationKey.objects.filter(organisation=organisation.id).count() == 2


def test_two_leads_do_not_remove_each_other() -> None:
    organisation = make_organisation()
    one, other = make_lead(organisation), make_lead(organisation)
    by_one, by_other = one.unlocked, other.unlocked
    outcomes = at_once(
        lambda: remove_member(member=other.id, by=by_one, now=NOW),
        lambda: remove_member(member=one.id, by=by_other, now=NOW),
    )
    assert outcomes[0] is None
    assert outcomes[1] is NotAllowed
    assert len(queries.members_of(organisation.id)) == 1


def test_reset_link_works_once() -> None:
    tokens: list[str] = []

    def link_to(token: str) -> str:
        tokens.append(token)
        return "https://x.example"

    request_reset(email=make_member(make_organisation()).email, link_to=link_to, now=NOW)

    def reset() -> None:
        reset_password(token=tokens[0], password=PASSWORD, now=NOW)

    assert at_once(reset, reset) == [None, LinkSpent]


def test_journal_holds_when_many_write() -> None:
    organisation = make_organisation()
    lead = make_lead(organisation).unlocked
    gone = [make_member(organisation).id for _ in range(6)]
    outcomes = at_once(*[lambda member=member: remove_member(member=member, by=lead, now=NOW) for member in gone])
    assert outcomes == [None] * 6
    assert first_broken_link(organisation.id) is None


def test_rotation_and_removal_leave_the_leaver_without_the_new_key() -> None:
    organisation = make_organisation()
    lead, leaver = make_lead(organisation).unlocked, make_member(organisation).id
    at_once(
        lambda: start_rotation(by=lead, now=NOW),
        lambda: remove_member(member=leaver, by=lead, now=NOW),
    )
    assert KeyGrant.objects.filter(member=leaver).count() == 0


def half_of(member: MadeMember) -> Halfway:
    """Give the password of somebody with a second factor."""
    half = sign_in(email=member.email, password=PASSWORD, now=NOW)
    assert isinstance(half, Halfway)
    return half


def test_code_of_the_second_factor_signs_in_once() -> None:
    member = make_member(make_organisation(), password=PASSWORD)
    app, _ = make_factor(member)
    halves = [half_of(member) for _ in range(3)]
    code = code_of(app, now=NOW)
    outcomes = at_once(*[lambda half=half: finish_sign_in(halfway=half, code=code, now=NOW) for half in halves])
    assert outcomes == [None, CodeRefused, CodeRefused]


def test_spare_code_signs_in_once() -> None:
    member = make_member(make_organisation(), password=PASSWORD)
    _, codes = make_factor(member)
    halves = [half_of(member) for _ in range(3)]
    outcomes = at_once(*[lambda half=half: finish_sign_in(halfway=half, code=codes[0], now=NOW) for half in halves])
    assert outcomes == [None, CodeRefused, CodeRefused]


def test_wrong_codes_that_come_together_are_all_counted() -> None:
    member = make_member(make_organisation(), password=PASSWORD)
    make_factor(member)
    half = half_of(member)
    at_once(*[lambda: finish_sign_in(halfway=half, code="x", now=NOW)] * 6)
    assert SecondFactor.objects.get(member=member.id).wrong == 5


def test_two_set_ups_make_one_factor() -> None:
    member = make_member(make_organisation(), password=PASSWORD)
    by = member.unlocked

    def set_up() -> None:
        offer = factor_offer(by=by)
        code = code_of(b32decode(offer.secret.replace(" ", "")), now=NOW)
        set_up_second_factor(password=PASSWORD, offered=offer.sealed, code=code, by=by, now=NOW)

    assert at_once(set_up, set_up) == [None, FactorThere]
    assert SpareCode.objects.count() == 10
