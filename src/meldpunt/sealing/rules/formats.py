"""The closed list of formats: the first byte of every sealed value says which one it is in.

A format never changes once it has sealed anything. A better one gets the next number; the old one stays readable for as
long as anything is in it. docs/sealing-formats.md describes each, tests/sealing/vectors holds examples.
"""

from typing import Final

from meldpunt.sealing.terms import Format, UnknownFormat

OLDER: Final = (Format.WRAP,)
"""Formats that are read and no longer written; `actions.reseal_batch` moves what is in them to the newest."""


def format_of(sealed: bytes) -> Format:
    """Return the format of a sealed value; UnknownFormat when it is empty or of no known format."""
    if not sealed:
        raise UnknownFormat
    try:
        return Format(sealed[0])
    except ValueError:
        raise UnknownFormat from None


def without_format(sealed: bytes, expected: Format) -> bytes:
    """Return what follows the format byte; UnknownFormat when the value is not in the expected format."""
    if format_of(sealed) is not expected:
        raise UnknownFormat
    return sealed[1:]


def with_format(form: Format, rest: bytes) -> bytes:
    """Return the value with its format byte in front."""
    return bytes([form]) + rest
