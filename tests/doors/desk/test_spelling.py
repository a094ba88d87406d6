"""An access code as it is read out."""

import pytest

from meldpunt.doors.desk.spelling import ALPHABETS, spelt_out

CODE = "A1BZ-9KXY-0QRS-TVWX-CDEF-GHJM-NP23"


@pytest.mark.parametrize(
    ("language", "first", "second"),
    [
        ("en", "Alfa, 1, Bravo, Zulu", "9, Kilo, X-ray, Yankee"),
        ("nl", "Anton, 1, Bernard, Zaandam", "9, Karel, Xantippe, Ypsilon"),
        ("fr", "Alfa, 1, Bravo, Zulu", "9, Kilo, X-ray, Yankee"),
    ],
)
def test_every_letter_is_a_word_and_a_digit_itself(language: str, first: str, second: str) -> None:
    spelt = list(spelt_out(CODE, language=language))
    assert [one.group for one in spelt] == CODE.split("-")
    assert [one.words for one in spelt[:2]] == [first, second]


@pytest.mark.parametrize("language", sorted(ALPHABETS))
def test_every_letter_has_one_word_that_begins_with_it(language: str) -> None:
    assert [word[0] for word in ALPHABETS[language].values()] == list("ABCDEFGHIJKLMNOPQRSTUVWXYZ")


def test_nothing_of_a_code_stands_in_a_log() -> None:
    assert [repr(one) for one in spelt_out(CODE, language="en")] == ["Spelt()"] * 7
