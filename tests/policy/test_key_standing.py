"""What somebody should do about the OpenPGP key and `security.txt`, and where it is told."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from meldpunt.journal.terms import OPERATOR
from meldpunt.people.terms import OpenPgpKeyFacts
from meldpunt.policy.actions import sign_security_text
from meldpunt.policy.jobs import keep_keys, keep_security_texts
from meldpunt.policy.models import PolicyVersion
from meldpunt.policy.queries import key_standing
from meldpunt.policy.rules.key_standing import troubles
from meldpunt.policy.terms import KeyTrouble
from meldpunt.upkeep.rules.installation import openpgp
from tests.factories.openpgp import make_key
from tests.factories.people import NOW
from tests.factories.policy import make_haven, publish_text
from tests.factories.policy_texts import SMALL, policy_of
from tests.fakes.openpgp import FakeOpenPgp

DAY = timedelta(days=1)
POLICY = policy_of(SMALL)
ON_REQUEST = policy_of(SMALL + '\n[key]\noffer = "on_request"\nwithin = "4 hours"\n')
NO_OFFER = policy_of(SMALL + '\n[key]\noffer = "none"\n')
KEY = OpenPgpKeyFacts(
    id=UUID(int=1),
    organisation=UUID(int=2),
    address="security@haven.example",
    fingerprint="A" * 40,
    imported=True,
    vouched=False,
    signs=True,
    added_at=NOW - DAY,
    expires_at=NOW + 100 * DAY,
    renewed_at=None,
    retired_at=None,
    certificate=b"",
)

MADE = replace(KEY, imported=False)


def found(key, *, policy=POLICY, since=NOW - DAY, signed_until=NOW + 100 * DAY) -> list[KeyTrouble]:
    return list(troubles(key, policy=policy, since=since, signed_until=signed_until, now=NOW))


def test_all_is_well():
    assert found(KEY) == []


@pytest.mark.parametrize(
    ("policy", "hours", "told"),
    [(POLICY, 2, [KeyTrouble.MISSING]), (POLICY, 1, []), (NO_OFFER, 2, []), (None, 2, [])],
)
def test_key_that_is_offered_is_missing_after_an_hour(policy, hours, told):
    assert found(None, policy=policy, since=NOW - timedelta(hours=hours)) == told


@pytest.mark.parametrize(("days", "told"), [(30, []), (29, [KeyTrouble.ENDS]), (-1, [KeyTrouble.ENDS])])
def test_end_of_the_key_is_told(days, told):
    assert found(replace(KEY, expires_at=NOW + days * DAY)) == told


def test_key_without_end_is_well():
    assert found(replace(KEY, expires_at=None)) == []


def test_other_address_is_told():
    assert found(replace(KEY, address="old@haven.example")) == [KeyTrouble.OTHER_ADDRESS]
    assert found(replace(KEY, address="Security@haven.example")) == []


def test_public_part_alone_is_told():
    assert found(replace(KEY, signs=False), signed_until=None) == [KeyTrouble.PUBLIC_ONLY]


@pytest.mark.parametrize("until", [None, NOW - DAY, NOW + 29 * DAY])
def test_missing_signature_is_told(until):
    assert found(KEY, signed_until=until) == [KeyTrouble.NOT_SIGNED]


def test_signature_has_an_hour():
    assert found(replace(KEY, added_at=NOW - timedelta(hours=1)), signed_until=None) == []


@pytest.mark.django_db
def test_jobs_put_everything_right():
    made = make_haven()
    publish_text(made, now=NOW - DAY)
    before = key_standing(made.id, now=NOW)
    keep_keys(keys=FakeOpenPgp(), now=NOW)
    keep_security_texts(keys=FakeOpenPgp(), now=NOW)
    after = key_standing(made.id, now=NOW + DAY)
    assert (before.troubles, after.signed_until is None) == ((KeyTrouble.MISSING,), False)
    assert after.troubles == ()


@pytest.mark.parametrize("key", [KEY, None])
def test_policy_that_cannot_be_read_is_told(key):
    told = troubles(key, policy=None, since=NOW - DAY, signed_until=NOW + 100 * DAY, now=NOW, unreadable=True)
    assert list(told) == [KeyTrouble.UNREADABLE]


@pytest.mark.django_db
def test_stored_policy_that_cannot_be_read_is_told_with_what_ends_meanwhile():
    """Its signature is not renewed, so its end is told too."""
    made = make_haven()
    make_key(made)
    publish_text(made, now=NOW - DAY)
    sign_security_text(organisation=made.id, keys=FakeOpenPgp(), by=OPERATOR, now=NOW)
    publish_text(made, f"{SMALL}\n")
    PolicyVersion.objects.filter(organisation=made.id, number=3).update(source=f"{SMALL}gone = 1\n")
    standings = [key_standing(made.id, now=NOW + days * DAY).troubles for days in (0, 160)]
    assert standings == [(KeyTrouble.UNREADABLE,), (KeyTrouble.UNREADABLE, KeyTrouble.NOT_SIGNED)]


def test_doctor_says_how_a_policy_is_read_again():
    told = openpgp("haven", [KeyTrouble.UNREADABLE])
    assert (told.well, "./meldpunt policy publish" in told.advice) == (False, True)


def test_doctor_says_whose_and_what_to_do():
    told = openpgp("haven", [KeyTrouble.OTHER_ADDRESS])
    assert (told.well, told.advice.startswith("Of haven: "), "./meldpunt openpgp replace" in told.advice) == (
        False,
        True,
        True,
    )


def test_choice_of_a_public_part_alone_is_no_fault():
    assert openpgp("haven", [KeyTrouble.PUBLIC_ONLY]).well
