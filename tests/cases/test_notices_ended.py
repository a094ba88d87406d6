"""Closing ends the notices to a finder; both sides are told, and the finder can ask for them again once the case is open."""

from uuid import uuid4

import pytest

from meldpunt.cases.access import open_for_finder, open_for_member
from meldpunt.cases.actions import change_contact, forget_contact, reopen, write_as_finder
from meldpunt.cases.models import Thread
from meldpunt.cases.terms import DeclineReason, Notices
from meldpunt.outbox.models import Owed
from meldpunt.people.models import Organisation
from meldpunt.people.terms import Visitor
from meldpunt.policy.terms import ContactMode
from meldpunt.reports.terms import Contact
from tests.factories.cases import ANONYMOUS, NAMED, NO_CONTACT, MadeCase, answer, make_case, say_no
from tests.factories.people import NOW, make_member, make_organisation

pytestmark = pytest.mark.django_db
AGAIN = Contact(ContactMode.EMAIL, "nieuw@finder.example", notices=True)
UNMAILED = Contact(ContactMode.EMAIL, "sam@finder.example")


def shut(case: MadeCase, by: Visitor) -> None:
    """Close the case by the shortest way there is."""
    say_no(case, by, DeclineReason.ALREADY_KNOWN)


def write(case: MadeCase) -> None:
    """Write as the finder, which opens a closed case."""
    write_as_finder(text="Nog iets.", uploads=(), once=uuid4(), by=case.finder(), now=NOW)


def told(case: MadeCase, by: Visitor) -> set[Notices]:
    """Return what the two sides are told, which must be one thing."""
    sides = open_for_finder(by=case.finder(), now=NOW), open_for_member(number=case.number, visitor=by, now=NOW)
    return {side.notices for side in sides}


def test_both_sides_know_of_notices(case: MadeCase, anna: Visitor) -> None:
    assert told(case, anna) == {Notices.SENT}


def test_both_sides_are_told_when_closing_ended_them(case: MadeCase, anna: Visitor) -> None:
    shut(case, anna)
    assert told(case, anna) == {Notices.ENDED}


def test_reopening_brings_no_address_back(case: MadeCase, anna: Visitor) -> None:
    """Not by the finder who writes, and not by the handler."""
    shut(case, anna)
    write(case)
    assert told(case, anna) == {Notices.ENDED}
    shut(case, anna)
    reopen(number=case.number, seen_version=case.version, by=anna, now=NOW)
    assert told(case, anna) == {Notices.ENDED}


def test_address_that_is_left_again_gets_mails_again(case: MadeCase, anna: Visitor) -> None:
    shut(case, anna)
    write(case)
    change_contact(identity=ANONYMOUS, contact=AGAIN, by=case.finder(), now=NOW)
    assert told(case, anna) == {Notices.SENT}
    answer(case, anna)
    assert Owed.objects.filter(letter="news").count() == 1


def test_closed_case_keeps_no_address_but_remembers_the_wish(case: MadeCase, anna: Visitor) -> None:
    shut(case, anna)
    change_contact(identity=ANONYMOUS, contact=AGAIN, by=case.finder(), now=NOW)
    assert (Thread.objects.get().notice_address, told(case, anna)) == (None, {Notices.ENDED})


@pytest.mark.parametrize("contact", [NO_CONTACT, UNMAILED], ids=["none", "without mails"])
def test_who_wanted_no_mails_is_told_nothing(contact: Contact) -> None:
    case = make_case(make_organisation(), identity=NAMED, contact=contact)
    anna = make_member(case.organisation).unlocked
    shut(case, anna)
    assert told(case, anna) == {Notices.NONE}


def test_who_wants_no_mails_any_more_is_not_asked_again(case: MadeCase, anna: Visitor) -> None:
    shut(case, anna)
    write(case)
    change_contact(identity=NAMED, contact=UNMAILED, by=case.finder(), now=NOW)
    assert told(case, anna) == {Notices.NONE}


def test_deleting_ones_details_ends_it(case: MadeCase, anna: Visitor) -> None:
    shut(case, anna)
    forget_contact(by=case.finder(), now=NOW)
    assert told(case, anna) == {Notices.NONE}


def test_ended_without_a_kept_address_too(case: MadeCase, anna: Visitor) -> None:
    Organisation.objects.filter(pk=case.organisation.id).update(finder_mail_enabled=False)
    shut(case, anna)
    assert told(case, anna) == {Notices.ENDED}
    reopen(number=case.number, seen_version=case.version, by=anna, now=NOW)
    answer(case, anna)
    assert Owed.objects.filter(letter="news").count() == 0
    change_contact(identity=ANONYMOUS, contact=AGAIN, by=case.finder(), now=NOW)
    answer(case, anna)
    # The finder's page cannot look into the sealed contact; a handler's can.
    assert (Owed.objects.filter(letter="news").count(), told(case, anna)) == (1, {Notices.SENT, Notices.NONE})
