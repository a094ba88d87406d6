"""Forgetting and changing who the finder is."""

import pytest
from django.conf import settings

from meldpunt.cases.access import open_for_finder, open_for_member
from meldpunt.cases.actions import change_contact, forget_contact
from meldpunt.cases.models import Thread
from meldpunt.cases.rules.messages import open_address
from meldpunt.cases.terms import Notices
from meldpunt.policy.terms import ContactMode, IdentityMode
from meldpunt.reports.models import Report
from meldpunt.reports.terms import Contact, Identity, TextTooLong
from meldpunt.sealing.models import Wrap
from meldpunt.sealing.rules.keys import key_name
from meldpunt.sealing.terms import Purpose
from tests.factories.cases import ANONYMOUS, MAILED, NAMED, NO_CONTACT, MadeCase, make_case
from tests.factories.people import NOW, make_member, make_organisation

pytestmark = pytest.mark.django_db
OTHER = Contact(ContactMode.EMAIL, "nieuw@finder.example", notices=True)


@pytest.fixture
def case() -> MadeCase:
    """Give a case of a finder with a name who chose to be mailed."""
    return make_case(make_organisation(), identity=NAMED, contact=MAILED)


def read(case: MadeCase) -> tuple[str, str, str]:
    opened = open_for_member(number=case.number, visitor=make_member(case.organisation).unlocked, now=NOW)
    return opened.identity_mode, opened.identity_name, opened.contact


def identity_wraps(case: MadeCase) -> list[bytes]:
    thread = Thread.objects.get().pk
    name = key_name(purpose=Purpose.IDENTITY, organisation=case.organisation.id, thread=thread)
    return [bytes(row.sealed) for row in Wrap.objects.filter(key=name.id)]


def test_forgetting_destroys_key_text_and_address(case: MadeCase) -> None:
    """Nothing is left that anybody could open."""
    forget_contact(by=case.finder(), now=NOW)
    assert (read(case), identity_wraps(case), Report.objects.get().identity, Thread.objects.get().notice_address) == (
        ("anonymous", "", ""),
        [],
        None,
        None,
    )


def test_forgetting_twice_is_no_error(case: MadeCase) -> None:
    """And the finder can still come back."""
    for _ in range(2):
        forget_contact(by=case.finder(), now=NOW)
    opened = open_for_finder(by=case.finder(), now=NOW)
    assert (opened.has_identity, opened.notices, opened.number) == (False, Notices.NONE, case.number)


def test_changing_replaces_both_as_a_whole(case: MadeCase) -> None:
    """With a new key: the old one opens nothing any more."""
    before = identity_wraps(case)
    change_contact(identity=Identity(IdentityMode.PSEUDONYM, "vos"), contact=OTHER, by=case.finder(), now=NOW)
    after = identity_wraps(case)
    assert (read(case), len(after), set(before) & set(after)) == (("pseudonym", "vos", OTHER.value), 1, set())


def test_changing_moves_the_notices(case: MadeCase) -> None:
    """To the new address."""
    change_contact(identity=ANONYMOUS, contact=OTHER, by=case.finder(), now=NOW)
    thread = Thread.objects.get()
    secret = settings.MELDPUNT_SECRETS.notice
    assert open_address(bytes(thread.notice_address or b""), thread=thread.pk, secret=secret) == OTHER.value


def test_changing_to_nothing_is_forgetting(case: MadeCase) -> None:
    """The key goes."""
    change_contact(identity=ANONYMOUS, contact=NO_CONTACT, by=case.finder(), now=NOW)
    assert (read(case), identity_wraps(case)) == (("anonymous", "", ""), [])


def test_an_anonymous_finder_can_give_a_name_later() -> None:
    """There was no key before."""
    case = make_case(make_organisation())
    change_contact(identity=NAMED, contact=NO_CONTACT, by=case.finder(), now=NOW)
    assert read(case) == ("name", NAMED.name, "")


def test_too_long_a_name_changes_nothing(case: MadeCase) -> None:
    """The limit of the form holds here too."""
    with pytest.raises(TextTooLong):
        change_contact(identity=Identity(IdentityMode.NAME, "x" * 501), contact=NO_CONTACT, by=case.finder(), now=NOW)
    assert read(case)[1] == NAMED.name
