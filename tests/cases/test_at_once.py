"""Several at once, on a real database file with threads of their own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from threading import Barrier

import pytest
from django.db import connection

from meldpunt.arrivals.actions import answers
from meldpunt.arrivals.models import Mail
from meldpunt.arrivals.terms import Channel, Ended, Envelope, Mailbox, MailEnd, TryLater, Way
from meldpunt.cases.actions import assign, take_in, take_in_by_hand
from meldpunt.cases.jobs import release_cases
from meldpunt.cases.models import Case, Thread
from meldpunt.cases.terms import CaseMovedOn, Entered, FormAlreadyUsed, Receipt
from meldpunt.outbox.models import Owed
from meldpunt.people.actions import remove_member
from meldpunt.reports.models import Report
from meldpunt.reports.terms import ReportContent
from meldpunt.sealing.models import Wrap
from tests.cases.mailed import received, written
from tests.factories.arrivals import make_form
from tests.factories.cases import ANONYMOUS, CONTENT, NO_CONTACT, make_case
from tests.factories.people import NOW, make_lead, make_member, make_organisation
from tests.fakes.mail_reading import MAIL

pytestmark = pytest.mark.django_db(transaction=True)


def together[T](*calls: Callable[[], T]) -> list[T | Exception]:
    """Run the calls at one moment, each on a connection of its own; return what each gave or raised."""
    start = Barrier(len(calls))

    def run(call: Callable[[], T]) -> T | Exception:
        start.wait()
        try:
            return call()
        except Exception as error:  # noqa: BLE001 - whatever it was is what the test looks at
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def test_the_same_report_twice_at_once_is_one_case() -> None:
    """Both get the same receipt."""
    organisation = make_organisation()
    form = make_form(organisation)

    def send() -> Receipt:
        return take_in(
            organisation=organisation.id,
            form=form,
            content=CONTENT,
            identity=ANONYMOUS,
            contact=NO_CONTACT,
            uploads=(),
            language="nl",
            by=Channel.FORM,
            now=NOW,
        )

    receipts = together(*[send] * 4)
    counts = (Case.objects.count(), Report.objects.count(), Thread.objects.count(), Wrap.objects.count())
    assert (receipts, counts) == ([receipts[0]] * 4, (1, 1, 1, 5))
    assert isinstance(receipts[0], Receipt)


@pytest.mark.sqlite
def test_flood_that_comes_at_one_moment_is_counted_too(settings) -> None:
    """What is more than its number was not kept; each one that was kept is a case."""
    settings.MELDPUNT = settings.MELDPUNT.model_copy(update={"mails_per_hour": 3})
    organisation, envelope = make_organisation(), Envelope(Way.LMTP, sender="sam@finder.example")
    calls = [partial(received, organisation, written(f"{each}@x"), envelope=envelope) for each in range(6)]
    ended = together(*calls)
    assert (sum(isinstance(each, TryLater) for each in ended), Case.objects.count()) == (3, 3)


@pytest.mark.sqlite
def test_receipts_of_one_moment_leave_in_turn(monkeypatch) -> None:
    monkeypatch.setattr(answers, "MOST_AN_HOUR", 2)
    organisation = make_organisation()
    senders = [Mailbox("", f"sam{each}@finder.example") for each in range(6)]
    together(*[partial(received, organisation, written(f"{box.address}.x", sender=box)) for box in senders])
    moments = Owed.objects.filter(letter="mail_received").order_by("next_try_at").values_list("next_try_at", flat=True)
    assert [(at - NOW) // timedelta(hours=1) for at in moments if at] == [0, 0, 1, 1, 2, 2]


def test_the_same_mail_four_times_at_once_is_one_case() -> None:
    """By the pipe and by a mail server: each hears that it is kept, and one of them that it was taken in."""
    organisation = make_organisation()
    ended = together(*[partial(received, organisation, MAIL)] * 4)
    number = Case.objects.get().number
    assert sorted(map(repr, ended)) == sorted(
        [repr(Ended(MailEnd.REPORT, number)), *[repr(Ended(MailEnd.SEEN, number))] * 3]
    )
    assert (Mail.objects.count(), Report.objects.count(), Thread.objects.count()) == (1, 1, 1)


def test_two_presses_at_the_desk_are_one_case() -> None:
    """A report that a member typed in, sent twice."""
    organisation = make_organisation()
    form, visitor = make_form(organisation), make_member(organisation).unlocked

    def send() -> Receipt:
        return take_in_by_hand(
            form=form,
            entered=Entered(Channel.LETTER, NOW),
            content=CONTENT,
            identity=ANONYMOUS,
            contact=NO_CONTACT,
            uploads=(),
            language="nl",
            by=visitor,
            now=NOW,
        )

    receipts = together(*[send] * 4)
    assert (receipts, Case.objects.count()) == ([receipts[0]] * 4, 1)
    assert isinstance(receipts[0], Receipt)


def test_two_contents_under_one_form_at_once_are_one_case() -> None:
    """One is taken in, the other is told."""
    organisation = make_organisation()
    form = make_form(organisation)

    def send(what: str) -> Receipt:
        return take_in(
            organisation=organisation.id,
            form=form,
            content=ReportContent(where="hier", what=what),
            identity=ANONYMOUS,
            contact=NO_CONTACT,
            uploads=(),
            language="nl",
            by=Channel.FORM,
            now=NOW,
        )

    results = together(lambda: send("een"), lambda: send("twee"))
    assert {type(result) for result in results} == {
        Receipt,
        FormAlreadyUsed,
    }
    assert Case.objects.count() == 1


def test_reports_at_once_get_numbers_of_their_own() -> None:
    """Without a gap."""
    organisation = make_organisation()
    numbers = together(*[lambda: make_case(organisation).number] * 6)
    assert sorted(map(str, numbers)) == [f"2026-0000{number}" for number in range(1, 7)]


def test_two_handlers_at_once_never_overwrite_each_other() -> None:
    """One acts, the other sees that the case moved on."""
    organisation = make_organisation()
    case, anna, bram = make_case(organisation), make_member(organisation), make_member(organisation)
    results = together(
        *[
            lambda who=who: assign(number=case.number, to=who.id, seen_version=1, by=who.unlocked, now=NOW)
            for who in (anna, bram)
        ]
    )
    assert {type(result) for result in results} == {type(None), CaseMovedOn}
    assert case.version == 2


def test_a_case_of_who_left_goes_to_who_takes_it_or_to_nobody() -> None:
    """Two workers release it while somebody takes it: it is released at most once, and never out of the hands of who took it."""
    organisation = make_organisation()
    case, wim, bram = make_case(organisation), make_member(organisation), make_member(organisation)
    assign(number=case.number, to=wim.id, seen_version=1, by=wim.unlocked, now=NOW)
    remove_member(member=wim.id, by=make_lead(organisation).unlocked, now=NOW)
    visitor = bram.unlocked

    def take() -> int:
        assign(number=case.number, to=bram.id, seen_version=2, by=visitor, now=NOW)
        return 0

    *released, taken = together(lambda: release_cases(now=NOW), lambda: release_cases(now=NOW), take)
    ends = {True: (bram.id, [0, 0], 3), False: (None, [0, 1], 3)}
    assert (case.row.assigned_to_id, sorted(released, key=str), case.version) == ends[taken == 0]
    assert taken == 0 or isinstance(taken, CaseMovedOn)
