"""What is left of a finder's address once they are erased: nothing, in clear or in any form that the server or an organisation could test a guess with."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from django.apps import apps
from django.conf import settings

from meldpunt.arrivals.models import Mail
from meldpunt.arrivals.terms import Automatic, KeySource, LearnedKey, Mailbox
from meldpunt.cases.actions import change_contact, erase_finder, forget_contact
from meldpunt.cases.models import Case, CodeLink, FinderKey, MailMark, Thread
from meldpunt.cases.queries.mail_threads import thread_of_references
from meldpunt.cases.rules.mail_marks import mark_of_message_id
from meldpunt.outbox.access import ready_letter
from meldpunt.outbox.models import Owed
from meldpunt.reports.models import Report
from meldpunt.sealing.models import Wrap
from meldpunt.sealing.rules.keys import key_name
from meldpunt.sealing.terms import Purpose
from tests.cases.mailed import received, written
from tests.factories.cases import MAILED, NAMED, answer, mail_link, make_case
from tests.factories.people import NOW, MadeOrganisation, make_member, make_organisation, take_mail
from tests.fakes.openpgp import FakeOpenPgp

pytestmark = pytest.mark.django_db
SAM = "sam@finder.example"
MAILS = ("1@finder.example", "2@finder.example", "3@finder.example", "4@finder.example")


@pytest.fixture
def clinic(settings) -> MadeOrganisation:
    """Give an organisation to which a finder mailed a report, a message, and two mails that wait."""
    settings.MELDPUNT_ENCRYPTER = "tests.fakes.encrypting.FakeEncrypter"
    organisation = make_organisation(name="Kliniek", host_names=["meld.clinic.example"])
    take_mail(organisation)
    made = FakeOpenPgp().make(user_id=f"Sam <{SAM}>", until=NOW + timedelta(days=9))
    key = LearnedKey(made.certificate, made.fingerprint, KeySource.ATTACHED, (SAM,))
    received(organisation, written(MAILS[0], keys=(key,)))
    received(organisation, written(MAILS[1], references=MAILS[:1]))
    received(organisation, written(MAILS[2], references=MAILS[:1], automatic=Automatic.REPLY))
    received(organisation, written(MAILS[3], references=MAILS[:1], sender=Mailbox("Sam", "sam@elsewhere.example")))
    return organisation


def erase(organisation: MadeOrganisation) -> None:
    case, anna = Case.objects.get(), make_member(organisation).unlocked
    mails = Mail.objects.filter(settled_at=None).values_list("pk", flat=True)
    erase_finder(number=case.number, asked="Per brief", mails=mails, seen_version=case.version, by=anna, now=NOW)


def values() -> Iterator[bytes]:
    """Yield everything that lies in the database."""
    for table in apps.get_models():
        for row in table._default_manager.values_list():
            yield from (bytes(each) if isinstance(each, bytes | memoryview) else str(each).encode() for each in row)


@pytest.mark.usefixtures("clinic")
def test_there_is_something_to_leave():
    assert [table.objects.exists() for table in (CodeLink, FinderKey, Owed)] == [True] * 3
    assert (Mail.objects.exclude(sealed=None).count(), MailMark.objects.filter(is_ours=False).count()) == (4, 2)


def test_no_column_has_the_address_or_the_mark_of_a_mail(clinic):
    erase(clinic)
    secret = settings.MELDPUNT_SECRETS.notice
    marks = {mark_of_message_id(one, organisation=clinic.id, secret=secret) for one in MAILS}
    found = list(values())
    assert (marks & set(found), [each for each in found if SAM.encode() in each.lower()]) == (set(), [])


def test_the_server_opens_no_address(clinic):
    erase(clinic)
    thread = Thread.objects.get()
    assert (thread.notice_address, thread.mail_references, FinderKey.objects.count()) == (None, None, 0)
    assert (CodeLink.objects.count(), SAM in {ready_letter(row).to for row in Owed.objects.all()}) == (0, False)


def test_the_organisation_opens_no_mail_and_no_name(clinic):
    erase(clinic)
    thread, mails = Thread.objects.get().pk, list(Mail.objects.values_list("pk", "sealed", "stored_as"))
    names = [
        key_name(purpose=Purpose.IDENTITY, organisation=clinic.id, thread=thread).id,
        *(key_name(purpose=Purpose.MAIL, organisation=clinic.id, thread=mail).id for mail, _, _ in mails),
        *(mail for mail, _, _ in mails),
    ]
    assert (Wrap.objects.filter(key__in=names).count(), Report.objects.get().identity) == (0, None)
    assert {kept[1:] for kept in mails} == {(None, None)}


def test_our_own_letters_are_still_known_when_they_come_back(clinic):
    letter = ready_letter(Owed.objects.get(letter="mail_received"))
    erase(clinic)
    assert thread_of_references(clinic.id, [letter.message_id]) == Thread.objects.get().pk


@pytest.mark.parametrize(("address", "left"), [("new@finder.example", (0, 0)), (MAILED.value, (1, 1))])
def test_with_another_address_links_and_marks_of_the_old_one_end(address, left):
    case = make_case(make_organisation(), contact=MAILED)
    mail_link(case)
    MailMark.objects.create(thread=case.row.threads.get(), mark=bytes(32), is_ours=False)
    change_contact(identity=NAMED, contact=replace(MAILED, value=address), by=case.finder(), now=NOW)
    assert (CodeLink.objects.count(), MailMark.objects.filter(is_ours=False).count()) == left


def test_a_finder_who_goes_takes_marks_and_links_along():
    case = make_case(make_organisation(), contact=MAILED)
    mail_link(case)
    MailMark.objects.create(thread=case.row.threads.get(), mark=bytes(32), is_ours=False)
    answer(case, make_member(case.organisation).unlocked)
    forget_contact(by=case.finder(), now=NOW)
    assert (CodeLink.objects.count(), MailMark.objects.filter(is_ours=False).count()) == (0, 0)
