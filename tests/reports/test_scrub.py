"""Taking place and device data out of images."""

import re
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meldpunt.arrivals.terms import Channel
from meldpunt.reports.access import stored_chunks
from meldpunt.reports.actions import scrub
from meldpunt.reports.rules import images
from meldpunt.reports.rules.images import NotAnImage, without_metadata
from tests.factories.arrivals import make_upload
from tests.factories.people import NOW, make_organisation

CANARY = b"52.0907N 5.1214E Canary-Phone"


def segment(marker: int, content: bytes) -> bytes:
    return b"\xff" + bytes([marker]) + struct.pack(">H", len(content) + 2) + content


def exif(turned: int, order: str = ">") -> bytes:
    head = b"MM\0*" if order == ">" else b"II*\0"
    entries = struct.pack(order + "HHIHH", images.ORIENTATION, 3, 1, turned, 0)
    return b"Exif\0\0" + head + struct.pack(order + "IH", 8, 1) + entries + struct.pack(order + "I", 0) + CANARY


JFIF = segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0")
ICC = segment(0xE2, b"ICC_PROFILE\0\1\1colours")
TABLES = segment(0xDB, bytes(65)) + segment(0xC0, bytes(15)) + segment(0xC4, bytes(30))
SCAN = (
    segment(0xDA, bytes(10))
    + b"data\xff\x00more\xff\xd0rest"
    + segment(0xC4, bytes(5))
    + segment(0xDA, bytes(8))
    + b"2nd"
)
END = b"\xff\xd9"
CLEAN_JPEG = b"\xff\xd8" + JFIF + ICC + TABLES + SCAN + END


def jpeg(*extra: bytes, after: bytes = b"") -> bytes:
    return b"\xff\xd8" + JFIF + b"".join(extra) + ICC + TABLES + SCAN + END + after


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png(*extra: bytes, after: bytes = b"") -> bytes:
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    data = chunk(b"IDAT", zlib.compress(b"\0\0"))
    return images.PNG_HEAD + header + b"".join(extra) + data + chunk(b"IEND", b"") + after


def blocks(*parts: bytes) -> bytes:
    """Return a row of a GIF's blocks, with the empty one at its end."""
    return b"".join(bytes([len(part)]) + part for part in (*parts, b""))


def gif(*notes: bytes) -> bytes:
    """Return a GIF of one picture with colours of its own and a loop, and `notes` before it."""
    head = b"GIF89a" + b"\x01\0\x01\0\x80\0\0" + b"\0\0\0\xff\xff\xff"
    loop = b"\x21\xff" + blocks(b"NETSCAPE2.0", b"\x01\0\0")
    picture = b"\x2c" + bytes(8) + b"\x80" + bytes(6) + b"\x02" + blocks(b"LZW")
    return b"".join((head, loop, *notes, b"\x21\xf9" + blocks(bytes(4)), picture, b"\x3b"))


def webp_chunk(kind: bytes, content: bytes) -> bytes:
    return kind + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)


def webp(*chunks: bytes) -> bytes:
    body = b"WEBP" + b"".join(chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def test_jpeg_loses_what_tells_and_keeps_what_draws() -> None:
    """Exif, XMP, IPTC, comment, other applications' parts and what follows the end."""
    extra = (
        segment(0xE1, exif(1)),
        segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + CANARY),
        segment(0xED, b"Photoshop 3.0\0" + CANARY),
        segment(0xE2, b"MPF\0" + CANARY),
        segment(0xFE, CANARY),
    )
    assert without_metadata(jpeg(*extra, after=CANARY)) == CLEAN_JPEG


@pytest.mark.parametrize("order", [">", "<"])
def test_jpeg_stays_upright(order: str) -> None:
    """How it must be turned is kept, in an Exif part with nothing else."""
    cleaned = without_metadata(jpeg(segment(0xE1, exif(6, order))))
    assert (cleaned.count(b"Exif"), CANARY in cleaned, without_metadata(cleaned)) == (1, False, cleaned)


def test_png_loses_texts_dates_and_exif() -> None:
    """And what follows the end."""
    extra = [chunk(kind, CANARY) for kind in (b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME", b"prVt")]
    assert without_metadata(png(*extra, after=CANARY)) == png()


def test_png_keeps_colours_without_the_profiles_name() -> None:
    """The name of a colour profile can be a device's."""
    cleaned = without_metadata(png(chunk(b"iCCP", CANARY + b"\0\0zipped"), chunk(b"gAMA", b"1234")))
    assert cleaned == png(chunk(b"iCCP", b"profile\0\0zipped"), chunk(b"gAMA", b"1234"))


def test_webp_loses_exif_and_xmp_and_says_so() -> None:
    """The flags in its head are put right."""
    picture = webp_chunk(b"VP8 ", b"picture")
    dirty = webp(
        webp_chunk(b"VP8X", b"\x2c" + bytes(9)), picture, webp_chunk(b"EXIF", CANARY), webp_chunk(b"XMP ", CANARY)
    )
    assert without_metadata(dirty + CANARY) == webp(webp_chunk(b"VP8X", b"\x20" + bytes(9)), picture)


def test_gif_loses_comments_and_programs_notes_and_keeps_its_loop() -> None:
    """Pictures, colours and timing stay byte for byte."""
    notes = b"\x21\xfe" + blocks(CANARY), b"\x21\xff" + blocks(b"XMP DataXMP", CANARY)
    assert without_metadata(gif(*notes) + CANARY) == gif()


@pytest.mark.parametrize(
    "whole", [jpeg(), png(), webp(webp_chunk(b"VP8 ", b"picture")), gif()], ids=["jpeg", "png", "webp", "gif"]
)
def test_a_cut_image_is_refused(whole: bytes) -> None:
    """Wherever it was cut, but for the padding at the end of a WEBP."""
    for length in range(len(whole) - 1):
        with pytest.raises(NotAnImage):
            without_metadata(whole[:length])


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"%PDF-1.7", b"\xff\xd8\xff", images.PNG_HEAD + b"\xff" * 100])
def test_anything_else_is_refused(content: bytes) -> None:
    """Only what can be cleaned is cleaned."""
    with pytest.raises(NotAnImage):
        without_metadata(content)


