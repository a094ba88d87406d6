"""The conversation, notes, assignment, and two people at once."""

from datetime import timedelta
from uuid import uuid4

import pytest

from meldpunt.cases.access import open_file_for_finder, open_file_for_member, open_for_finder, open_for_member
from meldpunt.cases.actions import add_note, assign, close, decline, write_as_finder, write_as_handler
from meldpunt.cases.models import Message, Note
from meldpunt.cases.terms import (
    CaseMovedOn,
    CaseNotFound,
    ClosingReason,
    DeclineReason,
    FinderStatus,
    MessageKind,
    NothingSaid,
    ReportState,
    Side,
)
from meldpunt.journal.queries import entries_of_case
from meldpunt.outbox.models import Owed
from meldpunt.people.terms import DeskLocked, NotAllowed, Role, Visitor
from meldpunt.reports.terms import TextNotStorable
from meldpunt.sealing.terms import CannotOpen
from tests.factories.arrivals import make_upload
from tests.factories.cases import MAILED, MadeCase, make_case
from tests.factories.people import NOW, MadeMember, make_member, make_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> MadeCase:
    """Give a case whose finder chose to be mailed."""
    return make_case(make_organisation(), contact=MAILED)


@pytest.fixture
def anna(case: MadeCase) -> MadeMember:
    """Give a handler."""
    return make_member(case.organisation, name="Anna")


def answer(case: MadeCase, by: Visitor, text: str = "Dank u.", kind: MessageKind = MessageKind.ANSWER) -> None:
    write_as_handler(number=case.number, kind=kind, text=text, uploads=(), seen_version=case.version, by=by, now=NOW)


def say(case: MadeCase, text: str = "Nog iets.") -> None:
    write_as_finder(text=text, uploads=(), once=uuid4(), by=case.finder(), now=NOW)


def test_both_sides_read_what_was_said(case: MadeCase, anna: MadeMember) -> None:
    """In order; the finder does not read who wrote."""
    answer(case, anna.unlocked, "Eén\r\nregel 🏥")
    say(case, "Twee")
    desk = open_for_member(number=case.number, visitor=anna.unlocked, now=NOW).messages
    finder = open_for_finder(by=case.finder(), now=NOW).messages
    assert [(message.by, message.text) for message in desk] == [("Anna", "Eén\r\nregel 🏥"), ("", "Twee")]
    assert [(message.by, message.text) for message in finder] == [("", "Eén\r\nregel 🏥"), ("", "Twee")]


def test_files_go_both_ways(case: MadeCase, anna: MadeMember) -> None:
    """And stand with their message, not with the report."""
    ours, theirs = make_upload(case.organisation, b"ours"), make_upload(case.organisation, b"theirs")
    write_as_handler(
        number=case.number,
        kind=MessageKind.ASK,
        text="",
        uploads=[ours],
        seen_version=case.version,
        by=anna.unlocked,
        now=NOW,
    )
    write_as_finder(text="", uploads=[theirs], once=uuid4(), by=case.finder(), now=NOW)
    opened = open_for_member(number=case.number, visitor=anna.unlocked, now=NOW)
    assert ([[file.id for file in message.files] for message in opened.messages], opened.files) == (
        [[ours.id], [theirs.id]],
        (),
    )
    mine = open_file_for_finder(file=ours.id, by=case.finder(), now=NOW)
    yours = open_file_for_member(number=case.number, file=theirs.id, visitor=anna.unlocked, now=NOW)
    assert (b"".join(mine.chunks), b"".join(yours.chunks)) == (b"ours", b"theirs")


@pytest.mark.parametrize("text", ["", " \r\n\t"])
def test_saying_nothing_is_refused(case: MadeCase, anna: MadeMember, text: str) -> None:
    """On both sides, and in a note."""
    with pytest.raises(NothingSaid):
        answer(case, anna.unlocked, text)
    with pytest.raises(NothingSaid):
        say(case, text)
    with pytest.raises(NothingSaid):
        add_note(number=case.number, text=text, seen_version=case.version, by=anna.unlocked, now=NOW)


