"""Reading multipart/form-data: everything comes back exactly, or is refused."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meldpunt.doors.look.posted import multipart
from meldpunt.doors.look.posted.multipart import boundary_of, read_parts
from meldpunt.doors.look.posted.terms import CannotRead, NotUtf8

BOUNDARY = b"----WebKitFormBoundaryX"


def body(*parts: tuple[bytes, bytes]) -> bytes:
    """Encode parts, each a head and a content."""
    written = b"".join(b"--" + BOUNDARY + b"\r\n" + head + b"\r\n\r\n" + content + b"\r\n" for head, content in parts)
    return written + b"--" + BOUNDARY + b"--\r\n"


def parsed(data: bytes, step: int = 64 * 1024) -> list[tuple[str, str | None, str, bytes]]:
    """Read all parts, `step` bytes at a time."""
    stream = io.BytesIO(data)
    parts = read_parts(lambda size: stream.read(min(size, step)), BOUNDARY)
    return [(part.name, part.file_name, part.media_type, b"".join(part.chunks)) for part in parts]


def head(name: str, file_name: str | None = None, media_type: str = "") -> bytes:
    line = f'Content-Disposition: form-data; name="{name}"'
    line += "" if file_name is None else f'; filename="{file_name}"'
    return (line + (f"\r\nContent-Type: {media_type}" if media_type else "")).encode()


def test_a_text_comes_back_as_it_was_typed():
    assert parsed(body((head("what"), "  twee\r\nregels é 🙂 ".encode()))) == [
        ("what", None, "", "  twee\r\nregels é 🙂 ".encode())
    ]


def test_an_empty_file_field_has_an_empty_name():
    assert parsed(body((head("files", "", "application/octet-stream"), b""))) == [
        ("files", "", "application/octet-stream", b"")
    ]


def test_parts_keep_their_order():
    assert [part[0] for part in parsed(body((head("a"), b"1"), (head("b"), b"2"), (head("a"), b"3")))] == [
        "a",
        "b",
        "a",
    ]


@given(contents=st.lists(st.binary(max_size=200), max_size=4), step=st.integers(1, 64))
def test_any_bytes_in_any_steps_come_back(contents, step):
    sent = body(*[(head("files", f"{number}.bin", "x/y"), content) for number, content in enumerate(contents)])
    assert [part[3] for part in parsed(sent, step)] == contents


@given(start=st.integers(0, 30), step=st.integers(1, 40))
def test_something_that_looks_like_a_boundary_is_content(start, step):
    content = b"x" * start + b"\r\n--" + BOUNDARY[:-1] + b"\r\n--\r\n"
    assert parsed(body((head("files", "a", "x/y"), content)), step)[0][3] == content


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd",
        "C:\\Windows\\system.ini",
        "\u202egpj.exe",
        "naam; filename=anders.txt",
        "é" * 300,
        "😀" * 300,
        "a\\",
        "100%.txt",
        " spaces ",
    ],
)
def test_a_file_name_comes_back_as_the_browser_wrote_it(name):
    assert parsed(body((head("files", name, "x/y"), b"z")))[0][1] == name


def test_what_a_browser_escapes_in_a_file_name_is_put_back():
    assert parsed(body((head("files", "a%22b%0D%0Ac.txt", "x/y"), b"")))[0][1] == 'a"b\r\nc.txt'


def test_an_extended_file_name_wins():
    line = b'Content-Disposition: form-data; name="files"; filename="_"; filename*=UTF-8\'\'na%C3%AFef.txt'
    assert parsed(body((line, b"")))[0][1] == "naïef.txt"


def test_names_without_quotes_are_understood():
    assert parsed(body((b"content-disposition: form-data; name=files; filename=a.txt", b"")))[0][:2] == (
        "files",
        "a.txt",
    )


def test_an_unread_part_is_skipped():
    stream = io.BytesIO(body((head("a"), b"1" * 100_000), (head("b"), b"2")))
    assert [part.name for part in read_parts(stream.read, BOUNDARY)] == ["a", "b"]


def test_a_file_name_in_another_encoding_is_refused():
    with pytest.raises(NotUtf8):
        parsed(body((b'Content-Disposition: form-data; name="files"; filename="\xe9.txt"', b"")))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"--",
        b"nothing at all",
        b"--" + BOUNDARY,
        b"--" + BOUNDARY + b"\r\n",
        b"--" + BOUNDARY + b"xx",
        body((head("what"), b"text"))[:-6],
        body((head("what"), b"text"))[:-40],
        body((b"Content-Type: text/plain", b"no name")),
        body((b'Content-Disposition: attachment; name="what"', b"wrong kind")),
        body((head("n" * 1_000_000), b"a name of a megabyte")),
    ],
)
def test_a_body_that_is_not_whole_or_not_a_form_is_refused(data):
    with pytest.raises(CannotRead):
        parsed(data)


def test_the_boundary_is_read_with_and_without_quotes():
    assert [
        boundary_of(f"multipart/form-data; boundary={text}") for text in ("abc", '"a bc"', "abc; charset=utf-8")
    ] == [
        b"abc",
        b"a bc",
        b"abc",
    ]


@pytest.mark.parametrize(
    "content_type", ["multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=é"]
)
def test_without_a_boundary_nothing_is_read(content_type):
    with pytest.raises(CannotRead):
        boundary_of(content_type)


def test_a_boundary_of_a_thousand_characters_is_refused():
    with pytest.raises(CannotRead):
        boundary_of("multipart/form-data; boundary=" + "a" * 1000)


def test_a_head_full_of_names_that_never_end_costs_one_look(monkeypatch):
    """Looked for from every place where one could begin, they cost the square of their number, in each of a thousand parts."""
    looked = []

    class Counting:
        def match(self, line: bytes, at: int) -> object:
            looked.append(at)
            return parameter.match(line, at)

    parameter = multipart._PARAMETER
    monkeypatch.setattr(multipart, "_PARAMETER", Counting())
    line = b'Content-Disposition: form-data; name="what"' + b';filename="x' * 600
    assert parsed(body((line, b"text"))) == [("what", None, "", b"text")]
    assert len(looked) == 2
