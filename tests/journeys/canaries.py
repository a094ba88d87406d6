"""Canaries: strings that exist nowhere else, and a search for them that looks through encodings and compression."""

import base64
import bz2
import io
import lzma
import re
import secrets
import sqlite3
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, suppress
from pathlib import Path
from urllib.parse import quote

DEPTH = 3  # a zip in a gzip in a value
LARGEST = 32 * 1024 * 1024
COMPRESSED = re.compile(rb"\x1f\x8b\x08|PK\x03\x04|x[\x01\x5e\x9c\xda]|BZh[1-9]|\xfd7zXZ")
SQLITE = b"SQLite format 3\0"
type Wanted = list[tuple[str, str, bytes]]
TEMPORARY = ("/tmp", "/var/tmp", "/dev/shm")  # for who is told of no folder, as the process that cleans images


def canary(name: str) -> str:
    """A string that exists nowhere else; the plus sign changes in an address, so that its encoding is told apart."""
    return f"{name}+{secrets.token_hex(10)}"


def disguises(text: str) -> dict[str, bytes]:
    """Every way in which `text` is looked for."""
    plain = text.encode()
    found = {
        "raw": plain,
        "UTF-16 little-endian": text.encode("utf-16-le"),
        "UTF-16 big-endian": text.encode("utf-16-be"),
        "hex": plain.hex().encode(),
        "upper-case hex": plain.hex().upper().encode(),
        "URL-encoded": quote(text, safe="").encode(),
        "URL-encoded in lower case": re.sub("%..", lambda match: match.group().lower(), quote(text, safe="")).encode(),
        "every byte URL-encoded": b"".join(b"%%%02X" % byte for byte in plain),
    }
    for offset in range(3):
        letters = _base64_at(plain, offset)
        found[f"base64 at offset {offset}"] = letters
        found[f"URL-safe base64 at offset {offset}"] = letters.replace(b"+", b"-").replace(b"/", b"_")
    return found


def _base64_at(plain: bytes, offset: int) -> bytes:
    """The letters that base64 gives `plain` wherever it begins, without those that depend on its neighbours."""
    letters = base64.b64encode(bytes(offset) + plain)
    begin = (0, 2, 3)[offset]
    whole = (offset + len(plain)) // 3 * 4
    return letters[begin:whole]


def hits_in(blob: bytes, canaries: Mapping[str, str], depth: int = DEPTH) -> set[tuple[str, str]]:
    """Which canary (by name) stands in `blob`, and in which disguise; looks inside what is compressed."""
    return _hits(blob, _wanted(canaries), depth)


def _wanted(canaries: Mapping[str, str]) -> Wanted:
    return [(name, how, seen) for name, text in canaries.items() for how, seen in disguises(text).items()]


def _hits(blob: bytes, wanted: Wanted, depth: int = DEPTH) -> set[tuple[str, str]]:
    hits = {(name, how) for name, how, seen in wanted if seen in blob}
    if depth:
        for inner in unpacked(blob):
            hits |= {(name, f"{how}, compressed") for name, how in _hits(inner, wanted, depth - 1)}
    return hits


def unpacked(blob: bytes) -> Iterator[bytes]:
    """Everything that unpacks, from wherever in `blob` something compressed seems to begin, and as bare deflate."""
    yield from _tried(lambda: _inflated(blob, -zlib.MAX_WBITS))
    for match in COMPRESSED.finditer(blob):
        rest = blob[match.start() :]
        match rest[:2]:
            case b"PK":
                yield from _tried(lambda rest=rest: _zipped(rest))  # type: ignore[misc]  # bound at once
                yield from _tried(lambda rest=rest: _inflated(_after_zip_header(rest), -zlib.MAX_WBITS))  # type: ignore[misc]
            case b"BZ":
                yield from _tried(lambda rest=rest: bz2.BZ2Decompressor().decompress(rest, LARGEST))  # type: ignore[misc]
            case b"\xfd7":
                yield from _tried(lambda rest=rest: lzma.LZMADecompressor().decompress(rest, LARGEST))  # type: ignore[misc]
            case _:
                yield from _tried(lambda rest=rest: _inflated(rest, zlib.MAX_WBITS | 32))  # type: ignore[misc]


def _tried(unpack: Callable[[], bytes]) -> Iterator[bytes]:
    try:
        clear = unpack()
    except (
        zlib.error,
        OSError,
        lzma.LZMAError,
        zipfile.BadZipFile,
        ValueError,
        EOFError,
        NotImplementedError,  # of zipfile: a way to compress that it does not know
        RuntimeError,
    ):
        return
    if clear:
        yield clear


def _inflated(blob: bytes, window: int) -> bytes:
    return zlib.decompressobj(window).decompress(blob, LARGEST)


def _zipped(blob: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(blob)) as archive:
        return b"\0".join(archive.read(name) for name in archive.namelist()) + "\0".join(archive.namelist()).encode()


def _after_zip_header(blob: bytes) -> bytes:
    """What follows the local header of a zip that was torn off."""
    return blob[30 + int.from_bytes(blob[26:28], "little") + int.from_bytes(blob[28:30], "little") :]


def values_of(database: Path) -> Iterator[tuple[str, bytes]]:
    """Every value of every table: the place where it stands, and its bytes as the program put them there.

    A long value is torn over pages in the file itself, so that searching the file alone could miss it.
    """
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        connection.text_factory = bytes
        names = [row[0].decode() for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in names:
            cursor = connection.execute(f'SELECT * FROM "{table}"')
            columns = [column[0] for column in cursor.description]
            for row in cursor:
                yield from (
                    (f"{table}.{column}", value) for column, value in zip(columns, row, strict=True) if _is_text(value)
                )


def _is_text(value: object) -> bool:
    return isinstance(value, bytes)


def hits_below(folders: list[Path], canaries: Mapping[str, str]) -> set[tuple[str, str, str]]:
    """Where (file, or table and column), which canary and in which disguise; empty when nothing is there."""
    found: set[tuple[str, str, str]] = set()
    wanted = _wanted(canaries)
    for path in (path for folder in folders for path in sorted([folder, *folder.rglob("*")])):
        found |= {(str(path), *hit) for hit in _hits(str(path).encode(), wanted)}
        if not path.is_file():
            continue
        blob = path.read_bytes()
        found |= {(str(path), *hit) for hit in _hits(blob, wanted)}
        if blob.startswith(SQLITE):
            found |= {(where, *hit) for where, value in values_of(path) for hit in _hits(value, wanted)}
    return found


def hits_in_left_files(since: float, canaries: Mapping[str, str]) -> set[tuple[str, str, str]]:
    """What `hits_below` finds in files that somebody left since then where the system keeps temporary ones: there, or in a folder of `tempfile`."""
    found: set[tuple[str, str, str]] = set()
    for path in (path for folder in TEMPORARY for how in ("*", "tmp*/**/*") for path in Path(folder).glob(how)):
        with suppress(FileNotFoundError):  # of somebody else, who goes on working
            if path.is_file() and path.stat().st_mtime >= since:
                found |= hits_below([path], canaries)
    return found
