"""What is wrong with a text, said in the reader's language."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from meldpunt.doors.look.texts import at_most


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "This is too long: at most 200,000 characters, and you typed 200,001. Make it shorter."),
        ("nl", "Dit is te lang: hooguit 200.000 tekens, en u hebt er 200.001 getypt. Maak het korter."),
    ],
)
def test_numbers_are_grouped_as_the_reader_does(language: str, words: str) -> None:
    """A point in Dutch, a comma in English."""
    with translation.override(language), pytest.raises(ValidationError) as refused:
        at_most(200_000)("x" * 200_001)
    assert refused.value.messages == [words]


def test_the_longest_text_is_fine() -> None:
    """The limit itself still fits."""
    at_most(3)("abc")
