"""The finder's OpenPGP key at the desk: shown with its fingerprint, confirmed or refused with one press, entered by hand."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from meldpunt.arrivals.terms import Encryption, KeySource, LearnedKey, MailEnd
from meldpunt.cases.actions import give_key_as_finder
from meldpunt.cases.actions.finder_keys import learn_keys
from meldpunt.cases.models import FinderKey, Thread
from meldpunt.doors.desk.message_words import VERDICTS
from meldpunt.outbox.models import Owed
from meldpunt.people.models import Organisation
from meldpunt.people.rules.openpgp import grouped
from meldpunt.people.terms import ReadKey, Role, Verdict
from tests.factories.cases import MAILED, MadeCase, make_case
from tests.factories.desk import client_of
from tests.factories.mails import READ, make_entry
from tests.factories.people import MadeMember, make_member, make_organisation
from tests.fakes.openpgp import FakeOpenPgp

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_mathematics(settings: Any) -> None:
    settings.MELDPUNT_ENCRYPTER = "tests.fakes.encrypting.FakeEncrypter"


@pytest.fixture
def case() -> MadeCase:
    """Give a case whose finder chose to be mailed."""
    return make_case(make_organisation(), contact=MAILED, now=timezone.now())


@pytest.fixture
def anna(case: MadeCase) -> MadeMember:
    """Give a handler."""
    return make_member(case.organisation, name="Anna", language="en")


@pytest.fixture
def desk(anna: MadeMember) -> Client:
    """Give the handler's browser."""
    return client_of(anna)


def made(days: int = 30) -> ReadKey:
    return FakeOpenPgp().make(user_id=f"Sam <{MAILED.value}>", until=timezone.now() + timedelta(days=days))


def learned(case: MadeCase, key: ReadKey, source: KeySource = KeySource.ATTACHED) -> None:
    thread = Thread.objects.select_related("case").get(case=case.row)
    key_of_mail = LearnedKey(key.certificate, key.fingerprint, source, (MAILED.value,), key.expires_at)
    learn_keys(thread, keys=[key_of_mail], is_report=True, now=timezone.now())


def page(desk: Client, case: MadeCase) -> str:
    return desk.get(f"/desk/cases/{case.number}").text


def press(desk: Client, case: MadeCase, what: str, *, version: int | None = None) -> int:
    row = FinderKey.objects.order_by("learned_at")[:1].get()
    seen = {"seen_version": case.version if version is None else version}
    return desk.post(f"/desk/cases/{case.number}/key/{row.pk}/{what}", seen).status_code


def answer(desk: Client, case: MadeCase) -> str:
    """Send an answer, and return as what it leaves."""
    sent = {"text": "Dank u.", "kind": "answer", "seen_version": case.version}
    assert desk.post(f"/desk/cases/{case.number}/answer", sent).status_code == 303
    return Owed.objects.filter(letter__in=("answer", "news")).get().letter


def test_key_that_waits_is_shown_with_fingerprint_and_where_it_came_from(case: MadeCase, desk: Client):
    key = made()
    learned(case, key)
    text = page(desk, case)
    shown = " ".join(text.partition("fingerprint")[2].partition("</dd>")[0].partition(">")[2].split())
    assert shown == grouped(key.fingerprint)
    assert [part in text for part in ("waits for you", "It came as a file with a mail", "Use this key")] == [True] * 3


def test_nothing_leaves_encrypted_before_somebody_confirmed(case: MadeCase, desk: Client):
    learned(case, made())
    assert ("An OpenPGP key of the finder waits for you" in page(desk, case), answer(desk, case)) == (True, "news")


def test_confirmed_key_is_used_and_said_so_beside_the_answer(case: MadeCase, desk: Client):
    key = made()
    learned(case, key)
    assert press(desk, case, "use") == 303
    text = page(desk, case)
    assert f"{grouped(key.fingerprint[-16:])}" in text.partition('id="goes"')[2].partition("</p>")[0]
    assert ("Confirmed by Anna." in text, answer(desk, case)) == (True, "answer")


def test_key_that_signed_the_report_is_in_use(case: MadeCase, desk: Client):
    learned(case, made(), KeySource.SIGNED)
    assert ("It signed the report" in page(desk, case), answer(desk, case)) == (True, "answer")


def test_refused_key_is_gone(case: MadeCase, desk: Client):
    learned(case, made())
    assert press(desk, case, "end") == 303
    assert "None is known" in page(desk, case)
    assert "Anna refused an OpenPGP key that a mail brought" in page(desk, case)


