"""The OpenPGP key that a policy names as the organisation's own: the file is that key, can be used, and is in use."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from meldpunt.journal.terms import OPERATOR
from meldpunt.outside.openpgp import Sequoia
from meldpunt.people.actions import import_public_key, replace_openpgp_key
from meldpunt.people.rules.openpgp import MAX_KEY
from meldpunt.people.terms import KeyFlaw, KeyRefused, OpenPgp, ReadKey, Role
from meldpunt.policy.actions import approve
from meldpunt.policy.queries import read_for
from meldpunt.policy.rules.own_key import _FLAWS
from meldpunt.policy.rules.reading import problems, read
from meldpunt.policy.terms import PolicyRefused
from tests.factories.openpgp import ADDRESS
from tests.factories.people import NOW, MadeOrganisation, make_member
from tests.factories.policy import make_haven, propose_text, publish_by_two, publish_text
from tests.factories.policy_texts import SMALL, TODAY, TWO
from tests.fakes.openpgp import FakeOpenPgp

FAKE = FakeOpenPgp()
UNTIL = datetime(2030, 1, 1, tzinfo=UTC)
END = SMALL.count("\n")
LINES = {"key.file": END + 3, "key.fingerprint": END + 4}
EXPIRED, REVOKED = "The key in k.asc has expired, or does so today.", "The key in k.asc was revoked."


def made(address: str = ADDRESS, *, keys: OpenPgp = FAKE, until: datetime = UNTIL) -> ReadKey:
    """Make a key somewhere else."""
    return keys.make(user_id=f"Haven <{address}>", until=until)


def with_key(fingerprint: str) -> str:
    """Return the small policy with a key of the organisation's own."""
    return f'{SMALL}\n[key]\nfile = "k.asc"\nfingerprint = "{fingerprint}"\n'


def said(fingerprint: str, content: bytes, keys: OpenPgp = FAKE) -> list[str]:
    """Return what is wrong with a key file; each problem stands at its line."""
    files = {"k.asc": content}
    found = problems(with_key(fingerprint).encode(), today=TODAY, files=files, keys=keys)
    assert all(LINES[problem.key] == problem.line for problem in found)
    return [problem.message % problem.values for problem in found]


@dataclass(frozen=True)
class Refusing(FakeOpenPgp):
    """Has one thing against every key."""

    flaw: KeyFlaw

    def read(self, content: bytes) -> ReadKey:  # noqa: ARG002 -- whatever it is
        """Refuse it."""
        raise KeyRefused(self.flaw)


@pytest.mark.parametrize("keys", [Sequoia(), FAKE], ids=["real", "fake"])
def test_key_of_this_fingerprint_is_fine(keys: OpenPgp) -> None:
    key = made(keys=keys)
    assert said(key.fingerprint, key.certificate, keys) == []


@pytest.mark.parametrize("keys", [Sequoia(), FAKE], ids=["real", "fake"])
def test_another_key_is_refused_and_its_fingerprint_told(keys: OpenPgp) -> None:
    key = made(keys=keys)
    with pytest.raises(PolicyRefused) as caught:
        read(with_key("A" * 40).encode(), today=TODAY, files={"k.asc": key.certificate}, keys=keys)
    (problem,) = caught.value.problems
    assert (problem.line, problem.key) == (LINES["key.fingerprint"], "key.fingerprint")
    assert f'write fingerprint = "{key.fingerprint}".' in problem.remedy % problem.values


@pytest.mark.parametrize("keys", [Sequoia(), FAKE], ids=["real", "fake"])
def test_secret_key_is_refused_also_in_binary(keys: OpenPgp) -> None:
    key = made(keys=keys)
    assert key.secret is not None
    assert said(key.fingerprint, key.secret, keys) == ["k.asc is a secret key."]


@pytest.mark.parametrize("keys", [Sequoia(), FAKE], ids=["real", "fake"])
def test_key_of_somebody_else_is_refused(keys: OpenPgp) -> None:
    key = made("security@other.example", keys=keys)
    assert said(key.fingerprint, key.certificate, keys) == [f"The key in k.asc is not for {ADDRESS}."]


@pytest.mark.parametrize(
    ("until", "expected"),
    [
        (datetime(2026, 11, 20, tzinfo=UTC), [EXPIRED]),
        (datetime(2026, 11, 21, 23, 59, 59, tzinfo=UTC), [EXPIRED]),
        (datetime(2026, 11, 22, tzinfo=UTC), []),
    ],
)
def test_key_must_outlast_the_day(until: datetime, expected: list[str]) -> None:
    key = made(until=until)
    assert said(key.fingerprint, key.certificate) == expected


def test_revoked_key_is_refused() -> None:
    key = made()
    facts: dict[str, Any] = json.loads(key.certificate) | {"revoked": True}
    assert said(key.fingerprint, json.dumps(facts).encode()) == [REVOKED]


