"""The QR picture of an access code."""

import re

import pytest
import segno
from hypothesis import given
from hypothesis import strategies as some

from meldpunt.doors.look.qr import code_as_qr
from meldpunt.sealing.rules.base32 import encode

CODES = some.binary(min_size=16, max_size=16).map(lambda code: encode(code, group=4))


def library(text: str) -> list[list[int]]:
    """Return the modules as the library draws them from the start, with their quiet border."""
    qr = segno.make(text, version=2, mode="alphanumeric", mask=2, error="m", boost_error=False, micro=False)
    return [list(row) for row in qr.matrix_iter(border=4)]


def modules(svg: str) -> list[list[int]]:
    """Return the modules that the line of a picture goes over."""
    drawn = [[0] * 33 for _ in range(33)]
    x, y = 4, 4
    for step in re.findall(r"h1|m1 0|m-25 1", re.sub(r'.* d="M4 4\.5', "", svg)):
        if step == "h1":
            drawn[y][x] = 1
        x, y = (4, y + 1) if step == "m-25 1" else (x + 1, y)
    return drawn


@given(code=CODES)
def test_the_picture_of_a_code_is_the_one_the_library_draws(code):
    assert modules(code_as_qr(code)) == library(code)


@pytest.mark.parametrize("character", "0123456789ABCDEFGHJKMNPQRSTVWXYZ")
def test_every_character_stands_in_the_picture(character):
    code = "-".join([character * 4] * 7)
    assert modules(code_as_qr(code)) == library(code)


def test_the_picture_has_its_border_and_nothing_but_the_path():
    path = code_as_qr("-".join(["WXYZ"] * 7))
    assert (
        re.sub(r'd="M4 4\.5(h1|m1 0|m-25 1)*"', "d", path) == '<svg viewBox="0 0 33 33"><path stroke="#000" d/></svg>'
    )


def test_groups_apart_by_spaces_give_the_same_picture():
    assert code_as_qr(" ".join(["WXYZ"] * 7)) == code_as_qr("-".join(["WXYZ"] * 7))


@pytest.mark.parametrize("text", ["", "WXYZ", "-".join(["WXYZ"] * 8), "-".join(["wxyz"] * 7)])
def test_what_is_no_code_has_no_picture(text):
    with pytest.raises(ValueError, match=r"."):
        code_as_qr(text)