def test_key_that_ended_is_told_before_sending(case: MadeCase, desk: Client):
    learned(case, made(days=-1), KeySource.SIGNED)
    FinderKey.objects.update(confirmed_at=timezone.now())
    said = page(desk, case).partition('id="goes"')[2].partition("</p>")[0]
    assert ("The key has ended" in said, answer(desk, case)) == (True, "news")


def test_another_key_is_offered_with_a_warning(case: MadeCase, desk: Client):
    learned(case, made(), KeySource.SIGNED)
    learned(case, made(), KeySource.ATTACHED)
    assert ["another key" in page(desk, case), "Use it instead" in page(desk, case)] == [True, True]


def test_who_was_slower_is_told(case: MadeCase, desk: Client):
    learned(case, made())
    press(desk, case, "use")
    assert [press(desk, case, "use"), press(desk, case, "end", version=1)] == [409, 409]


def test_form_without_a_version_does_nothing(case: MadeCase, desk: Client):
    learned(case, made())
    row = FinderKey.objects.get()
    assert desk.post(f"/desk/cases/{case.number}/key/{row.pk}/use").status_code == 409


def test_looking_at_the_buttons_does_nothing(case: MadeCase, desk: Client):
    learned(case, made())
    row = FinderKey.objects.get()
    desk.get(f"/desk/cases/{case.number}/key/{row.pk}/use")
    assert FinderKey.objects.get().confirmed_at is None


def test_key_is_pasted(case: MadeCase, desk: Client):
    key = made()
    sent = {"key": key.certificate.decode(), "seen_version": case.version}
    assert desk.post(f"/desk/cases/{case.number}/key", sent).status_code == 303
    assert ("The finder gave it in another way" in page(desk, case), answer(desk, case)) == (True, "answer")


@pytest.mark.parametrize("content", ["hello", '{"secret": 1', "\x00", "x" * 300_000, ""])
def test_what_is_no_key_gets_a_clear_answer_and_stays_in_the_form(case: MadeCase, desk: Client, content: str):
    answered = desk.post(f"/desk/cases/{case.number}/key", {"key": content, "seen_version": case.version})
    assert (answered.status_code, FinderKey.objects.exists()) == (422, False)


def test_secret_key_is_refused_with_a_word_of_warning(case: MadeCase, desk: Client):
    secret = made().secret
    assert secret is not None
    answered = desk.post(f"/desk/cases/{case.number}/key", {"key": secret.decode(), "seen_version": case.version})
    assert "This is a secret key" in answered.text


def test_page_for_a_key_says_where_none_is_kept(desk: Client, case: MadeCase):
    other = make_case(case.organisation, now=timezone.now())
    here = f"/desk/cases/{other.number}"
    assert "OpenPGP key of the finder" not in desk.get(here).text
    assert "no key is kept either" in desk.get(f"{here}/key").text
    sent = {"key": made().certificate.decode(), "seen_version": other.version}
    assert desk.post(f"{here}/key", sent).status_code == 422


def test_no_key_is_shown_where_finders_get_no_mail(case: MadeCase, desk: Client):
    learned(case, made(), KeySource.SIGNED)
    Organisation.objects.update(finder_mail_enabled=False)
    assert "OpenPGP key of the finder" not in page(desk, case)


def test_administrator_has_nothing_to_do_with_it(case: MadeCase):
    learned(case, made())
    administrator = client_of(make_member(case.organisation, Role.ADMINISTRATOR))
    assert press(administrator, case, "use") == 403


def test_key_that_the_finder_gave_says_so(case: MadeCase, desk: Client):
    now = timezone.now()
    give_key_as_finder(content=made().certificate, by=case.finder(now=now), now=now)
    text = page(desk, case)
    assert ("The finder gave it on their own page" in text, "The finder gave an OpenPGP key on the page" in text) == (
        True,
        True,
    )


def test_earlier_mail_is_judged_once_its_key_is_confirmed(case: MadeCase, desk: Client, settings: Any) -> None:
    settings.MELDPUNT_MAIL_READER = "tests.fakes.mail_reading.signed"
    unknown = replace(READ, encryption=Encryption(verdict=Verdict.UNKNOWN_KEY, signed_by="ABCD1234"))
    thread, now = Thread.objects.get(case=case.row), timezone.now()
    make_entry(case.organisation, read=unknown, thread=thread.pk, end=MailEnd.REPORT, settled_at=now)
    learned(case, made())
    before = page(desk, case)
    assert press(desk, case, "use") == 303
    assert [str(VERDICTS[Verdict.UNKNOWN_KEY]) in shown for shown in (before, page(desk, case))] == [True, False]
