"""A finder's OpenPGP key: learned, confirmed once, given by hand, ended, and erased with the address for mails."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from meldpunt.arrivals.terms import KeySource, LearnedKey
from meldpunt.cases.access import finder_keys, key_in_use, signers_of
from meldpunt.cases.actions import (
    change_contact,
    close,
    confirm_finder_key,
    end_finder_key,
    erase_finder,
    forget_contact,
    give_finder_key,
)
from meldpunt.cases.actions.finder_keys import learn_keys
from meldpunt.cases.models import FinderKey, Thread
from meldpunt.cases.rules.finder_keys import MOST_KEPT
from meldpunt.cases.terms import CaseMovedOn, ClosingReason, FinderKeyGone, NoMailToFinder, ReportState
from meldpunt.journal.models import Entry
from meldpunt.people.rules.openpgp import MAX_KEY
from meldpunt.people.terms import KeyFlaw, KeyRefused, NotAllowed, ReadKey, Role, Visitor
from meldpunt.policy.terms import ContactMode, IdentityMode
from meldpunt.reports.terms import Contact, Identity
from tests.factories.cases import MAILED, MadeCase, answer, go, make_case
from tests.factories.people import NOW, make_member, make_organisation
from tests.fakes.openpgp import FakeOpenPgp

pytestmark = pytest.mark.django_db

UNTIL = NOW + timedelta(days=365)


@pytest.fixture(autouse=True)
def _no_mathematics(settings: Any) -> None:
    settings.MELDPUNT_ENCRYPTER = "tests.fakes.encrypting.FakeEncrypter"


def made(*, days: int = 365) -> ReadKey:
    return FakeOpenPgp().make(user_id=f"Finder <{MAILED.value}>", until=NOW + timedelta(days=days))


def learn(case: MadeCase, key: ReadKey, source: KeySource = KeySource.ATTACHED, *, is_report: bool = False) -> None:
    learned = LearnedKey(key.certificate, key.fingerprint, source, (MAILED.value,), key.expires_at)
    learn_keys(thread_of(case), keys=[learned], is_report=is_report, now=NOW)


def thread_of(case: MadeCase) -> Thread:
    return Thread.objects.select_related("case").get(case=case.row)


def used(case: MadeCase) -> str | None:
    """Return the fingerprint of the key that answers are encrypted to."""
    found = key_in_use(thread_of(case).pk)
    return found.fingerprint if found else None


def waiting(case: MadeCase) -> list[str]:
    return [view.key.fingerprint for view in finder_keys(thread_of(case), now=NOW) if not view.in_use]


def first(case: MadeCase) -> FinderKey:
    return FinderKey.objects.filter(thread=thread_of(case)).order_by("learned_at")[:1].get()


def confirm(case: MadeCase, by: Visitor, row: FinderKey) -> None:
    confirm_finder_key(number=case.number, key=row.pk, seen_version=case.version, by=by, now=NOW)


def give(case: MadeCase, by: Visitor, content: bytes) -> None:
    give_finder_key(number=case.number, content=content, seen_version=case.version, by=by, now=NOW)


def deeds(case: MadeCase) -> list[str]:
    told = Entry.objects.filter(case=case.row.uuid, deed__startswith="case.key_").order_by("number")
    return list(told.values_list("deed", flat=True))


def test_key_that_signed_the_report_is_used_at_once(case: MadeCase):
    key = made()
    learn(case, key, KeySource.SIGNED, is_report=True)
    assert (used(case), waiting(case), signers_of(thread_of(case).pk)) == (key.fingerprint, [], [key.certificate])


@pytest.mark.parametrize("source", [KeySource.ATTACHED, KeySource.AUTOCRYPT, KeySource.TEXT])
def test_key_that_only_came_along_waits_for_a_handler(case: MadeCase, source: KeySource):
    key = made()
    learn(case, key, source, is_report=True)
    assert (used(case), waiting(case), signers_of(thread_of(case).pk)) == (None, [key.fingerprint], [])


def test_key_that_signed_a_later_mail_waits(case: MadeCase):
    learn(case, made(), KeySource.SIGNED)
    assert (used(case), len(waiting(case))) == (None, 1)


def test_another_key_never_takes_the_place_of_one_in_use(case: MadeCase):
    first_key, other = made(), made()
    learn(case, first_key, KeySource.SIGNED, is_report=True)
    learn(case, other, KeySource.SIGNED, is_report=True)
    assert (used(case), waiting(case)) == (first_key.fingerprint, [other.fingerprint])


def test_key_in_several_places_of_a_mail_is_one(case: MadeCase):
    key = made()
    sources = [KeySource.TEXT, KeySource.SIGNED, KeySource.ATTACHED]
    learned = [LearnedKey(key.certificate, key.fingerprint, source) for source in sources]
    learn_keys(thread_of(case), keys=learned, is_report=True, now=NOW)
    assert [row.source for row in FinderKey.objects.all()] == ["signed"]


def test_keys_of_a_flood_are_not_kept(case: MadeCase):
    for _ in range(MOST_KEPT + 3):
        learn(case, made())
    assert len(waiting(case)) == MOST_KEPT


def test_handler_confirms_once(case: MadeCase, anna: Visitor):
    key = made()
    learn(case, key)
    confirm(case, anna, first(case))
    (view,) = finder_keys(thread_of(case), now=NOW)
    assert (used(case), view.by, view.confirmed_at, view.flaw) == (key.fingerprint, "Anna", NOW, None)
    assert deeds(case) == ["case.key_learned", "case.key_confirmed"]


def test_confirming_another_ends_the_one_before(case: MadeCase, anna: Visitor):
    learn(case, made(), KeySource.SIGNED, is_report=True)
    other = made()
    learn(case, other)
    confirm(case, anna, FinderKey.objects.get(confirmed_at=None))
    assert (used(case), len(finder_keys(thread_of(case), now=NOW))) == (other.fingerprint, 1)


def test_key_that_ended_is_not_confirmed(case: MadeCase, anna: Visitor):
    learn(case, made(days=-1))
    with pytest.raises(KeyRefused) as caught:
        confirm(case, anna, first(case))
    assert (caught.value.flaw, used(case)) == (KeyFlaw.EXPIRED, None)


def test_refused_key_does_not_come_back_by_mail(case: MadeCase, anna: Visitor):
    key = made()
    learn(case, key)
    end_finder_key(number=case.number, key=first(case).pk, seen_version=case.version, by=anna, now=NOW)
    learn(case, key)
    assert (used(case), waiting(case), deeds(case)[1:]) == (None, [], ["case.key_refused"])


def test_key_is_not_used_any_more(case: MadeCase, anna: Visitor):
    learn(case, made(), KeySource.SIGNED, is_report=True)
    end_finder_key(number=case.number, key=first(case).pk, seen_version=case.version, by=anna, now=NOW)
    assert (used(case), deeds(case)[1:]) == (None, ["case.key_ended"])


def test_key_of_another_case_is_not_there(case: MadeCase, anna: Visitor):
    other = make_case(case.organisation, contact=MAILED)
    learn(other, made())
    row = FinderKey.objects.get()
    for verb in (confirm_finder_key, end_finder_key):
        with pytest.raises(FinderKeyGone):
            verb(number=case.number, key=row.pk, seen_version=case.version, by=anna, now=NOW)
    with pytest.raises(FinderKeyGone):
        confirm_finder_key(number=case.number, key=uuid4(), seen_version=case.version, by=anna, now=NOW)


def test_who_saw_an_older_page_confirms_nothing(case: MadeCase, anna: Visitor):
    learn(case, made())
    with pytest.raises(CaseMovedOn):
        confirm_finder_key(number=case.number, key=first(case).pk, seen_version=case.version - 1, by=anna, now=NOW)


def test_administrator_confirms_no_key(case: MadeCase):
    learn(case, made())
    with pytest.raises(NotAllowed):
        confirm(case, make_member(case.organisation, Role.ADMINISTRATOR).unlocked, first(case))


def test_key_given_by_phone_is_used(case: MadeCase, anna: Visitor):
    learn(case, made(), KeySource.SIGNED, is_report=True)
    key = made()
    give(case, anna, key.certificate)
    (view,) = finder_keys(thread_of(case), now=NOW)
    assert (view.key.fingerprint, view.source, view.by, view.in_use) == (key.fingerprint, KeySource.GIVEN, "Anna", True)


def test_refused_key_is_used_when_a_handler_gives_it(case: MadeCase, anna: Visitor):
    key = made()
    learn(case, key)
    end_finder_key(number=case.number, key=first(case).pk, seen_version=case.version, by=anna, now=NOW)
    give(case, anna, key.certificate)
    assert used(case) == key.fingerprint


@pytest.mark.parametrize("content", [b"", b"no key", made(days=-2).certificate])
def test_given_key_of_no_use_is_refused(case: MadeCase, anna: Visitor, content: bytes):
    with pytest.raises(KeyRefused):
        give(case, anna, content)
    assert (used(case), deeds(case)) == (None, [])


def test_renewed_key_lasts_longer_without_being_confirmed_again(case: MadeCase):
    key = made(days=30)
    learn(case, key, KeySource.SIGNED, is_report=True)
    assert key.secret is not None
    learn(case, FakeOpenPgp().renew(certificate=key.certificate, secret=key.secret, until=UNTIL))
    (view,) = finder_keys(thread_of(case), now=NOW + timedelta(days=60))
    assert (view.in_use, view.key.expires_at, view.flaw) == (True, UNTIL, None)


def test_key_that_ended_since_says_so(case: MadeCase):
    learn(case, made(days=30), KeySource.SIGNED, is_report=True)
    (view,) = finder_keys(thread_of(case), now=NOW + timedelta(days=31))
    assert (view.in_use, view.flaw) == (True, KeyFlaw.EXPIRED)


def test_no_key_is_kept_where_no_address_is(anna: Visitor, case: MadeCase):
    other = make_case(case.organisation)
    learn(other, made(), KeySource.SIGNED, is_report=True)
    with pytest.raises(NoMailToFinder):
        give(other, anna, made().certificate)
    assert not FinderKey.objects.exists()


def test_key_goes_when_the_case_is_closed(case: MadeCase, anna: Visitor):
    learn(case, made(), KeySource.SIGNED, is_report=True)
    answer(case, anna)
    go(case, anna, ReportState.VALID, ReportState.ACCEPTED)
    close(number=case.number, reason=ClosingReason.SOLVED, seen_version=case.version, by=anna, now=NOW)
    assert not FinderKey.objects.exists()


def test_key_goes_with_the_finder(case: MadeCase, anna: Visitor):
    learn(case, made())
    erase_finder(number=case.number, asked="By phone", seen_version=case.version, by=anna, now=NOW)
    assert not FinderKey.objects.exists()


def test_key_goes_when_the_finder_has_everything_erased(case: MadeCase):
    learn(case, made())
    forget_contact(by=case.finder(), now=NOW)
    assert not FinderKey.objects.exists()


@pytest.mark.parametrize(("address", "kept"), [(MAILED.value, True), ("other@finder.example", False)])
def test_key_belongs_to_an_address(case: MadeCase, *, address: str, kept: bool):
    learn(case, made())
    contact = Contact(ContactMode.EMAIL, address, notices=True)
    change_contact(identity=Identity(IdentityMode.NAME, "Anna"), contact=contact, by=case.finder(), now=NOW)
    assert FinderKey.objects.exists() is kept


def test_table_shows_neither_key_nor_fingerprint(case: MadeCase):
    key = made()
    learn(case, key)
    row = first(case)
    shown = bytes(row.sealed) + bytes(row.mark)
    assert not any(each in shown for each in (key.fingerprint.encode(), MAILED.value.encode(), b"finder"))


def test_same_key_in_two_cases_cannot_be_seen(case: MadeCase):
    key, other = made(), make_case(make_organisation(), contact=MAILED)
    for each in (case, other):
        learn(each, key)
    marks = [bytes(row.mark) for row in FinderKey.objects.all()]
    assert len(set(marks)) == 2


@pytest.mark.parametrize(
    ("trouble", "days", "flaw"),
    [
        ("weak", 30, KeyFlaw.WEAK),
        ("cannot encrypt", 30, KeyFlaw.CANNOT_ENCRYPT),
        ("expired", 30, KeyFlaw.EXPIRED),
        ("expired", -1, KeyFlaw.EXPIRED),
        ("something new", 30, KeyFlaw.UNREADABLE),
    ],
)
def test_key_is_what_the_reader_of_its_mail_found(case: MadeCase, trouble: str, days: int, flaw: KeyFlaw):
    """It is not judged once more while nothing else can be written."""
    learned = LearnedKey(b"no key", "AB", KeySource.ATTACHED, (), NOW + timedelta(days=days), trouble)
    learn_keys(thread_of(case), keys=[learned], is_report=False, now=NOW)
    (view,) = finder_keys(thread_of(case), now=NOW)
    assert (view.key.fingerprint, view.flaw) == ("AB", flaw)


def test_neither_many_keys_of_one_mail_nor_a_large_one(case: MadeCase):
    large = LearnedKey(bytes(MAX_KEY + 1), "AA", KeySource.ATTACHED)
    many = [LearnedKey(b"key", f"{number:02X}", KeySource.TEXT) for number in range(50)]
    learn_keys(thread_of(case), keys=[large, *many], is_report=False, now=NOW)
    assert {view.key.fingerprint for view in finder_keys(thread_of(case), now=NOW)} == {
        f"{number:02X}" for number in range(MOST_KEPT)
    }
