"""Which files are pictures, whatever they are called."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from meldpunt.reports.rules.images import is_cleanable
from meldpunt.reports.rules.pictures import is_picture

UNKNOWN = "application/octet-stream"
BARE_JXL = bytes.fromhex("ff0afa1f419108060100")  # 1024 x 1024
BOXED_JXL = b"\0\0\0\x0cJXL \r\n\x87\n\0\0\0\x14ftypjxl \0\0\0\0jxl "


@pytest.mark.parametrize(
    "head",
    [
        b"\xff\xd8\xff\xe0\0\x10JFIF\0",
        b"\x89PNG\r\n\x1a\n",
        b"GIF89a",
        b"RIFF\x24\0\0\0WEBPVP8 ",
        b"II*\0\x08\0\0\0",
        b"\0\0\0\x18ftypheic\0\0\0\0",
        b'<?xml version="1.0"?>\n<SVG xmlns="http://www.w3.org/2000/svg">',
        BOXED_JXL,
    ],
)
def test_a_picture_is_known_by_its_bytes(head):
    assert is_picture(head + bytes(100) * (b"SVG" not in head), name="notes.bin", media_type=UNKNOWN)


@pytest.mark.parametrize(("name", "media_type"), [("Photo.JXL", UNKNOWN), ("photo.bin", "image/jxl")])
def test_a_bare_codestream_is_known_by_its_name_or_type(name, media_type):
    assert is_picture(BARE_JXL, name=name, media_type=media_type)


@given(begins=some.sampled_from([b"\xff\x0a", b"\xff\xd8"]), rest=some.binary(min_size=1, max_size=64))
def test_two_bytes_make_no_picture(begins, rest):
    head = begins + (b"\0" if rest[0] == 0xFF else rest[:1]) + rest[1:] + b"\0"
    assert (is_picture(head, name="random.bin", media_type=UNKNOWN), is_cleanable(head)) == (False, False)


def test_the_word_svg_among_other_bytes_makes_no_picture():
    assert not is_picture(b"\x07\0\x93<sVg\x1f\xe2", name="random.bin", media_type=UNKNOWN)


@given(head=some.binary(max_size=64))
def test_what_is_sent_as_an_image_counts_as_one(head):
    assert is_picture(head, name="photo", media_type="Image/X-Other")
