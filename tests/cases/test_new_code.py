"""A new access code for a finder who lost theirs: it opens what the old one did, and the old one opens nothing."""

import re
from typing import Any

import pytest

from meldpunt.arrivals.terms import Channel, KeySource, LearnedKey
from meldpunt.cases.access import finder_is_here, open_for_finder
from meldpunt.cases.actions import close, end_finder_key, enter, open_code_link, renew_code, write_as_finder
from meldpunt.cases.actions.finder_keys import learn_keys
from meldpunt.cases.models import CodeLink, FinderKey, Thread
from meldpunt.cases.terms import (
    CaseMovedOn,
    ClosingReason,
    CodeUnknown,
    LinkOver,
    NowhereToMail,
    Receipt,
    ReportState,
    TransitionRefused,
)
from meldpunt.journal.actions import transaction
from meldpunt.journal.models import Entry
from meldpunt.outbox.access import ready_letter
from meldpunt.outbox.models import Owed
from meldpunt.outbox.terms import ReadyLetter
from meldpunt.people.models import Organisation
from meldpunt.people.terms import DeskLocked, KeyFlaw, KeyRefused, NotAllowed, Role, Visitor
from tests.factories.arrivals import make_upload
from tests.factories.cases import MAILED, NAMED, MadeCase, answer, go, mail_link, make_case
from tests.factories.people import NOW, make_member, make_organisation
from tests.fakes.encrypting import opened
from tests.fakes.openpgp import FakeOpenPgp

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> MadeCase:
    """Return a report whose finder chose mail, in English."""
    return make_case(make_organisation(), contact=MAILED, identity=NAMED, language="en")


@pytest.fixture
def anna(case: MadeCase) -> Visitor:
    """Return a handler at an unlocked desk."""
    return make_member(case.organisation).unlocked


def renew(case: MadeCase, by: Visitor) -> None:
    """Have a new code mailed."""
    renew_code(number=case.number, seen_version=case.version, by=by, now=NOW)


def mailed() -> ReadyLetter:
    """Return the letter with the new code."""
    return ready_letter(Owed.objects.get(letter="new_code"))


def fetched(case: MadeCase) -> Receipt:
    """Open the link of that letter."""
    token = re.findall(r"/case/link/([^?]+)", mailed().body)[0]
    return open_code_link(organisation=case.organisation.id, token=token, by=Channel.MAIL, now=NOW)


def test_new_code_opens_report_conversation_and_files(case: MadeCase, anna: Visitor) -> None:
    answer(case, anna)
    renew(case, anna)
    finder = enter(organisation=case.organisation.id, code=fetched(case).code, by=Channel.FORM, now=NOW)
    seen = open_for_finder(by=finder, now=NOW)
    assert (seen.number, seen.report.what[:9], [one.text for one in seen.messages]) == (
        case.number,
        "Iedereen ",
        ["Dank u."],
    )


def test_files_of_report_and_conversation_open_with_the_new_code() -> None:
    organisation = make_organisation()
    made = make_case(organisation, contact=MAILED, uploads=[make_upload(organisation)])
    renew(made, make_member(organisation).unlocked)
    finder = enter(organisation=organisation.id, code=fetched(made).code, by=Channel.FORM, now=NOW)
    assert [file.trouble for file in open_for_finder(by=finder, now=NOW).files] == [""]


def test_old_code_opens_nothing(case: MadeCase, anna: Visitor) -> None:
    renew(case, anna)
    with pytest.raises(CodeUnknown):
        case.finder()


def test_page_that_was_open_is_over(case: MadeCase, anna: Visitor) -> None:
    finder = case.finder()
    renew(case, anna)
    assert not finder_is_here(by=finder, now=NOW)


def test_old_link_is_over(case: MadeCase, anna: Visitor) -> None:
    old = mail_link(case)
    renew(case, anna)
    with pytest.raises(LinkOver):
        open_code_link(organisation=case.organisation.id, token=old, by=Channel.MAIL, now=NOW)


def test_only_the_newest_link_is_mailed(case: MadeCase, anna: Visitor) -> None:
    renew(case, anna)
    renew(case, anna)
    assert Owed.objects.filter(letter="new_code").count() == 1
    assert CodeLink.objects.count() == 1


def test_proof_of_what_was_received_stays_the_same(case: MadeCase, anna: Visitor) -> None:
    renew(case, anna)
    fresh = fetched(case)
    shown = (fresh.number, fresh.digest, fresh.salt, fresh.manifest, fresh.received_at, fresh.due_at)
    old = case.receipt
    assert shown == (old.number, old.digest, old.salt, old.manifest, old.received_at, old.due_at)