@given(st.sampled_from([b"\xff\xd8", images.PNG_HEAD, b"RIFF\xff\xff\0\0WEBP", b"GIF89a"]), st.binary(max_size=300))
def test_hostile_bytes_end_in_an_image_or_a_named_error(head: bytes, rest: bytes) -> None:
    """Nothing else comes out of the parser."""
    try:
        without_metadata(head + rest)
    except NotAnImage:
        return


@given(
    st.lists(st.sampled_from([b"\xff", b"\0", b"\xd0", b"\xd7", b"\xd8", b"\xd9", b"x"])).map(b"".join),
    st.integers(0, 3),
)
def test_the_next_marker_is_found_where_fill_bytes_end(data: bytes, start: int) -> None:
    """However many fill bytes stand before it: as a search that counts them in would find it."""
    counting = re.compile(rb"\xff+[^\x00\xd0-\xd7\xff]").search(data, start)
    found = images.NEXT_MARKER.search(data, start)
    assert (found and found.end()) == (counting and counting.end())


@pytest.mark.parametrize(
    "hostile",
    [
        pytest.param(b"\xff\xd8" + segment(0xDA, bytes(10)) + b"\xff" * 3_000_000, id="fill bytes without a marker"),
        pytest.param(b"\xff\xd8" + segment(0xDA, bytes(10)) * 100_000, id="scans without an end"),
        pytest.param(b"\xff\xd8" + segment(0xE1, b"Exif\0\0" + b"\xff" * 60_000) * 40, id="broken Exif"),
        pytest.param(images.PNG_HEAD + chunk(b"tEXt", b"") * 100_000, id="empty chunks"),
        pytest.param(gif()[:-1] + (b"\x21\xfe" + blocks(b"x")) * 100_000, id="small comments"),
    ],
)
def test_hostile_images_are_refused_within_the_limits(hostile: bytes) -> None:
    """The child says so itself, before the system ends it for the time it took."""
    command = [sys.executable, "-I", "-S", "-B", str(images.__file__)]
    done = subprocess.run(command, input=hostile, capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (images.REFUSED, b"")


def test_the_child_has_limits() -> None:
    """It can open no file, whatever it is told to parse."""
    code = "import sys; sys.path.insert(0, sys.argv[1]); import images; images._limit_this_process(); open('/etc/hostname')"
    folder = str(Path(images.__file__).parent)
    done = subprocess.run([sys.executable, "-I", "-S", "-c", code, folder], capture_output=True, check=False)
    assert (done.returncode, b"Too many open files" in done.stderr) == (1, True)


@pytest.mark.django_db
def test_upload_is_cleaned_in_a_child() -> None:
    """The copy says so, under an id of its own."""
    organisation = make_organisation()
    upload = make_upload(organisation, jpeg(segment(0xFE, CANARY)), media_type="image/jpeg")
    cleaned = scrub(upload=upload, organisation=organisation.id, by=Channel.FORM, now=NOW)
    content = b"".join(stored_chunks(upload=cleaned, organisation=organisation.id))
    assert (content, cleaned.scrubbed, cleaned.name, cleaned.id == upload.id) == (CLEAN_JPEG, True, upload.name, False)


@pytest.mark.django_db
@pytest.mark.parametrize(("content", "kind"), [(b"\xff\xd8broken", "image/jpeg"), (b"%PDF-1.7", "image/jpeg")])
def test_what_cannot_be_cleaned_stays_as_it_is(content: bytes, kind: str) -> None:
    """The same upload, which says that it was not cleaned."""
    organisation = make_organisation()
    upload = make_upload(organisation, content, media_type=kind)
    assert scrub(upload=upload, organisation=organisation.id, by=Channel.FORM, now=NOW) is upload


@pytest.mark.django_db
def test_nothing_is_cleaned_when_no_time_is_left() -> None:
    """The image counts as one that cannot be cleaned."""
    organisation = make_organisation()
    upload = make_upload(organisation, jpeg(), media_type="image/jpeg")
    assert scrub(upload=upload, organisation=organisation.id, by=Channel.FORM, now=NOW, seconds=0.0) is upload
