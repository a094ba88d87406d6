"""A mail to the addresses of two cases is in both, as each of them allows."""

from dataclasses import replace

import pytest
from django.db import DatabaseError

from meldpunt.arrivals.models import Mail
from meldpunt.arrivals.terms import Automatic, Ended, Envelope, Mailbox, MailEnd, TryLater, Way
from meldpunt.cases.access import open_for_finder, open_for_member
from meldpunt.cases.actions.mail import message_by_mail
from meldpunt.cases.actions.mail_marks import address_to_answer
from meldpunt.cases.models import Message
from meldpunt.people.queries import organisation_facts
from tests.cases.mailed import received, written
from tests.factories.cases import MAILED, MadeCase, make_case
from tests.factories.people import NOW, MadeOrganisation, make_member, make_organisation, take_mail

pytestmark = pytest.mark.django_db(transaction=True)
PLACE = "meldpunt.cases.actions.mail.endings.message_by_mail"
OTHERS = replace(MAILED, value="kim@elsewhere.example")
MAIL = written("7@finder.example", text="Het lukt ook zonder cookie.")


@pytest.fixture
def clinic() -> MadeOrganisation:
    """Give an organisation at which mail comes in."""
    organisation = make_organisation()
    take_mail(organisation, at="meld@kliniek.example")
    return organisation


def address(case: MadeCase) -> str:
    return address_to_answer(case.row.threads.get(), organisation_facts(case.organisation.id), now=NOW)


def to(*cases: MadeCase) -> Envelope:
    return Envelope(Way.LMTP, tuple(map(address, cases)), MAILED.value)


def said(case: MadeCase) -> list[str]:
    visitor = make_member(case.organisation).unlocked
    return [each.text for each in open_for_member(number=case.number, visitor=visitor, now=NOW).messages]


def test_the_finder_of_both_says_it_in_both(clinic):
    first, second = (make_case(clinic, contact=MAILED) for _ in range(2))
    ended = received(clinic, MAIL, envelope=to(first, second))
    assert (ended, said(first), said(second)) == (Ended(MailEnd.MESSAGE, first.number), [MAIL.text], [MAIL.text])
    assert [each.text for each in open_for_finder(by=second.finder(), now=NOW).messages] == [MAIL.text]
    assert Mail.objects.filter(end="message", sealed__isnull=False).count() == 2


def test_where_it_is_to_one_on_the_envelope_and_one_in_its_head(clinic):
    first, second = (make_case(clinic, contact=MAILED) for _ in range(2))
    received(clinic, replace(MAIL, cc=(Mailbox("", address(second)),)), envelope=to(first))
    assert (said(first), said(second)) == ([MAIL.text], [MAIL.text])


@pytest.mark.parametrize("order", [(0, 1), (1, 0)], ids=["first", "last"])
def test_it_waits_for_the_case_of_somebody_else(clinic, order):
    own, other = make_case(clinic, contact=MAILED), make_case(clinic, contact=OTHERS)
    received(clinic, MAIL, envelope=to(*[(own, other)[place] for place in order]))
    waits = Mail.objects.get(settled_at=None)
    assert (said(own), said(other), waits.end, waits.thread) == (
        [MAIL.text],
        [],
        "pending",
        other.row.threads.get().pk,
    )


def test_twice_the_same_address_is_one_message(clinic):
    case = make_case(clinic, contact=MAILED)
    received(clinic, MAIL, envelope=to(case, case))
    assert Message.objects.count() == 1


def test_brought_again_it_is_in_each_once(clinic):
    first, second = (make_case(clinic, contact=MAILED) for _ in range(2))
    ends = [received(clinic, MAIL, envelope=to(first, second)).end for _ in range(2)]
    assert (ends, said(first), said(second)) == ([MailEnd.MESSAGE, MailEnd.SEEN], [MAIL.text], [MAIL.text])


def test_what_was_stored_of_it_for_one_case_only_is_completed_when_it_is_brought_again(clinic, monkeypatch, new_files):
    first, second = (make_case(clinic, contact=MAILED) for _ in range(2))
    keep, kept = message_by_mail, list[int]()

    def once(**given):
        if kept:
            raise DatabaseError
        kept.append(1)
        return keep(**given)

    monkeypatch.setattr(PLACE, once)
    with pytest.raises(TryLater):
        received(clinic, MAIL, envelope=to(first, second))
    monkeypatch.setattr(PLACE, keep)
    ended = received(clinic, MAIL, envelope=to(first, second))
    assert (ended.end, said(first), said(second)) == (MailEnd.MESSAGE, [MAIL.text], [MAIL.text])
    assert len(new_files()) == 2


def test_what_a_machine_sent_waits_once(clinic):
    first, second = (make_case(clinic, contact=MAILED) for _ in range(2))
    received(clinic, replace(MAIL, automatic=Automatic.REPLY), envelope=to(first, second))
    assert Mail.objects.get().thread == first.row.threads.get().pk
