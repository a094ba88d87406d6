"""Files sealed as they stream."""

import tracemalloc
from collections.abc import Iterator

import pytest
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from hypothesis import given, settings
from hypothesis import strategies as some

from meldpunt.sealing.rules.derivation import derive
from meldpunt.sealing.rules.streams import (
    CONTENT_SIZE,
    HEADER_SIZE,
    SEALED_CHUNK_SIZE,
    StreamSealer,
    open_stream,
    padded_size,
)
from meldpunt.sealing.terms import CannotOpen, Truncated, UnknownFormat

SECRET = bytes(range(32))
BIND = b"this file's place"
THREE_CHUNKS = bytes(range(256)) * 600


def seal(clear: bytes, *, piece: int = 1 << 20) -> bytes:
    sealer = StreamSealer(SECRET, BIND)
    pieces = [sealer.update(clear[start : start + piece]) for start in range(0, len(clear), piece)]
    return b"".join([*pieces, sealer.finish()])


def opened(sealed: bytes, *, secret: bytes = SECRET, bind: bytes = BIND) -> bytes:
    return b"".join(open_stream([sealed], secret, bind))


def chunks_of(sealed: bytes) -> tuple[bytes, list[bytes]]:
    rest = sealed[HEADER_SIZE:]
    starts = range(0, len(rest), SEALED_CHUNK_SIZE)
    return sealed[:HEADER_SIZE], [rest[start : start + SEALED_CHUNK_SIZE] for start in starts]


@pytest.mark.parametrize(
    "size",
    [0, 1, 252, 253, 255, CONTENT_SIZE - 1, CONTENT_SIZE, CONTENT_SIZE + 1, 65536, 2 * CONTENT_SIZE, 1_000_003],
)
def test_opens_to_the_same_bytes(size):
    clear = (THREE_CHUNKS * 7)[:size]
    assert opened(seal(clear)) == clear


def test_a_file_of_nothing_but_zeros_keeps_its_length():
    assert opened(seal(bytes(100_000))) == bytes(100_000)


@settings(max_examples=40, deadline=None)
@given(size=some.integers(0, 140_000), piece=some.integers(1000, 100_000), read=some.integers(1, 90_000))
def test_opens_whatever_sizes_the_pieces_have(size, piece, read):
    clear = THREE_CHUNKS[:size]
    sealed = seal(clear, piece=piece)
    pieces = [sealed[start : start + read] for start in range(0, len(sealed), read)]
    assert b"".join(open_stream(pieces, SECRET, BIND)) == clear


def test_opens_byte_by_byte_and_with_empty_pieces():
    pieces = [bytes([byte]) for byte in seal(b"small")]
    assert b"".join(open_stream([b"", *pieces, b""], SECRET, BIND)) == b"small"