def test_what_could_not_come_back_is_refused(case: MadeCase) -> None:
    """NUL is no text."""
    with pytest.raises(TextNotStorable):
        say(case, "a\0b")


def test_the_same_form_twice_is_one_message(case: MadeCase) -> None:
    """A double submit."""
    once = uuid4()
    for _ in range(2):
        write_as_finder(text="Nog iets.", uploads=(), once=once, by=case.finder(), now=NOW)
    assert Message.objects.count() == 1


def test_nothing_said_is_stored_in_clear(case: MadeCase, anna: MadeMember) -> None:
    """Messages and notes."""
    answer(case, anna.unlocked, "canary")
    add_note(number=case.number, text="canary", seen_version=case.version, by=anna.unlocked, now=NOW)
    stored = bytes(Message.objects.get().sealed) + bytes(Note.objects.get().sealed)
    assert b"canary" not in stored


def test_notes_are_the_desks(case: MadeCase, anna: MadeMember) -> None:
    """The finder has no key to them and sees nothing of them."""
    add_note(number=case.number, text="Lijkt echt.", seen_version=case.version, by=anna.unlocked, now=NOW)
    desk = open_for_member(number=case.number, visitor=anna.unlocked, now=NOW)
    assert [(note.by, note.text) for note in desk.notes] == [("Anna", "Lijkt echt.")]
    assert "Lijkt echt." not in str(vars(open_for_finder(by=case.finder(), now=NOW)))


def test_an_answer_keeps_the_promise_and_turns_the_clock(case: MadeCase, anna: MadeMember) -> None:
    """From five working days for the first answer to thirty days of silence."""
    answer(case, anna.unlocked)
    row = case.row
    assert (row.answered_at, row.last_word, row.waiting_since, row.due_at.isoformat() if row.due_at else None) == (
        NOW,
        Side.ORGANISATION,
        None,
        "2026-12-23T22:59:59+00:00",
    )


def test_a_finder_who_waits_is_due_sooner(case: MadeCase, anna: MadeMember) -> None:
    """Since their first word that was not answered."""
    answer(case, anna.unlocked)
    say(case)
    later = NOW + timedelta(days=3)
    write_as_finder(text="Hallo?", uploads=(), once=uuid4(), by=case.finder(now=later), now=later)
    row = case.row
    assert (row.last_word, row.waiting_since, row.due_at.isoformat() if row.due_at else None) == (
        Side.FINDER,
        NOW,
        "2026-11-30T22:59:59+00:00",
    )


def test_a_question_shows_as_one(case: MadeCase, anna: MadeMember) -> None:
    """Until it is answered."""
    answer(case, anna.unlocked, kind=MessageKind.ASK)
    asked = open_for_finder(by=case.finder(), now=NOW).status
    say(case)
    assert (asked, open_for_finder(by=case.finder(), now=NOW).status) == (
        FinderStatus.QUESTION_FOR_YOU,
        FinderStatus.BEING_READ,
    )


def test_an_answer_owes_the_finder_a_mail(case: MadeCase, anna: MadeMember) -> None:
    """One, without content."""
    answer(case, anna.unlocked, "canary")
    owed = Owed.objects.get(letter="news")
    assert b"canary" not in bytes(owed.sealed or b"")


def test_a_finders_word_is_told_to_who_has_the_case(case: MadeCase, anna: MadeMember) -> None:
    """Or to every handler while nobody has it."""
    make_member(case.organisation)
    say(case)
    everybody = Owed.objects.filter(letter="finder_wrote").count()
    assign(number=case.number, to=anna.id, seen_version=case.version, by=anna.unlocked, now=NOW)
    say(case)
    assert (everybody, Owed.objects.filter(letter="finder_wrote").count()) == (2, 3)


def test_the_second_of_two_sees_what_changed(case: MadeCase, anna: MadeMember) -> None:
    """And nothing of theirs was done."""
    seen, bram = case.version, make_member(case.organisation, name="Bram")
    answer(case, anna.unlocked)
    say(case)
    with pytest.raises(CaseMovedOn) as caught:
        write_as_handler(
            number=case.number,
            kind=MessageKind.ANSWER,
            text="Ook iets.",
            uploads=(),
            seen_version=seen,
            by=bram.unlocked,
            now=NOW,
        )
    changes = [(change.deed, change.who) for change in caught.value.changes]
    assert (changes, caught.value.version, Message.objects.count()) == (
        [("case.answered", "Anna"), ("case.finder_wrote", "")],
        3,
        2,
    )


