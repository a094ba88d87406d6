"""The desk erases who a finder is: name, contact details, and what was still to be mailed there."""

from datetime import timedelta

import pytest

from meldpunt.cases.access import open_for_finder, open_for_member
from meldpunt.cases.actions import change_contact, close, erase_finder, erasing, forget_contact, reopen
from meldpunt.cases.models import Note, Notice, Thread
from meldpunt.cases.queries import promised_facts
from meldpunt.cases.terms import (
    CaseMovedOn,
    CaseNotFound,
    ClosingReason,
    DeclineReason,
    Details,
    ErasureFlaw,
    ErasureRefused,
    Notices,
    OwnWord,
    ReportState,
)
from meldpunt.journal.queries import entries_of_case
from meldpunt.outbox.actions import settle_delivered, take_due
from meldpunt.outbox.models import Owed
from meldpunt.outbox.terms import Letter
from meldpunt.people.terms import DeskLocked, NotAllowed, Role, Visitor
from meldpunt.reports.models import Report
from meldpunt.reports.terms import TextTooLong
from meldpunt.sealing.models import Wrap
from meldpunt.sealing.rules.keys import key_name
from meldpunt.sealing.terms import Purpose
from tests.cases.test_at_once import together
from tests.factories.cases import MAILED, NAMED, NO_CONTACT, MadeCase, answer, go, make_case, say_no
from tests.factories.people import NOW, make_member, make_organisation

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
ASKED = "Belde op 3 mei en vroeg erom."


@pytest.fixture
def case() -> MadeCase:
    """Give a case of a finder with a name who chose to be mailed."""
    return make_case(make_organisation(), identity=NAMED, contact=MAILED)


def erase(case: MadeCase, by: Visitor, asked: str = "", *, hours: int = 0) -> None:
    erase_finder(number=case.number, asked=asked, seen_version=case.version, by=by, now=NOW + hours * HOUR)


def shut(case: MadeCase, by: Visitor) -> None:
    """Answer and close as solved."""
    answer(case, by)
    go(case, by, ReportState.VALID, ReportState.ACCEPTED)
    close(number=case.number, reason=ClosingReason.SOLVED, seen_version=case.version, by=by, now=NOW)


def identity_wraps(case: MadeCase) -> int:
    name = key_name(purpose=Purpose.IDENTITY, organisation=case.organisation.id, thread=Thread.objects.get().pk)
    return Wrap.objects.filter(key=name.id).count()


def word(case: MadeCase) -> OwnWord:
    (facts,) = promised_facts(case.row.uuid)
    return facts.own[0]


def details(case: MadeCase) -> tuple[Details, ...]:
    (facts,) = promised_facts(case.row.uuid)
    return facts.details


def test_name_contact_key_and_address_are_gone(case: MadeCase, anna: Visitor) -> None:
    shut(case, anna)
    erase(case, anna)
    thread, report = Thread.objects.get(), Report.objects.get()
    assert (report.identity, identity_wraps(case), thread.notice_address) == (None, 0, None)
    opened = open_for_member(number=case.number, visitor=anna, now=NOW)
    assert (opened.identity_name, opened.contact, opened.notices) == ("", "", Notices.NONE)


def test_the_access_code_opens_the_page_as_before(case: MadeCase, anna: Visitor) -> None:
    shut(case, anna)
    erase(case, anna)
    opened = open_for_finder(by=case.finder(), now=NOW)
    assert (opened.has_identity, opened.number, len(opened.messages)) == (False, case.number, 1)


def test_an_open_case_keeps_what_nobody_asked_to_erase(case: MadeCase, anna: Visitor) -> None:
    with pytest.raises(ErasureRefused) as refused:
        erase(case, anna)
    assert (refused.value.flaw, identity_wraps(case)) == (ErasureFlaw.NOT_YET, 1)