@pytest.mark.parametrize("size", [0, 1, 252, 65_532, 65_533, 300_000, 1_000_003])
def test_the_sealed_size_says_only_the_size_class(size):
    padded = padded_size(size)
    assert len(seal(bytes(size))) == HEADER_SIZE + padded + 16 * -(-padded // 65_536)


def test_files_of_nearly_one_size_are_sealed_to_one_size():
    assert {len(seal(bytes(size))) for size in (997_000, 997_500, 998_000)} == {len(seal(bytes(997_000)))}


def test_sealing_twice_shares_nothing():
    assert seal(b"small")[1:] != seal(b"small")[1:]


@settings(max_examples=200, deadline=None)
@given(position=some.integers(0, len(seal(b"small")) - 1), change=some.integers(1, 255))
def test_does_not_open_when_any_byte_changed(position, change):
    changed = bytearray(seal(b"small"))
    changed[position] ^= change
    with pytest.raises(CannotOpen):
        opened(bytes(changed))


@pytest.mark.parametrize("position", [0, 1, 24, 25, 65_576, 65_577, 65_578, 131_128, 131_129, -17, -16, -1])
def test_does_not_open_when_a_byte_of_a_large_file_changed(position):
    changed = bytearray(seal(THREE_CHUNKS))
    changed[position] ^= 0x80
    with pytest.raises(CannotOpen):
        opened(bytes(changed))


@pytest.mark.parametrize("size", range(HEADER_SIZE + 1))
def test_a_file_cut_off_in_or_after_its_header_is_truncated(size):
    with pytest.raises(Truncated):
        opened(seal(b"small")[:size])


@pytest.mark.parametrize("chunks", [1, 2])
def test_a_file_cut_off_between_chunks_is_truncated(chunks):
    with pytest.raises(Truncated):
        opened(seal(THREE_CHUNKS)[: HEADER_SIZE + chunks * SEALED_CHUNK_SIZE])


@pytest.mark.parametrize("less", [1, 16, 17, 20_000, 65_553])
def test_a_file_cut_off_within_a_chunk_does_not_open(less):
    with pytest.raises(CannotOpen):
        opened(seal(THREE_CHUNKS)[:-less])


@pytest.mark.parametrize("order", [(1, 0, 2), (0, 2, 1), (0, 0, 1, 2), (0, 2), (2,), (0, 1, 2, 2), (0, 1, 2, 0)])
def test_chunks_swapped_repeated_or_left_out_do_not_open(order):
    header, chunks = chunks_of(seal(THREE_CHUNKS))
    with pytest.raises(CannotOpen):
        opened(header + b"".join(chunks[index] for index in order))


def test_a_chunk_of_another_file_under_the_same_key_does_not_open():
    header, chunks = chunks_of(seal(THREE_CHUNKS))
    _, others = chunks_of(seal(THREE_CHUNKS))
    with pytest.raises(CannotOpen):
        opened(header + chunks[0] + others[1] + chunks[2])


@pytest.mark.parametrize("more", [b"\0", bytes(16), bytes(SEALED_CHUNK_SIZE)])
def test_a_file_with_something_behind_it_does_not_open(more):
    with pytest.raises(CannotOpen):
        opened(seal(THREE_CHUNKS) + more)


def test_does_not_open_with_another_key():
    with pytest.raises(CannotOpen):
        opened(seal(b"small"), secret=bytes(32))


def test_does_not_open_at_another_place():
    with pytest.raises(CannotOpen):
        opened(seal(b"small"), bind=b"another file's place")


def test_an_unknown_format_is_named():
    with pytest.raises(UnknownFormat):
        opened(b"\x09" + seal(b"small")[1:])


@pytest.mark.parametrize(
    "framed",
    [
        b"\0\0\0\x02a",
        b"\0\0\0\x01aa",
        b"\xff\xff\xff\xffa",
        b"",
        b"\0\0\0",
    ],
)
def test_a_chunk_that_we_do_not_frame_so_is_refused(framed):
    with pytest.raises(CannotOpen):
        opened(by_hand([framed]))


def test_content_after_padding_is_refused():
    with pytest.raises(CannotOpen):
        opened(by_hand([b"\0\0\0\x01a".ljust(65_536, b"\0"), b"\0\0\0\x01b"]))


def test_is_what_its_description_says():
    first, second = b"\0\0\xff\xfc" + THREE_CHUNKS[:CONTENT_SIZE], b"\0\0\0\x01a"
    assert opened(by_hand([first, second])) == THREE_CHUNKS[:CONTENT_SIZE] + b"a"


def by_hand(chunks: list[bytes]) -> bytes:
    """Seal chunks as docs/sealing-formats.md describes it, whatever stands in them."""
    salt = bytes(24)
    cipher = ChaCha20Poly1305(derive(SECRET, label=b"meldpunt stream", salt=salt))
    sealed = [
        cipher.encrypt(bytes(10) + bytes([index, index == len(chunks) - 1]), chunk, BIND)
        for index, chunk in enumerate(chunks)
    ]
    return b"\x05" + salt + b"".join(sealed)


@pytest.mark.parametrize("call", [StreamSealer.finish, lambda sealer: sealer.update(b"more")])
def test_a_finished_stream_takes_nothing_more(call):
    sealer = StreamSealer(SECRET, BIND)
    sealer.finish()
    with pytest.raises(ValueError, match="finished"):
        call(sealer)


def test_memory_does_not_grow_with_the_file():
    def sealed(megabytes: int) -> Iterator[bytes]:
        sealer = StreamSealer(SECRET, BIND)
        for _ in range(16 * megabytes):
            yield sealer.update(bytes(65_536))
        yield sealer.finish()

    tracemalloc.start()
    length = sum(len(piece) for piece in open_stream(sealed(25), SECRET, BIND))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (length, peak < 2_000_000) == (25 * 1024 * 1024, True)
