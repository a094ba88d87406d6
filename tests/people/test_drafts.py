"""What was typed while the desk locked."""

from datetime import timedelta

import pytest

from meldpunt.people.access import draft_of
from meldpunt.people.actions import forget_draft, keep_draft, remove_member
from meldpunt.people.actions.drafts import MAX_BYTES, MAX_DRAFTS
from meldpunt.people.jobs import expire
from meldpunt.people.models import Draft
from meldpunt.people.queries import draft_mark
from meldpunt.people.rules.sessions import DRAFT_LIFE
from meldpunt.people.terms import DeskLocked, DraftChanged, DraftTooLarge, NotThere
from tests.factories.people import NOW, MadeMember, make_lead, make_member, make_organisation

pytestmark = pytest.mark.django_db
WHERE = "case/2026-00042/answer"


@pytest.fixture
def member() -> MadeMember:
    """Return a handler."""
    return make_member(make_organisation())


def test_draft_comes_back_after_unlocking(member: MadeMember) -> None:
    keep_draft(member=member.id, where=WHERE, clear="Geachte melder, …".encode(), now=NOW)
    assert draft_of(where=WHERE, by=member.unlocked, now=NOW) == "Geachte melder, …".encode()


def test_draft_is_sealed(member: MadeMember) -> None:
    keep_draft(member=member.id, where=WHERE, clear=b"a telling sentence", now=NOW)
    assert (b"telling" in bytes(Draft.objects.get().sealed)) is False


def test_locked_desk_reads_no_draft(member: MadeMember) -> None:
    keep_draft(member=member.id, where=WHERE, clear=b"x", now=NOW)
    with pytest.raises(DeskLocked):
        draft_of(where=WHERE, by=member.locked, now=NOW)


def test_draft_of_another_member_is_not_there(member: MadeMember) -> None:
    keep_draft(member=member.id, where=WHERE, clear=b"x", now=NOW)
    assert draft_of(where=WHERE, by=make_member(make_organisation()).unlocked, now=NOW) is None


def test_draft_moved_to_another_form_does_not_open(member: MadeMember) -> None:
    keep_draft(member=member.id, where=WHERE, clear=b"x", now=NOW)
    Draft.objects.update(where="elsewhere")
    assert draft_of(where="elsewhere", by=member.unlocked, now=NOW) is None


def test_newer_draft_replaces_the_older(member: MadeMember) -> None:
    for clear in (b"first", b"second"):
        keep_draft(member=member.id, where=WHERE, clear=clear, now=NOW)
    assert draft_of(where=WHERE, by=member.unlocked, now=NOW) == b"second"


def test_forgotten_draft_is_gone(member: MadeMember) -> None:
    keep_draft(member=member.id, where=WHERE, clear=b"x", now=NOW)
    forget_draft(where=WHERE, by=member.unlocked, now=NOW)
    assert draft_of(where=WHERE, by=member.unlocked, now=NOW) is None


def test_draft_expires_after_seven_days(member: MadeMember) -> None:
    keep_draft(member=member.id, where=WHERE, clear=b"x", now=NOW)
    assert draft_of(where=WHERE, by=member.unlocked, now=NOW + DRAFT_LIFE - timedelta(seconds=1)) == b"x"
    assert draft_of(where=WHERE, by=member.unlocked, now=NOW + DRAFT_LIFE) is None


def test_expired_draft_is_erased(member: MadeMember) -> None:
    keep_draft(member=member.id, where=WHERE, clear=b"x", now=NOW)
    assert expire(now=NOW + DRAFT_LIFE - timedelta(seconds=1)) == 0
    assert expire(now=NOW + DRAFT_LIFE) == 1
    assert Draft.objects.count() == 0


def test_largest_draft_is_kept_and_a_larger_one_refused(member: MadeMember) -> None:
    keep_draft(member=member.id, where=WHERE, clear=bytes(MAX_BYTES), now=NOW)
    assert draft_of(where=WHERE, by=member.unlocked, now=NOW) == bytes(MAX_BYTES)
    with pytest.raises(DraftTooLarge):
        keep_draft(member=member.id, where=WHERE, clear=bytes(MAX_BYTES + 1), now=NOW)


def test_removed_member_keeps_no_draft() -> None:
    organisation = make_organisation()
    gone = make_member(organisation)
    remove_member(member=gone.id, by=make_lead(organisation).locked, now=NOW)
    with pytest.raises(NotThere):
        keep_draft(member=gone.id, where=WHERE, clear=b"x", now=NOW)


def test_a_draft_takes_the_place_of_the_one_that_was_looked_at(member: MadeMember) -> None:
    for clear in (b"first", b"second"):
        keep_draft(member=member.id, where=WHERE, clear=clear, over=draft_mark(member=member.id, where=WHERE), now=NOW)
    assert draft_of(where=WHERE, by=member.unlocked, now=NOW) == b"second"


def test_a_draft_takes_the_place_of_no_other_also_of_the_same_text(member: MadeMember) -> None:
    keep_draft(member=member.id, where=WHERE, clear=b"first", now=NOW)
    mark = draft_mark(member=member.id, where=WHERE)
    keep_draft(member=member.id, where=WHERE, clear=b"first", now=NOW)
    for over in (mark, ""):
        with pytest.raises(DraftChanged):
            keep_draft(member=member.id, where=WHERE, clear=b"mine", over=over, now=NOW)
        with pytest.raises(DraftChanged):
            forget_draft(where=WHERE, over=over, by=member.unlocked, now=NOW)
    assert draft_of(where=WHERE, by=member.unlocked, now=NOW) == b"first"


def test_a_draft_that_is_gone_is_not_replaced(member: MadeMember) -> None:
    keep_draft(member=member.id, where=WHERE, clear=b"first", now=NOW)
    mark = draft_mark(member=member.id, where=WHERE)
    forget_draft(where=WHERE, over=mark, by=member.unlocked, now=NOW)
    with pytest.raises(DraftChanged):
        keep_draft(member=member.id, where=WHERE, clear=b"mine", over=mark, now=NOW)
    assert Draft.objects.count() == 0


def test_a_member_has_so_many_drafts_and_changes_those(member: MadeMember) -> None:
    for number in range(MAX_DRAFTS):
        keep_draft(member=member.id, where=f"{number}", clear=b"x", now=NOW)
    with pytest.raises(DraftTooLarge):
        keep_draft(member=member.id, where=WHERE, clear=b"x", now=NOW)
    keep_draft(member=member.id, where="0", clear=b"y", now=NOW)
    keep_draft(member=member.id, where=WHERE, clear=b"z", over="", now=NOW)
    assert [draft_of(where=where, by=member.unlocked, now=NOW) for where in ("0", WHERE)] == [b"y", b"z"]
