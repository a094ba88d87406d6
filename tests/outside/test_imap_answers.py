"""What an IMAP server says of messages, taken apart."""

from datetime import date

import pytest

from meldpunt.outside.imap_answers import Look, looks_in


@pytest.mark.parametrize(
    ("flags", "taken_on"),
    [
        (rb"\Seen $MeldpuntTaken20261116", date(2026, 11, 16)),
        (rb"\Seen", None),
        (b"$MeldpuntTaken99999999", None),
        (b"$MeldpuntTaken", None),
        (b"$MeldpuntTaken2026111", None),
    ],
)
def test_only_a_mark_with_a_day_says_that_a_message_was_taken(flags: bytes, taken_on: date | None) -> None:
    """What bears none is never deleted: a server that keeps no marks (RFC 3501, 7.1) shows everything so."""
    said = b"1 (UID 7 RFC822.SIZE 120 FLAGS (" + flags + b"))"
    assert looks_in([said, b"2 (FLAGS ())", None]) == [Look("7", 120, taken_on)]
