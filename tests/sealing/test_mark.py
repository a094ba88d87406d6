"""Marks: who has the secret says that the facts are these."""

import pytest

from meldpunt.sealing.rules import marks

SECRET, OTHER = bytes(32), bytes([1]) * 32
MARK = marks.make(SECRET, b"facts")


def test_mark_fits_its_facts_and_secret():
    assert (len(MARK), marks.fits(MARK, SECRET, b"facts")) == (33, True)


@pytest.mark.parametrize(
    ("mark", "secret", "info"),
    [
        (MARK, OTHER, b"facts"),
        (MARK, SECRET, b"fact"),
        (MARK, SECRET, b"facts "),
        (MARK[:-1], SECRET, b"facts"),
        (MARK + b"\0", SECRET, b"facts"),
        (MARK[1:], SECRET, b"facts"),
        (b"\x06" + MARK[1:], SECRET, b"facts"),
        (b"\x07", SECRET, b"facts"),
        (b"", SECRET, b"facts"),
    ],
)
def test_anything_else_does_not_fit(mark, secret, info):
    assert marks.fits(mark, secret, info) is False
