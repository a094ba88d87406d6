"""Files of a form that has not been accepted yet: those it brings, those that wait, those the finder took out again.

Images and the data in them. A finder chooses once for all files of a form: remove place and device data unless my own name is with
it (the first choice of the form), always, or never; a program that says nothing gets its files kept bit for bit. The copy without
the data is made at the last moment, from the file as it was sent, so that a changed mind changes nothing for good. What cannot be
cleaned (a kind we do not know how to clean, such as HEIC, TIFF or SVG, or a damaged image) is never passed on in silence and never
costs a report: the form comes back once with everything in it, names the files, and asks to take them out or to send them as
they are.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from time import monotonic
from uuid import UUID

from meldpunt.arrivals.access import open_drafts
from meldpunt.arrivals.actions import discard_file, drop_draft, keep_drafts
from meldpunt.arrivals.terms import Channel, DraftsGone, SealedUpload
from meldpunt.doors.look.posted import Posted, Skipped, SkipReason, limits
from meldpunt.reports.access import tells_of_place
from meldpunt.reports.actions import scrub

CLEANING_SECONDS = 15.0
"""For all images of one form together: what is not clean by then counts as an image that cannot be cleaned."""


class TellsOfPlace(Exception):
    """Some images could not be cleaned, and the finder did not say yet what to do with them."""

    def __init__(self, names: tuple[str, ...]) -> None:
        """Remember which."""
        super().__init__("images that could not be cleaned")
        self.names = names


@dataclass(frozen=True)
class Attached:
    """The files of one form. `key` opens those that wait; `gone` tells that some were expected to wait and do not.

    `ask_as_is` tells that the form asks, or asked, whether images that cannot be cleaned may go as they are; `as_is` is the answer.
    """

    organisation: UUID
    key: str = field(default="", repr=False)
    waiting: tuple[SealedUpload, ...] = ()
    fresh: tuple[SealedUpload, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    gone: bool = False
    as_is: bool = False
    ask_as_is: bool = False

    @property
    def all(self) -> tuple[SealedUpload, ...]:
        """Return every file that was accepted, in the order they were sent."""
        return (*self.waiting, *self.fresh)

    @property
    def could_not_wait(self) -> tuple[Skipped, ...]:
        """Return the files that were fine, but too much to be kept for a form that goes back."""
        return tuple(file for file in self.skipped if file.reason is SkipReason.CANNOT_WAIT)

    @property
    def fine(self) -> bool:
        """Tell whether every file that the finder sent is here."""
        return not self.skipped and not self.gone


def gather(posted: Posted, *, organisation: UUID, by: Channel = Channel.FORM, now: datetime) -> Attached:
    """Return the files of a form that was posted, without those it asks to remove."""
    attached = _waiting(posted, organisation, now)
    attached = _without_removed(attached, posted.texts.getlist("remove"), by, now)
    as_is = bool(posted.text("as_is"))
    attached = replace(
        attached, fresh=posted.uploads, skipped=posted.skipped, as_is=as_is, ask_as_is=as_is and bool(attached.waiting)
    )
    return _within_limits(attached)


def to_send(attached: Attached, *, clean: bool, by: Channel = Channel.FORM, now: datetime) -> tuple[SealedUpload, ...]:
    """Return the files as they are to be kept: where `clean`, images without what tells of place, device and person.

    Raises TellsOfPlace where that cannot be done, unless the finder said that they may go as they are.
    """
    if not clean:
        return attached.all
    until = monotonic() + CLEANING_SECONDS
    sent = tuple(
        scrub(upload=file, organisation=attached.organisation, by=by, now=now, seconds=until - monotonic())
        for file in attached.all
    )
    telling = tuple(file.name for file in sent if tells_of_place(upload=file, organisation=attached.organisation))
    if telling and not attached.as_is:
        raise TellsOfPlace(telling)
    return sent


def keep_waiting(
    attached: Attached, *, may_wait: Callable[[int], bool] = lambda _: True, by: Channel = Channel.FORM, now: datetime
) -> Attached:
    """Keep the new files with those that wait, for a form that goes back. `may_wait` judges a file's size; what may not is told as skipped."""
    attached = _counted(attached, may_wait)
    if not attached.fresh:
        return attached
    key = keep_drafts(
        organisation=attached.organisation,
        upload_key=attached.key or None,
        uploads=attached.fresh,
        by=by,
        now=now,
    )
    return replace(attached, key=key, waiting=attached.all, fresh=())


def _counted(attached: Attached, may_wait: Callable[[int], bool]) -> Attached:
    """Take out what is more than this visitor may have waiting."""
    kept, skipped = [], list(attached.skipped)
    for file in attached.fresh:
        if may_wait(file.size):
            kept.append(file)
        else:
            discard_file(stored_as=file.stored_as)
            skipped.append(Skipped(file.name, SkipReason.CANNOT_WAIT))
    return replace(attached, fresh=tuple(kept), skipped=tuple(skipped))


def _waiting(posted: Posted, organisation: UUID, now: datetime) -> Attached:
    key = posted.text("uploads")
    if not key:
        return Attached(organisation)
    try:
        return Attached(organisation, key, open_drafts(upload_key=key, organisation=organisation, now=now))
    except DraftsGone:
        return Attached(organisation, gone=True)


def _without_removed(attached: Attached, removed: list[str], by: Channel, now: datetime) -> Attached:
    taken_out = [file for file in attached.waiting if str(file.id) in removed]
    for file in taken_out:
        drop_draft(organisation=attached.organisation, upload_key=attached.key, file=file.id, by=by, now=now)
    waiting = tuple(file for file in attached.waiting if file not in taken_out)
    return replace(attached, waiting=waiting, key=attached.key if waiting else "")


def _within_limits(attached: Attached) -> Attached:
    """Pass over what the new files make too much, together with those that wait; nothing of it stays in the store."""
    allowed, kept, skipped = limits(), [], list(attached.skipped)
    size, count = sum(file.size for file in attached.waiting), len(attached.waiting)
    for file in attached.fresh:
        if count >= allowed.count:
            skipped.append(Skipped(file.name, SkipReason.TOO_MANY))
        elif size + file.size > allowed.total:
            skipped.append(Skipped(file.name, SkipReason.TOTAL_TOO_LARGE))
        else:
            kept.append(file)
            size, count = size + file.size, count + 1
            continue
        discard_file(stored_as=file.stored_as)
    return replace(attached, fresh=tuple(kept), skipped=tuple(skipped))
