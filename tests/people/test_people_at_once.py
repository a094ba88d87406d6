"""Two people act at the same moment: one of them wins, nothing is half done."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connection

from meldpunt.journal.queries import first_broken_link
from meldpunt.people import queries
from meldpunt.people.actions import accept_invitation, remove_member, request_reset, reset_password, start_rotation
from meldpunt.people.models import KeyGrant, Member, OrganisationKey
from meldpunt.people.terms import LastLead, LinkSpent, NotThere, PeopleError, RotationRunning
from tests.factories.people import NOW, PASSWORD, make_lead, make_member, make_organisation

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
    assert outcomes[1] in {LastLead, NotThere}
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
