"""What a handler says leaves encrypted where the finder has a key, and as a word that there is news where not."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from meldpunt.arrivals.terms import KeySource, LearnedKey
from meldpunt.cases.actions import end_finder_key, write_as_handler
from meldpunt.cases.actions.encrypted import usable_certificate
from meldpunt.cases.actions.finder_keys import learn_keys
from meldpunt.cases.models import FinderKey, Notice, Thread
from meldpunt.cases.terms import DeclineReason, MessageKind, ReportState
from meldpunt.outbox.access import ready_letter
from meldpunt.outbox.models import Owed
from meldpunt.outbox.terms import Enclosure, ReadyLetter
from meldpunt.people.models import Organisation
from meldpunt.people.terms import ReadKey, Visitor
from tests.factories.cases import MAILED, MadeCase, answer, go, say_no
from tests.factories.openpgp import make_key
from tests.factories.people import NOW
from tests.fakes.encrypting import opened
from tests.fakes.openpgp import FakeOpenPgp

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_mathematics(settings: Any) -> None:
    settings.MELDPUNT_ENCRYPTER = "tests.fakes.encrypting.FakeEncrypter"


@pytest.fixture
def key(case: MadeCase) -> ReadKey:
    """Give the key that the finder signed the report with."""
    made = FakeOpenPgp().make(user_id=f"Sam <{MAILED.value}>", until=NOW + timedelta(days=30))
    learned = LearnedKey(made.certificate, made.fingerprint, KeySource.SIGNED)
    learn_keys(Thread.objects.select_related("case").get(case=case.row), keys=[learned], is_report=True, now=NOW)
    return made


def letters() -> list[ReadyLetter]:
    """Return what leaves to the finder after the receipt."""
    rows = Owed.objects.filter(letter__in=("news", "closed", "answer")).order_by("owed_at", "letter")
    return [ready_letter(row) for row in rows]


def said(letter: ReadyLetter) -> dict[str, Any]:
    assert letter.enclosed is not None
    assert letter.enclosed.kind is Enclosure.CIPHERTEXT
    return opened(letter.enclosed.content)


def test_answer_leaves_encrypted_to_the_key_in_use(case: MadeCase, anna: Visitor, key: ReadKey):
    answer(case, anna)
    (letter,) = letters()
    assert (letter.to, letter.subject, letter.body) == (MAILED.value, case.number, "")
    assert (said(letter)["to"], said(letter)["signed"]) == (key.fingerprint, False)
    assert said(letter)["text"].startswith("Dank u.\n\n-- \n")


@pytest.mark.usefixtures("key")
def test_answer_says_where_everything_stands(case: MadeCase, anna: Visitor):
    answer(case, anna)
    assert said(letters()[0])["subject"] == f"Een antwoord in uw dossier {case.number}"
    assert "http" in said(letters()[0])["text"]


@pytest.mark.usefixtures("key")
def test_answer_is_signed_where_the_server_has_the_key(case: MadeCase, anna: Visitor):
    make_key(case.organisation)
    answer(case, anna)
    assert said(letters()[0])["signed"] is True


@pytest.mark.usefixtures("key")
def test_question_leaves_encrypted_too(case: MadeCase, anna: Visitor):
    answer(case, anna, MessageKind.ASK)
    assert said(letters()[0])["text"].startswith("Dank u.")
    assert said(letters()[0])["subject"] == f"Een vraag in uw dossier {case.number}"


@pytest.mark.usefixtures("key")
def test_finder_was_told_once_it_was_taken(case: MadeCase, anna: Visitor):
    answer(case, anna)
    assert Notice.objects.get().letter == Owed.objects.get(letter="answer").pk


@pytest.mark.usefixtures("key")
@pytest.mark.parametrize("reason", [DeclineReason.NOT_VALID, DeclineReason.ALREADY_KNOWN])
def test_no_leaves_encrypted(case: MadeCase, anna: Visitor, reason: DeclineReason):
    say_no(case, anna, reason)
    texts = [said(letter)["text"][:9] for letter in letters() if letter.enclosed]
    assert texts == ["Nee, want"]


@pytest.mark.usefixtures("key")
def test_news_of_a_state_is_no_content(case: MadeCase, anna: Visitor):
    go(case, anna, ReportState.VALID)
    assert [letter.enclosed for letter in letters()] == [None]


def test_without_a_key_there_is_only_news(case: MadeCase, anna: Visitor):
    answer(case, anna)
    (letter,) = letters()
    assert (letter.enclosed, "Dank u." in letter.body) == (None, False)


@pytest.mark.usefixtures("key")
def test_key_that_waits_is_not_encrypted_to(case: MadeCase, anna: Visitor):
    FinderKey.objects.update(confirmed_at=None)
    answer(case, anna)
    assert [letter.enclosed for letter in letters()] == [None]


@pytest.mark.usefixtures("key")
def test_key_that_was_refused_is_not_encrypted_to(case: MadeCase, anna: Visitor):
    row = FinderKey.objects.get()
    end_finder_key(number=case.number, key=row.pk, seen_version=case.version, by=anna, now=NOW)
    answer(case, anna)
    assert [letter.enclosed for letter in letters()] == [None]


@pytest.mark.usefixtures("key")
def test_key_that_ended_gives_only_news(case: MadeCase, anna: Visitor):
    _answer_at(case, anna, NOW + timedelta(days=31))
    (letter,) = letters()
    assert (letter.enclosed, "Dank u." in letter.body) == (None, False)


@pytest.mark.usefixtures("key")
def test_nothing_is_encrypted_where_finders_get_no_mail(case: MadeCase, anna: Visitor):
    Organisation.objects.update(finder_mail_enabled=False)
    answer(case, anna)
    assert [letter.enclosed for letter in letters() if letter.enclosed] == []


def test_signed_mail_gets_an_encrypted_receipt():
    """The key of whoever signed it, while it is good; a key that came along may be anybody's."""
    good, over = (FakeOpenPgp().make(user_id=MAILED.value, until=NOW + timedelta(days=days)) for days in (30, -1))
    signed = LearnedKey(good.certificate, good.fingerprint, KeySource.SIGNED)
    attached = LearnedKey(good.certificate, good.fingerprint, KeySource.ATTACHED)
    ended = LearnedKey(over.certificate, over.fingerprint, KeySource.SIGNED, (), over.expires_at)
    found = [usable_certificate(keys, now=NOW) for keys in ([attached, signed], [attached], [ended], [])]
    assert found == [good.certificate, None, None, None]


def _answer_at(case: MadeCase, by: Visitor, now: datetime) -> None:
    write_as_handler(
        number=case.number,
        kind=MessageKind.ANSWER,
        text="Dank u.",
        uploads=(),
        seen_version=case.version,
        by=by,
        now=now,
    )
