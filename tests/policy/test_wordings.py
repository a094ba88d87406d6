"""Every problem has words for a field: none that name keys, lines or tables of the text."""

import re
from pathlib import Path

import polib
import pytest

from meldpunt.policy.rules.contradictions.clauses import FITS
from meldpunt.policy.rules.editing.filling import part_called
from meldpunt.policy.rules.editing.wordings import AT_FIELD, LEADS_TO, NEEDS, SAME_AS_SETTINGS

TEXTS = {entry.msgid for entry in polib.pofile(str(Path("src/meldpunt/policy/locale/nl/LC_MESSAGES/django.po")))}
OF_TEXT = re.compile(r"\[|\]| = |\w\.\w+_|\b(line|key =|quotation)\b|finder\.topics")


def test_what_is_said_otherwise_at_a_field_is_said_somewhere() -> None:
    assert sorted({*AT_FIELD, *LEADS_TO, *SAME_AS_SETTINGS} - TEXTS) == []


@pytest.mark.parametrize(("text", "said"), AT_FIELD.items())
def test_words_of_a_field_need_no_more_than_those_of_the_text(text: str, said: str) -> None:
    """A remedy that names a clause takes it from the same problem."""
    assert set(re.findall(r"%\(\w+\)s", said)) <= set(re.findall(r"%\(\w+\)s", text))


def test_no_words_of_a_field_speak_of_the_text() -> None:
    assert [said for said in AT_FIELD.values() if OF_TEXT.search(said)] == []


def test_every_clause_that_needs_a_setting_says_where_it_is() -> None:
    assert NEEDS.keys() == FITS.keys()


def test_every_other_half_stands_in_a_section() -> None:
    places = {*LEADS_TO.values(), *(part for part, _choice in NEEDS.values())}
    assert sorted(name for name in places if part_called(name) is None) == []
