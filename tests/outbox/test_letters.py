"""Every letter, in both languages."""

import re
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest

import meldpunt.outbox
from meldpunt.outbox.access import ready_letter, written_out
from meldpunt.outbox.actions import owe
from meldpunt.outbox.models import Owed
from meldpunt.outbox.rules import FACTS
from meldpunt.outbox.terms import Letter, ReadyLetter
from tests.factories.outbox import SAMPLE, facts_of, make_letter

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
TEMPLATES = Path(meldpunt.outbox.__file__).parent / "templates" / "outbox"
TO_FINDER = (Letter.RECEIVED, Letter.NEWS, Letter.CLOSED, Letter.MAIL_RECEIVED, Letter.ANSWER, Letter.NEW_CODE)
TO_SENDER = (Letter.MAIL_UNREADABLE, Letter.KEY_SENT, Letter.REROUTED)
WITH_LINK = (*TO_FINDER, *TO_SENDER, Letter.INVITATION, Letter.PASSWORD_RESET)

each_letter = pytest.mark.parametrize("letter", Letter)
each_language = pytest.mark.parametrize("language", ["nl", "en"])


def _ready(letter: Letter, language: str = "nl") -> ReadyLetter:
    return ready_letter(Owed.objects.get(pk=make_letter(now=NOW, letter=letter, language=language)))


def test_every_letter_has_a_template_and_every_template_a_letter() -> None:
    assert {path.stem for path in TEMPLATES.iterdir()} == {letter.value for letter in Letter}
    assert FACTS.keys() == set(Letter)


@each_letter
def test_template_begins_with_its_subject(letter: Letter) -> None:
    assert (TEMPLATES / f"{letter.value}.txt").read_text().startswith("Subject: ")


@each_letter
@each_language
def test_letter_is_written_out(letter: Letter, language: str) -> None:
    ready = _ready(letter, language)
    assert re.findall(r"[{}%\n]", ready.subject) == []
    assert re.findall(r"[{}%]|None|&amp;|\n{3}", ready.body) == []
    assert ready.subject.strip() != ""


@each_letter
def test_dutch_letter_is_not_the_english_one(letter: Letter) -> None:
    dutch, english = _ready(letter, "nl"), _ready(letter, "en")
    lines = {line for line in english.body.splitlines() if line and line not in SAMPLE.values()}
    assert lines & set(dutch.body.splitlines()) == set()
    assert dutch.subject != english.subject


@pytest.mark.parametrize(("own", "expected"), [("", "meldpunt@localhost"), ("desk@org.example", "desk@org.example")])
def test_sender_is_the_organisations_or_else_the_installations(own: str, expected: str) -> None:
    row = owe(
        organisation=uuid4(),
        to="member@org.example",
        letter=Letter.INTAKE_STOPPED,
        language="en",
        facts=dict.fromkeys(FACTS[Letter.INTAKE_STOPPED], "x"),
        sender=own,
        now=NOW,
    )
    assert ready_letter(Owed.objects.get(pk=row)).sender == expected


@each_letter
def test_only_letters_that_need_one_carry_a_link(letter: Letter) -> None:
    assert ("https://" in _ready(letter).body) == (letter in WITH_LINK)


@each_letter
def test_phrase_stands_in_every_letter_to_members(letter: Letter) -> None:
    assert (SAMPLE["phrase"] in _ready(letter).body) == ("phrase" in FACTS[letter])


def test_dates_are_written_in_the_language_of_the_letter() -> None:
    assert "Uiterlijk op 30 november 2026 moet er een eerste antwoord zijn." in _ready(Letter.NEW_REPORT).body
    assert "A first answer is due by 30 November 2026." in _ready(Letter.NEW_REPORT, "en").body


def test_letter_shows_nothing_when_printed() -> None:
    assert repr(_ready(Letter.NEWS)).count("anna") + repr(_ready(Letter.NEWS)).count("Kliniek") == 0


@pytest.mark.parametrize("letter", TO_FINDER)
def test_finder_is_told_that_the_code_is_never_asked_for(letter: Letter) -> None:
    assert "Nobody will ever ask you for the code by mail." in _ready(letter, "en").body


def test_code_stands_in_the_words_that_are_encrypted_and_the_link_then_not() -> None:
    facts = facts_of(Letter.MAIL_RECEIVED)
    inside = written_out(letter=Letter.MAIL_RECEIVED, language="en", facts=facts, code="AAAA-BBBB")
    assert ("AAAA-BBBB" in inside.body, facts["once"] in inside.body) == (True, False)
    assert inside.subject == "We received your report 2026-00042"


def test_words_that_are_encrypted_show_nothing_when_printed() -> None:
    inside = written_out(
        letter=Letter.MAIL_RECEIVED, language="en", facts=facts_of(Letter.MAIL_RECEIVED), code="AAAA-BBBB"
    )
    assert repr(inside) == "Words()"


def test_no_letter_takes_an_access_code_as_a_fact() -> None:
    assert [letter for letter, facts in FACTS.items() if "code" in facts] == []


def test_rerouted_letter_names_only_the_ways_there_are() -> None:
    facts = facts_of(Letter.REROUTED) | {"mail": "", "phone": ""}
    assert (
        "Here you can go with it:\n\nhttps://clinic.example/phishing\n\nWe did not keep"
        in written_out(letter=Letter.REROUTED, language="en", facts=facts).body
    )


def test_letter_without_a_key_of_ours_does_not_speak_of_one() -> None:
    facts = facts_of(Letter.MAIL_UNREADABLE) | {"fingerprint": ""}
    assert "OpenPGP" not in written_out(letter=Letter.MAIL_UNREADABLE, language="en", facts=facts).body
