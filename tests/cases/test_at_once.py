"""Several at once, on a real database file with threads of their own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import pytest
from django.db import connection

from meldpunt.arrivals.models import Mail
from meldpunt.arrivals.terms import Channel, Ended, MailEnd
from meldpunt.cases.actions import assign, take_in, take_in_by_hand
from meldpunt.cases.jobs import release_cases
from meldpunt.cases.models import Case, Thread
from meldpunt.cases.terms import CaseMovedOn, Entered, FormAlreadyUsed, Receipt
from meldpunt.people.actions import remove_member
from meldpunt.reports.models import Report
from meldpunt.reports.terms import ReportContent
from meldpunt.sealing.models import Wrap
from tests.cases.mailed import received
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