def test_opening_is_written_down_before_it_is_shown(case: MadeCase, anna: MadeMember) -> None:
    """A case and a file."""
    upload = make_upload(case.organisation)
    write_as_finder(text="", uploads=[upload], once=uuid4(), by=case.finder(), now=NOW)
    open_for_member(number=case.number, visitor=anna.unlocked, now=NOW)
    open_file_for_member(number=case.number, file=upload.id, visitor=anna.unlocked, now=NOW)
    deeds = [(entry.deed, entry.actor.id) for entry in entries_of_case(case.row.uuid)]
    assert deeds[-2:] == [("case.opened", anna.id), ("case.file_opened", anna.id)]


def test_opening_changes_no_version(case: MadeCase, anna: MadeMember) -> None:
    """Looking is no change."""
    seen = open_for_member(number=case.number, visitor=anna.unlocked, now=NOW).version
    open_for_member(number=case.number, visitor=make_member(case.organisation).unlocked, now=NOW)
    assert case.version == seen


def test_not_there_and_not_yours_are_one(case: MadeCase) -> None:
    """Another organisation's handler gets the answer for a number that does not exist."""
    stranger = make_member(make_organisation()).unlocked
    for number in (case.number, "2026-99999", "", "'; --"):
        with pytest.raises(CaseNotFound):
            open_for_member(number=number, visitor=stranger, now=NOW)


def test_a_file_of_another_case_is_not_there(case: MadeCase, anna: MadeMember) -> None:
    """For both sides."""
    upload = make_upload(case.organisation)
    make_case(case.organisation, uploads=[upload])
    with pytest.raises(CaseNotFound):
        open_file_for_member(number=case.number, file=upload.id, visitor=anna.unlocked, now=NOW)
    with pytest.raises(CaseNotFound):
        open_file_for_finder(file=upload.id, by=case.finder(), now=NOW)


def test_an_administrator_opens_nothing(case: MadeCase) -> None:
    """Nor may they do anything to a case."""
    administrator = make_member(case.organisation, Role.ADMINISTRATOR).unlocked
    with pytest.raises(NotAllowed):
        open_for_member(number=case.number, visitor=administrator, now=NOW)
    with pytest.raises(NotAllowed):
        assign(number=case.number, to=None, seen_version=case.version, by=administrator, now=NOW)


def test_a_locked_desk_opens_nothing(case: MadeCase, anna: MadeMember) -> None:
    """Nor does a member who waits to be admitted."""
    waiting = make_member(case.organisation, admitted=False).unlocked
    for visitor in (anna.locked, waiting):
        with pytest.raises(DeskLocked):
            open_for_member(number=case.number, visitor=visitor, now=NOW)


def test_a_message_moved_to_another_row_does_not_open(case: MadeCase, anna: MadeMember) -> None:
    """What is sealed is tied to its place."""
    answer(case, anna.unlocked, "een")
    answer(case, anna.unlocked, "twee")
    first, second = Message.objects.order_by("id")
    Message.objects.filter(pk=second.pk).update(sealed=first.sealed)
    with pytest.raises(CannotOpen):
        open_for_finder(by=case.finder(), now=NOW)


def test_a_word_after_closing_opens_the_case_again(case: MadeCase, anna: MadeMember) -> None:
    """In the state it had, so that it stands in the queue."""
    decline(
        number=case.number,
        reason=DeclineReason.NOT_OURS,
        text="Nee.",
        seen_version=case.version,
        by=anna.unlocked,
        now=NOW,
    )
    close(number=case.number, reason=ClosingReason.NOT_OURS, seen_version=case.version, by=anna.unlocked, now=NOW)
    say(case, "Toch wel.")
    row = case.row
    assert (row.report_state, row.closed_at, row.closing_reason, row.due_at is not None) == (
        ReportState.INVALID,
        None,
        "",
        True,
    )
