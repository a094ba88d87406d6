"""The control: the search finds a planted canary in every disguise and inside everything that is compressed."""

import base64
import bz2
import gzip
import io
import lzma
import sqlite3
import subprocess
import sys
import time
import zipfile
import zlib
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.journeys.canaries import canary, hits_below, hits_in, hits_in_left_files

NAME = "planted"
TEXT = canary(NAME)
AROUND = b"some words before it, " * 40
PLAIN = TEXT.encode()

ENCODED = {
    "raw": PLAIN,
    "UTF-16 little-endian": TEXT.encode("utf-16-le"),
    "UTF-16 big-endian": TEXT.encode("utf-16-be"),
    "hex": PLAIN.hex().encode(),
    "upper-case hex": PLAIN.hex().upper().encode(),
    "URL-encoded": quote(TEXT).encode(),
    "every byte URL-encoded": "".join(f"%{byte:02X}" for byte in PLAIN).encode(),
    "base64 at offset 0": base64.b64encode(b"abc" + PLAIN + b"z"),
    "base64 at offset 1": base64.b64encode(b"abcd" + PLAIN + b"zz"),
    "base64 at offset 2": base64.b64encode(b"abcde" + PLAIN),
    "URL-safe base64 at offset 1": base64.urlsafe_b64encode(b"\xff\xfe\xfd\xfc" + PLAIN),
}


@pytest.mark.parametrize("how", ENCODED)
def test_finds_every_disguise(how: str) -> None:
    assert (NAME, how) in hits_in(AROUND + ENCODED[how] + AROUND, {NAME: TEXT})


def zipped(content: bytes) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inside.txt", content)
    return kept.getvalue()


def bare_deflate(content: bytes) -> bytes:
    squeezed = zlib.compressobj(wbits=-15)
    return squeezed.compress(content) + squeezed.flush()


PACKED: dict[str, Callable[[bytes], bytes]] = {
    "zlib": zlib.compress,
    "gzip": gzip.compress,
    "bzip2": bz2.compress,
    "xz": lzma.compress,
    "zip": zipped,
    "bare deflate": bare_deflate,
}


@pytest.mark.parametrize("pack", PACKED)
@pytest.mark.parametrize("how", ["raw", "UTF-16 big-endian", "base64 at offset 2"])
def test_finds_it_in_what_is_compressed(pack: str, how: str) -> None:
    packed = PACKED[pack](AROUND + ENCODED[how] + AROUND)
    assert (NAME, f"{how}, compressed") in hits_in(packed, {NAME: TEXT})


@pytest.mark.parametrize("pack", ["zlib", "gzip", "zip"])
def test_finds_it_where_something_compressed_begins_in_the_middle(pack: str) -> None:
    packed = b"\x01\x02" * 50 + PACKED[pack](AROUND + PLAIN) + b"tail"
    assert (NAME, "raw, compressed") in hits_in(packed, {NAME: TEXT})


def test_finds_it_in_a_zip_in_a_gzip() -> None:
    assert (NAME, "raw, compressed, compressed") in hits_in(gzip.compress(zipped(AROUND + PLAIN)), {NAME: TEXT})


def test_finds_it_in_the_values_and_free_pages_of_a_database(tmp_path: Path) -> None:
    database = tmp_path / "some.sqlite3"
    long = b"\x07" * 4000 + PLAIN + b"\x07" * 60_000
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("CREATE TABLE things (clear TEXT, squeezed BLOB, long BLOB)")
        connection.execute("INSERT INTO things VALUES (?, ?, ?)", (TEXT, zlib.compress(PLAIN * 3), long))
    found = {(where, how) for where, _, how in hits_below([tmp_path], {NAME: TEXT})}
    assert {("things.clear", "raw"), ("things.squeezed", "raw, compressed"), ("things.long", "raw")} <= found


def test_finds_it_in_a_file_name(tmp_path: Path) -> None:
    (tmp_path / f"{TEXT}.txt").touch()
    assert {(name, how) for _, name, how in hits_below([tmp_path], {NAME: TEXT})} == {(NAME, "raw")}


def test_finds_nothing_where_nothing_is(tmp_path: Path) -> None:
    (tmp_path / "noise").write_bytes(bytes(range(256)) * 1000)
    assert hits_below([tmp_path], {NAME: TEXT}) == set()


@pytest.mark.parametrize("made", ["tempfile.mkstemp()[1]", "tempfile.mkdtemp() + '/inside'"], ids=["file", "folder"])
def test_finds_what_a_process_without_a_folder_of_its_own_left(made: str) -> None:
    """As the one that cleans images would, if it left anything."""
    began = time.time()
    code = f"import pathlib, sys, tempfile; left = {made}; pathlib.Path(left).write_bytes(sys.stdin.buffer.read()); print(left)"
    done = subprocess.run([sys.executable, "-I", "-c", code], input=PLAIN, capture_output=True, env={}, check=True)
    left = Path(done.stdout.decode().strip())
    try:
        assert hits_in_left_files(began - 1, {NAME: TEXT}) == {(str(left), NAME, "raw")}
    finally:
        left.unlink()
        if left.name == "inside":
            left.parent.rmdir()
