"""The words of what a browser posted."""

from dataclasses import dataclass, field
from enum import StrEnum


class CannotRead(Exception):
    """The body of a request is not a form that can be read."""

    status = 400


class NotUtf8(CannotRead):
    """The texts are in another encoding than UTF-8: they could not be kept exactly."""


class TooMuch(CannotRead):
    """More text, or more fields, than any of our forms has."""

    status = 413


class SkipReason(StrEnum):
    """Why a file was not kept."""

    TOO_LARGE = "too_large"
    TOTAL_TOO_LARGE = "total_too_large"
    TOO_MANY = "too_many"
    NO_ROOM = "no_room"
    CANNOT_WAIT = "cannot_wait"


@dataclass(frozen=True)
class Skipped:
    """A file that was read past and not kept."""

    name: str = field(repr=False)
    reason: SkipReason
