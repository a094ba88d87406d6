"""Opening what somebody encrypted to the organisation: who may, with which keys, and what the journal keeps."""

from dataclasses import replace
from datetime import timedelta

import pytest

from meldpunt.journal.queries import entries_of_organisation
from meldpunt.journal.terms import OPERATOR
from meldpunt.people.actions import import_public_key, open_message, replace_openpgp_key
from meldpunt.people.models import OpenPgpKey
from meldpunt.people.terms import DeskLocked, MessageFlaw, MessageRefused, NotAllowed, OpenedMessage, Role, Visitor
from tests.factories.openpgp import ADDRESS, key_of, make_key
from tests.factories.people import NOW, MadeOrganisation, make_member, make_organisation
from tests.fakes.openpgp import FakeOpenPgp
from tests.fakes.openpgp_messages import FakeOpener, encrypted

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


def opened(content: bytes, by: Visitor) -> OpenedMessage:
    return open_message(content=content, opener=FakeOpener(), by=by, now=LATER)


def flaw(content: bytes, by: Visitor) -> MessageFlaw:
    with pytest.raises(MessageRefused) as caught:
        opened(content, by)
    return caught.value.flaw


def deeds(organisation: MadeOrganisation) -> list[str]:
    return [entry.deed for entry in entries_of_organisation(organisation.id)]


def test_key_in_use_and_the_one_before_it_open():
    organisation, keys = make_organisation(), FakeOpenPgp()
    first = make_key(organisation, keys=keys)
    replace_openpgp_key(organisation=organisation.id, address=ADDRESS, keys=keys, by=OPERATOR, now=NOW)
    second, by = key_of(organisation), make_member(organisation).unlocked
    messages = [encrypted("hello", to=key.fingerprint) for key in (first, second)]
    assert [opened(each, by).fingerprint for each in messages] == [first.fingerprint, second.fingerprint]


def test_journal_keeps_who_and_with_which_key_and_nothing_else():
    organisation = make_organisation()
    key, by = make_key(organisation), make_member(organisation).unlocked
    opened(encrypted("hello", to=key.fingerprint), by)
    entry = entries_of_organisation(organisation.id)[0]
    assert (entry.deed, entry.actor, entry.at, entry.facts) == (
        "openpgp.opened",
        by.actor,
        LATER,
        {"fingerprint": key.fingerprint},
    )


def test_what_stays_closed_is_not_journalled():
    organisation = make_organisation()
    make_key(organisation)
    before = deeds(organisation)
    assert flaw(encrypted("hello", to="F" * 40), make_member(organisation).unlocked) is MessageFlaw.NOT_OURS
    assert deeds(organisation) == before


def test_key_of_another_organisation_opens_nothing_here():
    ours, theirs = make_organisation(), make_organisation()
    key = make_key(theirs)
    assert flaw(encrypted("hello", to=key.fingerprint), make_member(ours).unlocked) is MessageFlaw.NOT_OURS


def test_public_part_alone_opens_nothing():
    organisation, keys = make_organisation(), FakeOpenPgp()
    own = keys.make(user_id=f"A <{ADDRESS}>", until=NOW + timedelta(days=300))
    import_public_key(
        organisation=organisation.id, content=own.certificate, address=ADDRESS, keys=keys, by=OPERATOR, now=NOW
    )
    by = make_member(organisation).unlocked
    assert flaw(encrypted("hello", to=own.fingerprint), by) is MessageFlaw.SECRET_ELSEWHERE


def test_secret_part_that_this_server_cannot_open_is_not_here():
    organisation = make_organisation()
    key = make_key(organisation)
    OpenPgpKey.objects.update(secret=b"sealed under the secrets of another server")
    by = make_member(organisation).unlocked
    assert flaw(encrypted("hello", to=key.fingerprint), by) is MessageFlaw.SECRET_ELSEWHERE


def test_administrator_may_not():
    organisation = make_organisation()
    key, by = make_key(organisation), make_member(organisation, Role.ADMINISTRATOR).unlocked
    with pytest.raises(NotAllowed):
        opened(encrypted("hello", to=key.fingerprint), by)


def test_locked_desk_opens_nothing():
    organisation = make_organisation()
    key, by = make_key(organisation), make_member(organisation).unlocked
    with pytest.raises(DeskLocked):
        opened(encrypted("hello", to=key.fingerprint), replace(by, ring=None))
