"""Sealing a file of any size in constant memory: the STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár, 2015).

The clear side is cut into chunks of 64 KiB. Each begins with the number of content bytes in it (4 bytes) and is
filled up with zeros, so that the padding to a size class needs no length known beforehand. Each chunk is sealed with
ChaCha20-Poly1305 under a subkey of this stream alone; its nonce is the chunk's index and a flag that is one on the
last chunk only, so that no chunk can be moved, left out, added or cut off.
"""

import os
from collections.abc import Iterable, Iterator
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from meldpunt.sealing.rules.derivation import derive
from meldpunt.sealing.rules.formats import without_format
from meldpunt.sealing.rules.padding import size_class
from meldpunt.sealing.terms import CannotOpen, Format, Truncated

CHUNK_SIZE: Final = 64 * 1024
COUNT_SIZE: Final = 4
CONTENT_SIZE: Final = CHUNK_SIZE - COUNT_SIZE
TAG_SIZE: Final = 16
SEALED_CHUNK_SIZE: Final = CHUNK_SIZE + TAG_SIZE
SALT_SIZE: Final = 24
HEADER_SIZE: Final = 1 + SALT_SIZE


class StreamSealer:
    """Seals a stream piece by piece: any number of `update`, then one `finish`.

    What they return, in order, is the sealed file.
    """

    def __init__(self, secret: bytes, bind: bytes) -> None:
        """Start a stream under a secret (32 bytes); `bind` says where the file belongs, such as `Place.bind` gives."""
        salt = os.urandom(SALT_SIZE)
        self._cipher = _Cipher(secret, salt, bind)
        self._ready = bytearray([Format.STREAM]) + salt
        self._waiting = bytearray()
        self._index = 0
        self._finished = False

    def update(self, clear: bytes) -> bytes:
        """Take in some clear bytes and return what is sealed by now, possibly nothing."""
        self._refuse_when_finished()
        self._waiting += clear
        start = 0
        while len(self._waiting) - start >= CONTENT_SIZE:
            self._seal(bytes(self._waiting[start : start + CONTENT_SIZE]), CHUNK_SIZE, last=False)
            start += CONTENT_SIZE
        del self._waiting[:start]
        return self._taken()

    def finish(self) -> bytes:
        """Seal what is left with the padding and return it; the stream takes nothing more."""
        self._refuse_when_finished()
        self._finished = True
        left = size_class(self._index * CHUNK_SIZE + COUNT_SIZE + len(self._waiting)) - self._index * CHUNK_SIZE
        content = bytes(self._waiting)
        self._waiting.clear()
        while left > 0:
            size = min(left, CHUNK_SIZE)
            left -= size
            self._seal(content, size, last=left == 0)
            content = b""
        return self._taken()

    def _seal(self, content: bytes, size: int, *, last: bool) -> None:
        self._ready += self._cipher.seal(_framed(content, size), self._index, last=last)
        self._index += 1

    def _taken(self) -> bytes:
        taken = bytes(self._ready)
        self._ready.clear()
        return taken

    def _refuse_when_finished(self) -> None:
        if self._finished:
            message = "this stream is finished"
            raise ValueError(message)


def open_stream(chunks: Iterable[bytes], secret: bytes, bind: bytes) -> Iterator[bytes]:
    """Yield the clear bytes of a sealed stream that comes in pieces of any size.

    What is yielded is authentic, but whether the file is whole is known only at the end: an error after some pieces
    means that the file must not be used. Truncated when the end is missing, CannotOpen for any other change, key or
    place.
    """
    pieces = _resized(chunks)
    header = next(pieces)
    if len(header) < HEADER_SIZE:
        raise Truncated
    salt = without_format(header, Format.STREAM)
    yield from _opened(pieces, _Cipher(secret, salt, bind))


def padded_size(size: int) -> int:
    """Return the size class of a file, in bytes: all that the length of its sealed form says about its size."""
    return size_class(size // CONTENT_SIZE * CHUNK_SIZE + COUNT_SIZE + size % CONTENT_SIZE)


class _Cipher:
    """One stream's subkey and place."""

    def __init__(self, secret: bytes, salt: bytes, bind: bytes) -> None:
        self._aead = ChaCha20Poly1305(derive(secret, label=b"meldpunt stream", salt=salt))
        self._bind = bind

    def seal(self, padded: bytes, index: int, *, last: bool) -> bytes:
        return self._aead.encrypt(_nonce(index, last=last), padded, self._bind)

    def open(self, sealed: bytes, index: int, *, last: bool) -> bytes | None:
        try:
            return self._aead.decrypt(_nonce(index, last=last), sealed, self._bind)
        except InvalidTag:
            return None


def _opened(pieces: Iterator[bytes], cipher: _Cipher) -> Iterator[bytes]:
    """Yield the content of each sealed chunk, looking one ahead to know the last."""
    index, padding = 0, False
    sealed = next(pieces, None)
    if sealed is None:
        raise Truncated
    while sealed is not None:
        following = next(pieces, None)
        padded = cipher.open(sealed, index, last=following is None)
        if padded is None:
            whole_so_far = following is None and cipher.open(sealed, index, last=False) is not None
            raise Truncated if whole_so_far else CannotOpen
        content = _unframed(padded, empty=padding)
        if content:
            yield content
        padding = padding or len(content) < CONTENT_SIZE
        index, sealed = index + 1, following


def _framed(content: bytes, size: int) -> bytes:
    return (len(content).to_bytes(COUNT_SIZE, "big") + content).ljust(size, b"\0")


def _unframed(padded: bytes, *, empty: bool) -> bytes:
    """Return a chunk's content; CannotOpen when it is not framed as we frame it (`empty`: only padding may be left)."""
    count = int.from_bytes(padded[:COUNT_SIZE], "big")
    content = padded[COUNT_SIZE : COUNT_SIZE + count]
    if _framed(content, len(padded)) != padded or (empty and content):
        raise CannotOpen
    return content


def _nonce(index: int, *, last: bool) -> bytes:
    return index.to_bytes(11, "big") + bytes([last])


def _resized(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the header, then the sealed chunks, whatever sizes the bytes come in; the last may be short."""
    waiting, size = bytearray(), HEADER_SIZE
    for chunk in chunks:
        waiting += chunk
        start = 0
        while len(waiting) - start >= size:
            yield bytes(waiting[start : start + size])
            start, size = start + size, SEALED_CHUNK_SIZE
        del waiting[:start]
    if waiting or size == HEADER_SIZE:
        yield bytes(waiting)