def test_finder_goes_on_writing_with_the_new_code(case: MadeCase, anna: Visitor) -> None:
    from uuid import uuid4

    renew(case, anna)
    finder = enter(organisation=case.organisation.id, code=fetched(case).code, by=Channel.FORM, now=NOW)
    write_as_finder(text="Daar ben ik weer.", uploads=(), once=uuid4(), by=finder, now=NOW)
    answer(case, anna)
    texts = [one.text for one in open_for_finder(by=finder, now=NOW).messages]
    assert texts == ["Daar ben ik weer.", "Dank u."]


def test_letter_goes_to_the_known_address_and_holds_no_code(case: MadeCase, anna: Visitor) -> None:
    renew(case, anna)
    letter = mailed()
    code = fetched(case).code
    assert (letter.to, letter.subject) == (MAILED.value, f"A new access code for your report {case.number}")
    assert code not in letter.body


def test_address_that_only_lies_sealed_is_mailed_from_an_unlocked_desk(case: MadeCase, anna: Visitor) -> None:
    Organisation.objects.filter(pk=case.organisation.id).update(finder_mail_enabled=False)
    Thread.objects.update(notice_address=None)
    renew(case, anna)
    assert mailed().to == MAILED.value


def test_finder_with_a_key_gets_the_code_encrypted(case: MadeCase, anna: Visitor, settings: Any) -> None:
    settings.MELDPUNT_ENCRYPTER = "tests.fakes.encrypting.FakeEncrypter"
    made = FakeOpenPgp().make(user_id=f"Sam <{MAILED.value}>", until=NOW.replace(year=NOW.year + 1))
    thread = Thread.objects.select_related("case").get(case=case.row)
    with transaction():
        learned = LearnedKey(made.certificate, made.fingerprint, KeySource.SIGNED)
        learn_keys(thread, keys=[learned], is_report=True, now=NOW)
    renew(case, anna)
    enclosed = mailed().enclosed
    assert enclosed is not None
    said = opened(enclosed.content)["text"]
    code = re.findall(r"^(?:[0-9A-Z]{4}-){6}[0-9A-Z]{4}$", said, re.MULTILINE)[0]
    finder = enter(organisation=case.organisation.id, code=code, by=Channel.FORM, now=NOW)
    assert (open_for_finder(by=finder, now=NOW).number, CodeLink.objects.count()) == (case.number, 0)


def test_mail_that_says_the_key_was_taken_back_makes_no_link_of_the_code(
    case: MadeCase, anna: Visitor, settings: Any
) -> None:
    settings.MELDPUNT_ENCRYPTER = "tests.fakes.encrypting.FakeEncrypter"
    thread = Thread.objects.select_related("case").get()
    key = FakeOpenPgp().make(user_id="Finder <f@x.example>", until=NOW)
    for trouble, is_report in (("", True), ("revoked", False)):
        learned = LearnedKey(key.certificate, key.fingerprint, KeySource.SIGNED, (), None, trouble)
        with transaction():
            learn_keys(thread, keys=[learned], is_report=is_report, now=NOW)
    with pytest.raises(KeyRefused) as caught:
        renew(case, anna)
    assert (caught.value.flaw, Owed.objects.filter(letter="new_code").count()) == (KeyFlaw.REVOKED, 0)
    end_finder_key(number=case.number, key=FinderKey.objects.get().pk, seen_version=case.version, by=anna, now=NOW)
    renew(case, anna)
    assert "/case/link/" in mailed().body


def test_nothing_changes_where_no_mail_can_go() -> None:
    case = make_case(make_organisation())
    by = make_member(case.organisation).unlocked
    with pytest.raises(NowhereToMail):
        renew(case, by)
    assert open_for_finder(by=case.finder(), now=NOW).number == case.number
    assert CodeLink.objects.count() == 0


def test_closed_case_gets_no_new_code(case: MadeCase, anna: Visitor) -> None:
    go(case, anna, ReportState.VALID, ReportState.ACCEPTED)
    answer(case, anna)
    close(number=case.number, reason=ClosingReason.SOLVED, seen_version=case.version, by=anna, now=NOW)
    with pytest.raises(TransitionRefused):
        renew(case, anna)


def test_who_acts_on_an_old_page_is_told(case: MadeCase, anna: Visitor) -> None:
    seen = case.version
    answer(case, anna)
    with pytest.raises(CaseMovedOn):
        renew_code(number=case.number, seen_version=seen, by=anna, now=NOW)
    assert open_for_finder(by=case.finder(), now=NOW).number == case.number


@pytest.mark.parametrize(("role", "error"), [(Role.ADMINISTRATOR, NotAllowed), (Role.HANDLER, DeskLocked)])
def test_only_a_handler_at_an_unlocked_desk_may(case: MadeCase, role: Role, error: type[Exception]) -> None:
    with pytest.raises(error):
        renew(case, make_member(case.organisation, role).locked)


def test_journal_says_who_had_it_mailed_and_no_more(case: MadeCase, anna: Visitor) -> None:
    renew(case, anna)
    entry = Entry.objects.filter(deed="case.code_renewed").get()
    assert set(entry.facts) <= {"version"}
