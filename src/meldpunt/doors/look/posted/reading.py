"""Reading a posted form: the one place where the body of a request becomes texts and sealed files."""

import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Self
from urllib.parse import parse_qsl
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict

from meldpunt.arrivals.actions import OpenUpload, begin_upload
from meldpunt.arrivals.terms import Channel, SealedUpload
from meldpunt.doors.look.posted.multipart import Part, boundary_of, read_parts
from meldpunt.doors.look.posted.terms import CannotRead, NotUtf8, Skipped, SkipReason, TooMuch

type Texts = MultiValueDict[str, str]
MOST_FIELDS = 1000
MOST_TEXT = 8 * 1024 * 1024
READ = 64 * 1024
MEGABYTE = 1024 * 1024
ROOM = 256 * 1024 * 1024
"""Bytes of the disk that files never take (at most a twentieth of it), so that strangers cannot keep texts from being stored."""
FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"


@dataclass(frozen=True)
class Limits:
    """How much may be attached: bytes of one file, bytes of all, how many."""

    file: int
    total: int
    count: int

    def in_words(self) -> dict[str, int]:
        """Return the numbers for a sentence: `file` and `total` in MB, and `count`."""
        return {"file": self.file // MEGABYTE, "total": self.total // MEGABYTE, "count": self.count}


@dataclass(frozen=True)
class Posted:
    """A form as it was posted: texts exactly as typed, files sealed, and the files that were not kept."""

    texts: Texts = field(repr=False)
    uploads: tuple[SealedUpload, ...] = ()
    skipped: tuple[Skipped, ...] = ()

    @classmethod
    def nothing(cls) -> Self:
        """Return what a request without a body posted."""
        return cls(MultiValueDict())

    def text(self, name: str) -> str:
        """Return the first text called `name`, or an empty one; of a repeated field the first counts."""
        return next(iter(self.texts.getlist(name)), "")


def read_posted(
    request: HttpRequest,
    *,
    organisation: UUID,
    limits: Limits,
    by: Channel,
    now: datetime,
    files: str = "files",
) -> Posted:
    """Read the body of `request`; the files of the field `files` are sealed as they stream, any others are dropped.

    Bodies are urlencoded or multipart, and UTF-8. Raises CannotRead, NotUtf8, TooMuch; nothing of the files is left then.
    """
    content_type = request.META.get("CONTENT_TYPE", "")
    kind = content_type.partition(";")[0].strip().lower()
    charset = (request.content_params or {}).get("charset", "utf-8").strip("\"' ").lower()
    if charset not in {"utf-8", "utf8"}:
        raise NotUtf8
    if kind == FORM:
        return Posted(_urlencoded(request))
    if kind != MULTIPART:
        raise CannotRead
    basket = _Basket(organisation, limits, by, now)
    try:
        texts = _multipart(read_parts(request.read, boundary_of(content_type)), basket, files)
    except BaseException:
        basket.drop()
        raise
    return Posted(texts, tuple(basket.uploads), tuple(basket.skipped))


def _urlencoded(request: HttpRequest) -> Texts:
    data = request.read(MOST_TEXT + 1)
    if len(data) > MOST_TEXT:
        raise TooMuch
    texts: dict[str, list[str]] = {}
    try:
        pairs = parse_qsl(data.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS)
    except UnicodeDecodeError:
        raise NotUtf8 from None
    except ValueError:
        raise TooMuch from None
    for name, text in pairs:
        texts.setdefault(name, []).append(text)
    return MultiValueDict(texts)


def _multipart(parts: Iterator[Part], basket: "_Basket", files: str) -> Texts:
    texts: dict[str, list[str]] = {}
    room = MOST_TEXT
    for number, part in enumerate(parts):
        if number > MOST_FIELDS + basket.limits.count:
            raise TooMuch
        if part.file_name is None:
            data = _all_of(part, room)
            room -= len(data)
            texts.setdefault(part.name, []).append(_text(data))
        elif part.file_name and part.name == files:
            basket.put(part)
    return MultiValueDict(texts)


def _all_of(part: Part, room: int) -> bytes:
    data = bytearray()
    for chunk in part.chunks:
        data += chunk
        if len(data) > room:
            raise TooMuch
    return bytes(data)


def _text(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise NotUtf8 from None


class _Basket:
    """The files of one form: each is sealed, or skipped with its reason."""

    def __init__(self, organisation: UUID, limits: Limits, by: Channel, now: datetime) -> None:
        self.limits = limits
        self.uploads: list[SealedUpload] = []
        self.skipped: list[Skipped] = []
        self._begun: list[OpenUpload] = []
        self._organisation, self._by, self._now = organisation, by, now
        self._size = 0

    def put(self, part: Part) -> None:
        """Take one file in, or skip it."""
        name = part.file_name or ""
        if len(self.uploads) >= self.limits.count:
            self.skipped.append(Skipped(name, SkipReason.TOO_MANY))
            return
        try:
            reason = SkipReason.NO_ROOM if _is_nearly_full() else self._seal(name, part)
        except OSError:
            reason = SkipReason.NO_ROOM
        if reason is not None:
            self.skipped.append(Skipped(name, reason))

    def drop(self) -> None:
        """Leave nothing of any file."""
        for upload in self._begun:
            with suppress(OSError):
                upload.abandon()

    def _seal(self, name: str, part: Part) -> SkipReason | None:
        upload = begin_upload(
            organisation=self._organisation, name=name, media_type=part.media_type, by=self._by, now=self._now
        )
        self._begun.append(upload)
        size = 0
        try:
            for chunk in part.chunks:
                size += len(chunk)
                if reason := self._too_large(size):
                    upload.abandon()
                    return reason
                upload.write(chunk)
            self.uploads.append(upload.finish())
        except OSError:
            upload.abandon()
            raise
        self._size += size
        return None

    def _too_large(self, size: int) -> SkipReason | None:
        if size > self.limits.file:
            return SkipReason.TOO_LARGE
        return SkipReason.TOTAL_TOO_LARGE if self._size + size > self.limits.total else None


def _is_nearly_full() -> bool:
    disk = shutil.disk_usage(settings.MELDPUNT.data)
    return disk.free < min(ROOM, disk.total // 20)
