"""A mail to the finder that came back after our own mail server took it."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction

from meldpunt.cases.access import open_for_finder, open_for_member
from meldpunt.cases.actions import (
    change_contact,
    close,
    forget_contact,
    note_came_back,
    note_told,
    take_back_came_back,
    write_as_finder,
)
from meldpunt.cases.models import Notice
from meldpunt.cases.queries import newest_words, promised_facts
from meldpunt.cases.rules.promised import when_it_came_back
from meldpunt.cases.terms import (
    CaseMovedOn,
    CaseNotFound,
    ClosingReason,
    MailFlaw,
    MailRefused,
    NoSuchMail,
    Notices,
    ReportState,
)
from meldpunt.journal.queries import entries_of_case
from meldpunt.journal.terms import SYSTEM
from meldpunt.outbox.models import Owed
from meldpunt.outbox.terms import Letter
from meldpunt.people.models import Organisation
from meldpunt.people.terms import NotAllowed, Role, Visitor
from meldpunt.policy.terms import ContactMode
from meldpunt.reports.terms import Contact
from tests.factories.cases import MAILED, NAMED, MadeCase, answer, go, make_case
from tests.factories.outbox import carry
from tests.factories.people import NOW, make_member, make_organisation

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
TAKEN, BACK = NOW + HOUR, NOW + 2 * HOUR


@pytest.fixture
def mailed(case: MadeCase, anna: Visitor) -> MadeCase:
    """Give a case with an answer that our mail server took."""
    answer(case, anna)
    carry(now=TAKEN)
    return case


def mail_of(case: MadeCase) -> UUID:
    return Notice.objects.filter(thread__case=case.row).order_by("-id")[0].letter


def come_back(
    case: MadeCase, by: Visitor, *, at: datetime = BACK, dead: bool = False, seen: int = 0, mail: UUID | None = None
) -> None:
    version, mail = seen or case.version, mail or mail_of(case)
    note_came_back(number=case.number, mail=mail, at=at, address_dead=dead, seen_version=version, by=by, now=BACK)


def take_back(case: MadeCase, by: Visitor) -> None:
    take_back_came_back(number=case.number, mail=mail_of(case), seen_version=case.version, by=by, now=BACK)


def told(case: MadeCase) -> tuple[datetime | None, datetime | None]:
    (word,) = promised_facts(case.row.uuid)[0].own
    return word.told_at, word.failed_at


def test_what_came_back_told_nothing(mailed: MadeCase, anna: Visitor) -> None:
    assert told(mailed) == (TAKEN, None)
    come_back(mailed, anna)
    assert (told(mailed), newest_words([mailed.row.uuid])) == ((None, BACK), {})


def test_the_journal_says_who_recorded_it(mailed: MadeCase, anna: Visitor) -> None:
    come_back(mailed, anna)
    line = entries_of_case(mailed.row.uuid)[-1]
    assert (line.deed, line.actor) == ("case.mail_came_back", anna.actor)
    assert line.facts == {"came_back": BACK.isoformat(timespec="minutes"), "address_erased": False, "version": 3}


def test_taken_back_it_was_told_when_it_was_taken(mailed: MadeCase, anna: Visitor) -> None:
    come_back(mailed, anna)
    take_back(mailed, anna)
    assert (told(mailed), entries_of_case(mailed.row.uuid)[-1].deed) == ((TAKEN, None), "case.mail_return_withdrawn")


def test_who_writes_after_it_was_told_all_the_same(mailed: MadeCase, anna: Visitor) -> None:
    come_back(mailed, anna)
    write_as_finder(text="Dank.", uploads=(), once=uuid4(), by=mailed.finder(now=BACK), now=BACK)
    assert told(mailed)[0] == BACK


def test_all_that_one_letter_told_comes_back(case: MadeCase, anna: Visitor) -> None:
    answer(case, anna)
    answer(case, anna)
    carry(now=TAKEN)
    come_back(case, anna)
    assert [each.told_at for each in promised_facts(case.row.uuid)[0].own] == [None, None]


def test_the_mail_about_the_closing_comes_back_too(case: MadeCase, anna: Visitor) -> None:
    answer(case, anna)
    go(case, anna, ReportState.VALID, ReportState.ACCEPTED)
    close(number=case.number, reason=ClosingReason.SOLVED, seen_version=case.version, by=anna, now=NOW)
    carry(now=TAKEN)
    come_back(case, anna)
    assert promised_facts(case.row.uuid)[0].moves[-1].told_at is None


@pytest.mark.parametrize("other", ["forgotten", "kept"])
def test_it_does_not_matter_what_the_outbox_knows(mailed: MadeCase, anna: Visitor, other: str) -> None:
    if other == "forgotten":
        Owed.objects.all().delete()
    come_back(mailed, anna)
    assert note_told(by=SYSTEM, now=BACK) == 0
    assert told(mailed) == (None, BACK)


def test_an_address_that_is_dead_is_erased_and_mailed_no_more(mailed: MadeCase, anna: Visitor) -> None:
    come_back(mailed, anna, dead=True)
    waiting = Owed.objects.filter(letter=Letter.NEWS, next_try_at__isnull=False)
    answer(mailed, anna, now=BACK)
    assert (mailed.row.threads.get().notice_address, waiting.count()) == (None, 0)
    assert promised_facts(mailed.row.uuid)[0].own[-1].told_at == BACK
    opened = open_for_finder(by=mailed.finder(now=BACK), now=BACK)
    assert (opened.notices, opened.mail_failed) == (Notices.ENDED, True)


def test_what_waits_for_a_dead_address_does_not_leave(mailed: MadeCase, anna: Visitor) -> None:
    answer(mailed, anna, now=BACK)
    come_back(mailed, anna, dead=True, mail=Notice.objects.order_by("id")[0].letter)
    carry(now=BACK + HOUR)
    waited = promised_facts(mailed.row.uuid)[0].own[-1]
    assert (
        Owed.objects.filter(letter=Letter.NEWS, sealed__isnull=False).count(),
        waited.told_at,
        waited.failed_at,
    ) == (
        0,
        None,
        BACK,
    )


def test_what_waits_for_an_address_that_lives_leaves(mailed: MadeCase, anna: Visitor) -> None:
    answer(mailed, anna, now=BACK)
    come_back(mailed, anna, mail=Notice.objects.order_by("id")[0].letter)
    carry(now=BACK + HOUR)
    assert promised_facts(mailed.row.uuid)[0].own[-1].told_at == BACK + HOUR


def test_what_was_withdrawn_is_told_to_who_writes_after_it(mailed: MadeCase, anna: Visitor) -> None:
    answer(mailed, anna, now=BACK)
    come_back(mailed, anna, dead=True, mail=Notice.objects.order_by("id")[0].letter)
    write_as_finder(text="Dank.", uploads=(), once=uuid4(), by=mailed.finder(now=BACK + HOUR), now=BACK + HOUR)
    assert [each.told_at for each in promised_facts(mailed.row.uuid)[0].own] == [BACK + HOUR, BACK + HOUR]


def erased_with(case: MadeCase, by: Visitor) -> object:
    """Record that the address of a mail is dead; return whether the journal says that it was erased."""
    come_back(case, by, dead=True)
    return entries_of_case(case.row.uuid)[-1].facts["address_erased"]


def test_an_address_that_was_left_after_the_mail_stays(mailed: MadeCase, anna: Visitor) -> None:
    """The dead one is gone already; the finder is mailed at the new one."""
    new = Contact(ContactMode.EMAIL, "nieuw@finder.example", notices=True)
    change_contact(identity=NAMED, contact=new, by=mailed.finder(now=TAKEN), now=TAKEN)
    assert erased_with(mailed, anna) is False
    opened = open_for_finder(by=mailed.finder(now=BACK), now=BACK)
    assert (mailed.row.threads.get().notice_address is None, opened.notices) == (False, Notices.SENT)


def test_where_the_finder_erased_all_nothing_tells_that_there_was_an_address(mailed: MadeCase, anna: Visitor) -> None:
    forget_contact(by=mailed.finder(now=TAKEN), now=TAKEN)
    assert erased_with(mailed, anna) is False
    thread = mailed.row.threads.get()
    assert (thread.notice_address, thread.notices_ended) == (None, False)


def test_what_closing_erased_is_not_erased_again(mailed: MadeCase, anna: Visitor) -> None:
    go(mailed, anna, ReportState.VALID, ReportState.ACCEPTED)
    close(number=mailed.number, reason=ClosingReason.SOLVED, seen_version=mailed.version, by=anna, now=TAKEN)
    carry(now=BACK)
    assert erased_with(mailed, anna) is False


def test_an_address_that_only_handlers_can_read_is_mailed_no_more(mailed: MadeCase, anna: Visitor) -> None:
    """Where the server may keep none, it is taken from what is sealed at each answer: until somebody says that it is dead."""
    Organisation.objects.update(finder_mail_enabled=False)
    mailed.row.threads.update(notice_address=None)
    assert erased_with(mailed, anna) is True
    assert mailed.row.threads.get().notices_ended


def test_an_address_that_lives_is_kept(mailed: MadeCase, anna: Visitor) -> None:
    come_back(mailed, anna)
    answer(mailed, anna, now=BACK)
    assert Owed.objects.filter(letter=Letter.NEWS, next_try_at__isnull=False).count() == 1


def test_the_finder_sees_it_until_the_next_mail_left(mailed: MadeCase, anna: Visitor) -> None:
    come_back(mailed, anna)
    assert open_for_finder(by=mailed.finder(now=BACK), now=BACK).mail_failed
    answer(mailed, anna, now=BACK)
    carry(now=BACK + HOUR)
    assert not open_for_finder(by=mailed.finder(now=BACK), now=BACK).mail_failed


def test_the_desk_sees_what_became_of_each_mail(mailed: MadeCase, anna: Visitor) -> None:
    come_back(mailed, anna)
    (message,) = open_for_member(number=mailed.number, visitor=anna, now=BACK).messages
    assert message.mail is not None
    assert (message.mail.told_at, message.mail.came_back_at, message.mail.by) == (TAKEN, BACK, anna.name)


def test_what_is_on_its_way_did_not_come_back(case: MadeCase, anna: Visitor) -> None:
    answer(case, anna)
    with pytest.raises(MailRefused) as refused:
        come_back(case, anna)
    assert refused.value.flaw is MailFlaw.NOT_SENT


def test_once_is_enough(mailed: MadeCase, anna: Visitor) -> None:
    come_back(mailed, anna)
    with pytest.raises(MailRefused) as refused:
        come_back(mailed, anna)
    assert refused.value.flaw is MailFlaw.BACK_ALREADY


def test_what_did_not_come_back_is_not_taken_back(mailed: MadeCase, anna: Visitor) -> None:
    with pytest.raises(MailRefused) as refused:
        take_back(mailed, anna)
    assert refused.value.flaw is MailFlaw.NOT_BACK


def test_who_saw_an_older_page_is_asked_again(mailed: MadeCase, anna: Visitor) -> None:
    with pytest.raises(CaseMovedOn):
        come_back(mailed, anna, seen=1)
    assert told(mailed) == (TAKEN, None)


def test_a_mail_of_another_case_is_none_of_this(mailed: MadeCase, anna: Visitor) -> None:
    other = make_case(mailed.organisation, identity=NAMED, contact=MAILED)
    with pytest.raises(NoSuchMail):
        note_came_back(
            number=other.number, mail=mail_of(mailed), at=BACK, address_dead=True, seen_version=1, by=anna, now=BACK
        )


def test_another_organisation_finds_nothing(mailed: MadeCase) -> None:
    stranger = make_member(make_organisation(host_names=["elders.example"]), name="Eva").unlocked
    with pytest.raises(CaseNotFound):
        come_back(mailed, stranger)


def test_an_administrator_may_not(mailed: MadeCase) -> None:
    with pytest.raises(NotAllowed):
        come_back(mailed, make_member(mailed.organisation, name="Ada", role=Role.ADMINISTRATOR).unlocked)


def test_the_database_refuses_a_return_of_what_never_left(case: MadeCase, anna: Visitor) -> None:
    answer(case, anna)
    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.update(came_back_at=BACK, came_back_noted_at=BACK, came_back_by=anna.member)


@pytest.mark.parametrize(
    ("at", "flaw"), [(TAKEN - timedelta(minutes=1), MailFlaw.EARLY), (BACK + timedelta(seconds=1), MailFlaw.FUTURE)]
)
def test_moments_that_cannot_be(at: datetime, flaw: MailFlaw) -> None:
    with pytest.raises(MailRefused) as refused:
        when_it_came_back(at, told_at=TAKEN, came_back_at=None, now=BACK)
    assert refused.value.flaw is flaw


def test_in_the_minute_in_which_it_left_it_came_back_at_once() -> None:
    left = TAKEN + timedelta(seconds=40)
    assert when_it_came_back(TAKEN, told_at=left, came_back_at=None, now=BACK) == left
