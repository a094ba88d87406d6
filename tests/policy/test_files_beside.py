"""The files beside the policy that is written at the desk."""

from hashlib import sha256

import pytest

from meldpunt.journal.queries import entries_of_organisation
from meldpunt.journal.terms import OPERATOR
from meldpunt.people.actions import remove_member
from meldpunt.people.terms import NotAllowed, Role
from meldpunt.policy.actions import add_file, remove_file, replace_file
from meldpunt.policy.queries import files_at_hand, files_beside, policy_document
from meldpunt.policy.rules.file.beside import MAX_FILE
from meldpunt.policy.terms import (
    MOST_FILES,
    FileChanged,
    FileKind,
    FileRefused,
    FileThere,
    TooManyFiles,
)
from tests.factories.openpgp import make_key
from tests.factories.people import NOW, MadeMember, make_lead, make_member, make_organisation
from tests.factories.policy import make_file_beside, publish_text
from tests.factories.policy_texts import CONDUCT, SMALL
from tests.fakes.openpgp import FakeOpenPgp
from tests.people.pictures import png

pytestmark = pytest.mark.django_db
CAREFUL = b"Be careful."


def digest(content: bytes) -> str:
    return sha256(content).hexdigest()


def add(by: MadeMember, name: str = "conduct.txt", content: bytes = CAREFUL) -> None:
    add_file(name=name, content=content, keys=FakeOpenPgp(), by=by.unlocked, now=NOW)


def replace(by: MadeMember, content: bytes, *, seen: bytes = CAREFUL, name: str = "conduct.txt") -> None:
    replace_file(name=name, seen=digest(seen), content=content, keys=FakeOpenPgp(), by=by.unlocked, now=NOW)


def test_a_file_is_there_with_all_that_is_known_of_it(organisation, lead):
    add(lead)
    (found,) = files_beside(organisation.id)
    assert (found.name, found.kind, found.size, found.digest) == ("conduct.txt", FileKind.DOCUMENT, 11, digest(CAREFUL))
    assert (found.at, found.by) == (NOW, lead.unlocked.actor)


def test_what_is_done_stands_in_the_journal(organisation, lead):
    add(lead)
    replace(lead, b"Be kind.")
    remove_file(name="conduct.txt", seen=digest(b"Be kind."), by=lead.unlocked, now=NOW)
    told = [
        (entry.deed, entry.facts["file"]) for entry in entries_of_organisation(organisation.id) if "file_" in entry.deed
    ]
    deeds = ("policy.file_added", "policy.file_replaced", "policy.file_removed")
    assert (sorted(told), files_at_hand(organisation.id)) == (sorted((deed, "conduct.txt") for deed in deeds), {})


def test_another_file_of_the_same_name_is_not_pushed_aside(organisation, lead):
    add(lead)
    add(lead)
    with pytest.raises(FileThere):
        add(lead, content=b"Be kind.")
    assert files_at_hand(organisation.id) == {"conduct.txt": CAREFUL}


def test_nobody_replaces_or_removes_what_they_did_not_see(organisation, lead):
    """A colleague replaced it while the page was open."""
    add(lead)
    replace(make_lead(organisation), b"Be kind.")
    with pytest.raises(FileChanged):
        replace(lead, b"Be quick.")
    with pytest.raises(FileChanged):
        remove_file(name="conduct.txt", seen=digest(CAREFUL), by=lead.unlocked, now=NOW)
    assert files_at_hand(organisation.id) == {"conduct.txt": b"Be kind."}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("conduct.exe", CAREFUL),
        ("conduct", CAREFUL),
        ("../conduct.txt", CAREFUL),
        ("gedrag\u202etxt.md", CAREFUL),
        ("a" * 97 + ".txt", CAREFUL),
        (".txt", CAREFUL),
        ("conduct.txt", b"\xff\xfe"),
        ("conduct.txt", b"a\0b"),
        ("conduct.pdf", b"<html>"),
        ("conduct.txt", bytes(MAX_FILE + 1)),
        ("logo.png", b"<svg onload=alert(1)>"),
        ("logo.png", png(2000, 10)),
        ("key.asc", b"no key"),
        ("key.asc", b""),
        ("key.asc", b"-----BEGIN PGP PRIVATE KEY BLOCK-----"),
    ],
)
def test_what_no_policy_could_use_is_refused_with_a_remedy(organisation, lead, name, content):
    with pytest.raises(FileRefused) as caught:
        add(lead, name, content)
    problem = caught.value.problem
    assert (problem.message % problem.values, problem.remedy % problem.values) != ("", "")
    assert files_at_hand(organisation.id) == {}


def test_a_logo_and_a_public_key_are_taken(organisation, lead):
    key = make_key(organisation, now=NOW)
    add(lead, "logo.png", png(64, 32))
    add(lead, "key.asc", key.certificate)
    assert [file.kind for file in files_beside(organisation.id)] == [FileKind.KEY, FileKind.LOGO]


def test_there_is_room_for_so_many(organisation, lead):
    for number in range(MOST_FILES):
        make_file_beside(organisation, name=f"{number}.txt")
    with pytest.raises(TooManyFiles):
        add(lead)


def test_together_they_are_not_too_large(organisation, lead):
    for number in range(10):
        make_file_beside(organisation, name=f"{number}.txt", content=b"a" * MAX_FILE)
    with pytest.raises(TooManyFiles):
        add(lead)


@pytest.mark.parametrize("role", [Role.HANDLER])
def test_a_handler_puts_nothing_there(organisation, role):
    with pytest.raises(NotAllowed):
        add(make_member(organisation, role))


def test_who_was_removed_meanwhile_changes_nothing(organisation, lead):
    other = make_lead(organisation)
    add(lead)
    visitor = lead.unlocked
    remove_member(member=lead.id, by=other.unlocked, now=NOW)
    with pytest.raises(NotAllowed):
        remove_file(name="conduct.txt", seen=digest(CAREFUL), by=visitor, now=NOW)


def test_the_desk_goes_on_with_what_the_operator_published(organisation, lead):
    add(lead, content=b"Be kind.")
    publish_text(organisation, SMALL + CONDUCT, files={"conduct.txt": CAREFUL, "unnamed.txt": b"a"})
    assert [(file.name, file.digest, file.by) for file in files_beside(organisation.id)] == [
        ("conduct.txt", digest(CAREFUL), OPERATOR)
    ]


def test_a_version_keeps_its_own_copy(organisation, lead):
    publish_text(organisation, SMALL + CONDUCT, files={"conduct.txt": CAREFUL})
    remove_file(name="conduct.txt", seen=digest(CAREFUL), by=lead.unlocked, now=NOW)
    assert policy_document(organisation.id, 2, "conduct.txt").content == CAREFUL


def test_another_organisation_sees_none_of_them(lead):
    add(lead)
    other = make_organisation()
    with pytest.raises(FileChanged):
        remove_file(name="conduct.txt", seen=digest(CAREFUL), by=make_lead(other).unlocked, now=NOW)
    assert files_at_hand(other.id) == {}
