"""Names and types of files, made harmless."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meldpunt.arrivals.rules.names import clean_media_type, clean_name

NAMES = {
    "photo.png": "photo.png",
    "../../etc/passwd": "passwd",
    "..\\..\\windows\\win.ini": "win.ini",
    "/": "file",
    "": "file",
    "...": "file",
    "a\u202egnp.exe": "agnp.exe",
    "a\u200bb\x00c\nd.txt": "abcd.txt",
    'he said "hi".txt': "he said _hi_.txt",
    "CON": "_CON",
    "nul.txt": "_nul.txt",
    ".htaccess": "htaccess",
    "تقرير.pdf": "تقرير.pdf",
    "e\u0301.txt": "é.txt",
    "\ud800x.txt": "x.txt",
    "a  b\t.txt": "a b.txt",
}


@pytest.mark.parametrize(("sent", "shown"), NAMES.items(), ids=ascii)
def test_name(sent: str, shown: str) -> None:
    """What was sent, and what is shown of it."""
    assert clean_name(sent) == shown


def test_a_long_name_keeps_its_extension() -> None:
    """The stem is cut."""
    assert clean_name("é" * 300 + ".pcap") == "é" * 97 + ".pcap"


@given(st.text())
def test_never_a_path_never_long_never_empty(name: str) -> None:
    """Whatever is sent."""
    cleaned = clean_name(name)
    assert (bool(cleaned), "/" in cleaned, "\\" in cleaned, len(cleaned.encode()) <= 201, "\0" in cleaned) == (
        True,
        False,
        False,
        True,
        False,
    )


@given(st.text())
def test_cleaning_again_changes_nothing(name: str) -> None:
    """A clean name is clean."""
    assert clean_name(clean_name(name)) == clean_name(name)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("image/PNG", "image/png"),
        ("text/html; charset=utf-8", "text/html"),
        ("application/vnd.ms-excel", "application/vnd.ms-excel"),
        ("", "application/octet-stream"),
        ("x/y\r\nSet-Cookie: a", "application/octet-stream"),
        ("a" * 200 + "/b", "application/octet-stream"),
    ],
)
def test_media_type(sent: str, kept: str) -> None:
    """A media type, or none."""
    assert clean_media_type(sent) == kept
