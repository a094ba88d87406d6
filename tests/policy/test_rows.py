"""What changes in a file is shown line by line, with lines as TOML has them."""

import pytest

from meldpunt.policy.rules.proposals import Mark, rows_of


@pytest.mark.parametrize("sign", ["\u2028", "\u2029", "\x85", "\x0b", "\x1c"])
def test_a_sign_that_only_looks_like_the_end_of_a_line_is_a_change(sign):
    """It takes the key behind it into the comment."""
    found = rows_of("# note\nreview_by = 2027-01-01\n", f"# note{sign}review_by = 2027-01-01\n") or ()
    assert [row.text for row in found if row.mark is Mark.NEW] == [f"# note{sign}review_by = 2027-01-01"]


def test_an_end_of_line_that_is_gone_is_a_change():
    assert [row.mark for row in rows_of("a = 1\n", "a = 1") or ()] == [Mark.PLACE, Mark.SAME, Mark.GONE]


def test_the_same_file_has_no_lines_that_change():
    assert rows_of("a = 1\n", "a = 1\n") == ()
