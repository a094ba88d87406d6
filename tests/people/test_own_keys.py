"""A member's own OpenPGP key: every mail to them leaves encrypted to it, as long as it is good."""

from datetime import timedelta
from typing import Any

import pytest

from meldpunt.journal.actions import transaction
from meldpunt.journal.models import Entry
from meldpunt.outbox.access import ready_letter
from meldpunt.outbox.models import Owed
from meldpunt.outbox.terms import Letter, ReadyLetter
from meldpunt.people.access import visitor_of
from meldpunt.people.actions import keep_own_key, remove_member, remove_own_key, request_reset
from meldpunt.people.actions.telling import tell_members
from meldpunt.people.models import Member
from meldpunt.people.queries import own_key
from meldpunt.people.terms import KeyFlaw, KeyRefused, ReadKey, Role
from tests.factories.people import NOW, MadeMember, make_lead, make_member, make_organisation
from tests.fakes.openpgp import FakeOpenPgp

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_mathematics(settings: Any) -> None:
    settings.MELDPUNT_ENCRYPTER = "tests.fakes.encrypting.FakeEncrypter"


@pytest.fixture
def anna() -> MadeMember:
    """Give a member."""
    return make_member(make_organisation(), Role.HANDLER, name="Anna")


def made(days: int = 100) -> ReadKey:
    return FakeOpenPgp().make(user_id="Anna <anna@clinic.example>", until=NOW + timedelta(days=days))


def keep(member: MadeMember, key: ReadKey) -> None:
    keep_own_key(content=key.certificate, by=member.unlocked, now=NOW)


def told(member: MadeMember) -> ReadyLetter:
    """Tell the member of an organisation something, and return the letter."""
    organisation = member.unlocked.organisation.id
    with transaction():
        tell_members(organisation=organisation, letter=Letter.INTAKE_STOPPED, facts={}, members={member.id}, now=NOW)
    return ready_letter(Owed.objects.get(letter="intake_stopped"))


def test_key_is_kept_and_shown(anna: MadeMember):
    key = made()
    keep(anna, key)
    mine = own_key(anna.id)
    assert mine is not None
    assert (mine.fingerprint, mine.expires_at) == (key.fingerprint, key.expires_at)
    assert visitor_of(member=anna.id, seed=None).openpgp_until == key.expires_at


def test_mail_goes_with_the_key_to_encrypt_it_to(anna: MadeMember):
    key = made()
    keep(anna, key)
    assert told(anna).key == key.certificate


def test_mail_without_a_key_goes_without(anna: MadeMember):
    assert told(anna).key == b""


def test_link_to_a_new_password_goes_with_the_key_too(anna: MadeMember):
    key = made()
    keep(anna, key)
    email = Member.objects.get(pk=anna.id).email or ""
    request_reset(email=email, link_to=str, now=NOW)
    assert ready_letter(Owed.objects.get(letter="password_reset")).key == key.certificate


def test_another_key_takes_its_place(anna: MadeMember):
    keep(anna, made())
    other = made()
    keep(anna, other)
    assert told(anna).key == other.certificate


def test_key_is_taken_away(anna: MadeMember):
    keep(anna, made())
    for _ in range(2):
        remove_own_key(by=anna.unlocked, now=NOW)
    deeds = Entry.objects.filter(deed__startswith="member.key_").order_by("number").values_list("deed", flat=True)
    assert (own_key(anna.id), told(anna).key, list(deeds)) == (None, b"", ["member.key_kept", "member.key_removed"])


@pytest.mark.parametrize("content", [b"", b"no key", made(days=-1).certificate])
def test_key_of_no_use_is_refused(anna: MadeMember, content: bytes):
    with pytest.raises(KeyRefused):
        keep_own_key(content=content, by=anna.unlocked, now=NOW)
    assert own_key(anna.id) is None


def test_secret_key_is_refused(anna: MadeMember):
    secret = made().secret
    assert secret is not None
    with pytest.raises(KeyRefused) as caught:
        keep_own_key(content=secret, by=anna.unlocked, now=NOW)
    assert caught.value.flaw is KeyFlaw.SECRET_GIVEN


def test_key_goes_with_the_member():
    organisation = make_organisation()
    lead, gone = make_lead(organisation), make_member(organisation)
    keep(gone, made())
    remove_member(member=gone.id, by=lead.unlocked, now=NOW)
    row = Member.objects.get(pk=gone.id)
    assert (row.openpgp, row.openpgp_fingerprint, row.openpgp_expires_at) == (None, "", None)