@pytest.mark.parametrize("blank", ["", " \r\n\t"])
def test_a_reason_of_nothing_is_no_reason(case: MadeCase, anna: Visitor, blank: str) -> None:
    with pytest.raises(ErasureRefused):
        erase(case, anna, blank)


def test_a_case_that_was_opened_again_is_an_open_one(case: MadeCase, anna: Visitor) -> None:
    shut(case, anna)
    reopen(number=case.number, seen_version=case.version, by=anna, now=NOW)
    with pytest.raises(ErasureRefused) as refused:
        erase(case, anna)
    assert refused.value.flaw is ErasureFlaw.NOT_YET


def test_a_finder_who_asked_need_not_wait(case: MadeCase, anna: Visitor) -> None:
    """How they asked is kept sealed, beside the other notes."""
    erase(case, anna, ASKED)
    opened = open_for_member(number=case.number, visitor=anna, now=NOW)
    assert (identity_wraps(case), [note.text for note in opened.notes]) == (0, [ASKED])


def test_nothing_is_kept_of_a_refused_reason(case: MadeCase, anna: Visitor) -> None:
    with pytest.raises(TextTooLong):
        erase(case, anna, "x" * 200_001)
    assert (identity_wraps(case), Note.objects.count()) == (1, 0)


def test_where_nothing_lies_there_is_nothing_to_erase(anna: Visitor, case: MadeCase) -> None:
    nameless = make_case(case.organisation)
    say_no(nameless, anna, DeclineReason.ALREADY_KNOWN)
    with pytest.raises(ErasureRefused) as refused:
        erase(nameless, anna)
    assert refused.value.flaw is ErasureFlaw.NOTHING


def test_the_journal_tells_it_without_content(case: MadeCase, anna: Visitor) -> None:
    shut(case, anna)
    erase(case, anna)
    line = entries_of_case(case.row.uuid)[-1]
    assert (line.deed, line.actor, line.facts) == (
        "case.finder_erased",
        anna.actor,
        {"had": True, "asked": False, "version": case.version},
    )


def test_an_administrator_erases_nobody(case: MadeCase) -> None:
    with pytest.raises(NotAllowed):
        erase(case, make_member(case.organisation, Role.ADMINISTRATOR).unlocked, ASKED)
    assert identity_wraps(case) == 1


def test_a_reason_needs_an_unlocked_desk(case: MadeCase) -> None:
    with pytest.raises(DeskLocked):
        erase(case, make_member(case.organisation).locked, ASKED)


def test_a_case_of_another_organisation_is_not_there(case: MadeCase) -> None:
    stranger = make_member(make_organisation()).unlocked
    with pytest.raises(CaseNotFound):
        erase_finder(number=case.number, asked="", seen_version=case.version, by=stranger, now=NOW)


def test_a_page_of_before_erases_nothing(case: MadeCase, anna: Visitor) -> None:
    seen = case.version
    shut(case, anna)
    with pytest.raises(CaseMovedOn):
        erase_finder(number=case.number, asked="", seen_version=seen, by=anna, now=NOW)
    assert identity_wraps(case) == 1


def test_mails_that_did_not_leave_do_not(case: MadeCase, anna: Visitor) -> None:
    """Those of this case only."""
    other = make_case(case.organisation, identity=NAMED, contact=MAILED)
    shut(case, anna)
    erase(case, anna)
    letters = Owed.objects.filter(letter__in=[Letter.RECEIVED, Letter.NEWS, Letter.CLOSED])
    assert (letters.count(), other.version) == (1, 1)


def test_a_mail_that_was_withdrawn_told_nobody(case: MadeCase, anna: Visitor) -> None:
    answer(case, anna)
    erase(case, anna, ASKED, hours=1)
    assert (word(case).told_at, word(case).failed_at) == (None, NOW + HOUR)


def test_what_a_mail_server_took_was_told(case: MadeCase, anna: Visitor) -> None:
    answer(case, anna)
    for row in take_due(now=NOW + HOUR, limit=100):
        settle_delivered(row=row, now=NOW + HOUR)
    erase(case, anna, ASKED, hours=2)
    assert word(case).told_at == NOW + HOUR


