"""Without an SMTP server only the trial start writes letters with links, or to finders, as files."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from meldpunt.doors.console.example import NAME as EXAMPLE
from meldpunt.outbox.queries import held_back
from meldpunt.outbox.terms import CarrierBusy, CarrierRefused, Letter, ReadyLetter
from meldpunt.site.environment import Environment
from meldpunt.site.logs import Lines
from meldpunt.site.mailing import Mailing, Watched, is_trial
from tests.factories.outbox import make_letter
from tests.factories.people import make_organisation
from tests.fakes.carrier import FakeCarrier


@pytest.mark.parametrize(
    ("secrets", "names", "trial"),
    [
        ("data/secrets.json", [EXAMPLE], True),
        ("data/deep/secrets.json", [EXAMPLE], True),
        ("secrets.json", [EXAMPLE], False),
        ("data-of-mine/secrets.json", [EXAMPLE], False),
        ("data/../secrets.json", [EXAMPLE], False),
        ("data/secrets.json", ["Kliniek"], False),
        ("data/secrets.json", [EXAMPLE, "Kliniek"], False),
        ("data/secrets.json", [], False),
    ],
)
def test_trial(tmp_path: Path, secrets: str, names: list[str], trial: bool) -> None:
    assert is_trial(secrets=tmp_path / secrets, data=tmp_path / "data", names=names) == trial


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "files"), [("Kliniek", 1), (EXAMPLE, 3)])
def test_letters_in_the_folder(tmp_path: Path, name: str, files: int) -> None:
    make_organisation(name=name)
    for letter in (Letter.NEW_REPORT, Letter.INVITATION, Letter.RECEIVED):
        make_letter(now=timezone.now(), letter=letter)
    Mailing(Environment(data=tmp_path)).deliver()
    assert (len(list(tmp_path.rglob("*.eml"))), held_back()) == (files, 3 - files)


@pytest.mark.django_db
def test_files_are_erased_after_a_day(tmp_path: Path) -> None:
    make_letter(now=timezone.now(), letter=Letter.NEW_REPORT)
    make_letter(now=timezone.now(), letter=Letter.FINDER_WROTE)
    mailing = Mailing(Environment(data=tmp_path))
    mailing.deliver()
    old, young = sorted(tmp_path.rglob("*.eml"))
    before = (timezone.now() - timedelta(days=1, seconds=1)).timestamp()
    os.utime(old, (before, before))
    assert (mailing.tidy(), list(tmp_path.rglob("*.eml"))) == (1, [young])


@pytest.mark.django_db
def test_log_says_that_letters_wait(caplog: pytest.LogCaptureFixture) -> None:
    make_letter(now=timezone.now(), letter=Letter.RECEIVED)
    Mailing(settings.MELDPUNT).tidy()
    assert [vars(record)["letters"] for record in caplog.records] == [1]


@pytest.mark.parametrize(
    ("problem", "words"),
    [
        (CarrierBusy("unreachable"), "problem='unreachable' final=False"),
        (CarrierRefused("550"), "problem='550' final=True"),
        (ValueError("canary@a.example"), "builtins.ValueError"),
    ],
)
def test_letter_that_fails_is_logged_without_its_address(
    caplog: pytest.LogCaptureFixture, problem: Exception, words: str
) -> None:
    letter = ReadyLetter("id", "desk@a.example", "canary@a.example", "canary", "canary")
    with pytest.raises(type(problem)):
        Watched(FakeCarrier(problem)).send(letter)
    lines = [Lines().format(record) for record in caplog.records]
    assert [(words in line, "canary" in line) for line in lines] == [(True, False)]