def test_expired_key_of_another_fingerprint_is_told_as_both() -> None:
    key = made(until=datetime(2026, 1, 1, tzinfo=UTC))
    assert said("A" * 40, key.certificate) == [EXPIRED, "The key in k.asc has another fingerprint."]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"<html>", "k.asc is no OpenPGP key."),
        (b"", "k.asc is no OpenPGP key."),
        (b"x" * (MAX_KEY + 1), "k.asc is too large."),
        (b"-----BEGIN PGP PRIVATE KEY BLOCK-----\n", "k.asc is a secret key."),
    ],
)
def test_file_that_is_no_public_key_is_told_once(content: bytes, message: str) -> None:
    assert said("A" * 40, content, Sequoia()) == [message]


def test_several_keys_are_refused() -> None:
    assert said("A" * 40, made().certificate * 2) == ["There is more than one key in k.asc."]


def test_key_that_cannot_be_encrypted_to_is_refused() -> None:
    expected = ["Nothing can be encrypted to the key in k.asc."]
    assert said("A" * 40, b"key", Refusing(KeyFlaw.CANNOT_ENCRYPT)) == expected


def test_every_flaw_of_a_public_key_has_words() -> None:
    of_secret_parts = {KeyFlaw.SECRET_MISSING, KeyFlaw.LOCKED}
    assert set(KeyFlaw) - of_secret_parts == _FLAWS.keys()


@pytest.fixture
def haven(db: None) -> MadeOrganisation:  # noqa: ARG001 -- what it is made in
    """Give an organisation."""
    return make_haven()


def refused(haven: MadeOrganisation, key: ReadKey, *, now: datetime = NOW) -> list[str]:
    """Return what keeps the organisation from publishing a policy that names this key."""
    content, files = with_key(key.fingerprint).encode(), {"k.asc": key.certificate}
    try:
        read_for(haven.facts, content=content, files=files, keys=FAKE, by=OPERATOR, now=now)
    except PolicyRefused as found:
        return [problem.remedy % problem.values for problem in found.problems]
    return []


def use(haven: MadeOrganisation, key: ReadKey, address: str = ADDRESS) -> None:
    """Take a key into use."""
    import_public_key(organisation=haven.id, content=key.certificate, address=address, keys=FAKE, by=OPERATOR, now=NOW)


REMEDY = [f"Take it into use first: ./meldpunt openpgp import k.asc --address {ADDRESS}"]


def test_policy_waits_until_its_key_is_in_use(haven: MadeOrganisation) -> None:
    key = made()
    before = refused(haven, key)
    use(haven, key)
    assert (before, refused(haven, key)) == (REMEDY, [])


def test_key_that_was_replaced_is_not_in_use(haven: MadeOrganisation) -> None:
    key = made()
    use(haven, key)
    replace_openpgp_key(organisation=haven.id, address=ADDRESS, keys=FAKE, by=OPERATOR, now=NOW)
    assert refused(haven, key) == REMEDY


def test_key_in_use_for_another_address_is_not_the_one_of_the_policy(haven: MadeOrganisation) -> None:
    key = made("csirt@haven.example")
    use(haven, key, "csirt@haven.example")
    content = with_key(key.fingerprint).encode()
    with pytest.raises(PolicyRefused):
        read_for(haven.facts, content=content, files={"k.asc": key.certificate}, by=OPERATOR, now=NOW)


def test_key_that_ended_must_be_imported_again(haven: MadeOrganisation) -> None:
    key = made(until=NOW + timedelta(days=3))
    use(haven, key)
    later = made(until=UNTIL)
    facts = json.loads(later.certificate) | {"fingerprint": key.fingerprint}
    renewed = FAKE.read(json.dumps(facts).encode())
    assert refused(haven, renewed, now=NOW + timedelta(days=4)) == REMEDY


def test_refused_key_leaves_what_was_published(haven: MadeOrganisation) -> None:
    before = publish_text(haven)
    with pytest.raises(PolicyRefused):
        publish_text(haven, with_key("A" * 40), files={"k.asc": b"x"})
    assert publish_text(haven, SMALL + "\n").number == before.number + 1


def test_second_person_approves_a_policy_with_its_own_key(haven: MadeOrganisation) -> None:
    """The key file came with the proposal."""
    key = made()
    use(haven, key)
    text = with_key(key.fingerprint).replace(SMALL, TWO)
    assert publish_by_two(haven, text, files={"k.asc": key.certificate}).number == 2


def test_key_that_was_replaced_since_the_proposal_is_refused(haven: MadeOrganisation) -> None:
    key, second = made(), make_member(haven, Role.ADMINISTRATOR).unlocked
    use(haven, key)
    text = with_key(key.fingerprint).replace(SMALL, TWO)
    proposal = propose_text(haven, text, files={"k.asc": key.certificate})
    replace_openpgp_key(organisation=haven.id, address=ADDRESS, keys=FAKE, by=OPERATOR, now=NOW)
    with pytest.raises(PolicyRefused):
        approve(seen=proposal.digest, by=second, now=NOW)
