"""Padding, so that the size of a sealed value says no more than a size class.

The classes are Padmé's ("Reducing Metadata Leakage from Encrypted Files and Communication with PURBs", PETS 2019). A
padded value is at most 12% longer. Everything up to 256 bytes is of one class.
"""

from typing import Final

from meldpunt.sealing.terms import CannotOpen

SMALLEST: Final = 256
LENGTH_SIZE: Final = 4


def size_class(size: int) -> int:
    """Return the size that a value of this size is padded to, in bytes."""
    if size <= SMALLEST:
        return SMALLEST
    exponent = size.bit_length() - 1
    loose = (1 << (exponent - exponent.bit_length())) - 1
    return (size + loose) & ~loose


def pad(clear: bytes) -> bytes:
    """Return the clear bytes behind their length, filled up with zeros to a size class."""
    framed = len(clear).to_bytes(LENGTH_SIZE, "big") + clear
    return framed.ljust(size_class(len(framed)), b"\0")


def unpad(padded: bytes) -> bytes:
    """Return the clear bytes; CannotOpen when the padding is not what `pad` writes."""
    clear = padded[LENGTH_SIZE : LENGTH_SIZE + int.from_bytes(padded[:LENGTH_SIZE], "big")]
    if pad(clear) != padded:
        raise CannotOpen
    return clear