def test_a_carrier_that_had_the_letter_in_hand_brings_nothing_back(case: MadeCase, anna: Visitor) -> None:
    answer(case, anna)
    in_hand = take_due(now=NOW + HOUR, limit=100)
    erase(case, anna, ASKED, hours=1)
    for row in in_hand:
        settle_delivered(row=row, now=NOW + 2 * HOUR)
    assert (word(case).told_at, Owed.objects.filter(letter=Letter.NEWS).count()) == (None, 0)


def test_a_finder_who_erases_withdraws_the_mail_too(case: MadeCase, anna: Visitor) -> None:
    answer(case, anna)
    forget_contact(by=case.finder(now=NOW + HOUR), now=NOW + HOUR)
    assert (word(case).told_at, Owed.objects.filter(letter=Letter.NEWS).count()) == (None, 0)


def test_what_is_said_afterwards_is_told_by_the_page(case: MadeCase, anna: Visitor) -> None:
    erase(case, anna, ASKED)
    answer(case, anna, now=NOW + HOUR)
    assert (word(case).told_at, Notice.objects.count()) == (NOW + HOUR, 0)


def test_when_details_lay_here_is_known_afterwards(case: MadeCase, anna: Visitor) -> None:
    assert details(case) == (Details(NOW, None),)
    erase(case, anna, ASKED, hours=1)
    change_contact(identity=NAMED, contact=NO_CONTACT, by=case.finder(now=NOW + 3 * HOUR), now=NOW + 3 * HOUR)
    assert details(case) == (Details(NOW, NOW + HOUR), Details(NOW + 3 * HOUR, None))


def test_who_gave_nothing_had_nothing_here(case: MadeCase) -> None:
    nameless = make_case(case.organisation)
    assert details(nameless) == ()
    forget_contact(by=nameless.finder(), now=NOW)
    assert (details(nameless), nameless.version) == ((), 1)


def test_pressing_again_looks_for_no_mail_of_anybody(case: MadeCase, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every letter that waits would be opened for it, while nothing else is written."""
    forget_contact(by=case.finder(), now=NOW)
    seen = case.version
    monkeypatch.setattr(erasing, "withdraw_mails", lambda *_whose, **_facts: pytest.fail("looked"))
    forget_contact(by=case.finder(), now=NOW)
    assert case.version == seen


@pytest.mark.django_db(transaction=True)
def test_two_at_once_erase_once() -> None:
    case = make_case(make_organisation(), identity=NAMED, contact=MAILED)
    people = [make_member(case.organisation).unlocked for _ in range(2)]
    seen = case.version

    def press(by: Visitor) -> None:
        erase_finder(number=case.number, asked=ASKED, seen_version=seen, by=by, now=NOW)

    found = together(*[lambda by=by: press(by) for by in people])
    assert sorted(type(each).__name__ for each in found) == ["CaseMovedOn", "NoneType"]
    assert (identity_wraps(case), Note.objects.count()) == (0, 1)


@pytest.mark.django_db(transaction=True)
def test_an_answer_at_that_moment_mails_nobody() -> None:
    """Whichever was first: no address lies in a letter when both are done."""
    case = make_case(make_organisation(), identity=NAMED, contact=MAILED)
    writer, eraser = (make_member(case.organisation).unlocked for _ in range(2))
    seen = case.version
    found = together(
        lambda: answer(case, writer),
        lambda: erase_finder(number=case.number, asked=ASKED, seen_version=seen, by=eraser, now=NOW),
    )
    if isinstance(found[1], CaseMovedOn):
        erase(case, eraser, ASKED)
    assert (identity_wraps(case), Owed.objects.filter(letter__in=[Letter.RECEIVED, Letter.NEWS]).count()) == (0, 0)
