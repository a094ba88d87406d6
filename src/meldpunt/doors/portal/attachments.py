"""Files of a form that has not been accepted yet: those it brings, those that wait, those the finder took out again."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from meldpunt.arrivals.access import open_drafts
from meldpunt.arrivals.actions import drop_draft, keep_drafts
from meldpunt.arrivals.terms import Channel, DraftsGone, SealedUpload
from meldpunt.doors.look.posted import Posted, Skipped, SkipReason
from meldpunt.doors.portal.posting import limits
from meldpunt.reports.actions import scrub

CLEANABLE = frozenset({"image/jpeg", "image/png", "image/webp"})
NOT_CLEANABLE = frozenset({"image/tiff", "image/heic", "image/heif", "image/avif", "image/jxl", "image/jp2"})


@dataclass(frozen=True)
class Attached:
    """The files of one form. `key` opens those that wait; `gone` tells that some were expected to wait and do not."""

    organisation: UUID
    key: str = field(default="", repr=False)
    waiting: tuple[SealedUpload, ...] = ()
    fresh: tuple[SealedUpload, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    gone: bool = False

    @property
    def all(self) -> tuple[SealedUpload, ...]:
        """Return every file that was accepted, in the order they were sent."""
        return (*self.waiting, *self.fresh)

    @property
    def fine(self) -> bool:
        """Tell whether every file that the finder sent is here."""
        return not self.skipped and not self.gone


def gather(posted: Posted, *, organisation: UUID, now: datetime) -> Attached:
    """Return the files of a form that was posted, without those it asks to remove."""
    attached = _waiting(posted, organisation, now)
    attached = _without_removed(attached, posted.texts.getlist("remove"), now)
    attached = replace(attached, fresh=posted.uploads, skipped=posted.skipped)
    attached = _within_limits(attached)
    return _cleaned(attached, now) if posted.text("scrub") else attached


def keep(attached: Attached, *, now: datetime) -> Attached:
    """Keep the new files with those that wait, for a form that goes back to the finder."""
    if not attached.fresh:
        return attached
    key = keep_drafts(
        organisation=attached.organisation,
        upload_key=attached.key or None,
        uploads=attached.fresh,
        by=Channel.FORM,
        now=now,
    )
    return replace(attached, key=key, waiting=attached.all, fresh=())


def _waiting(posted: Posted, organisation: UUID, now: datetime) -> Attached:
    key = posted.text("uploads")
    if not key:
        return Attached(organisation)
    try:
        return Attached(organisation, key, open_drafts(upload_key=key, organisation=organisation, now=now))
    except DraftsGone:
        return Attached(organisation, gone=True)


def _without_removed(attached: Attached, removed: list[str], now: datetime) -> Attached:
    taken_out = [file for file in attached.waiting if str(file.id) in removed]
    for file in taken_out:
        drop_draft(organisation=attached.organisation, upload_key=attached.key, file=file.id, by=Channel.FORM, now=now)
    waiting = tuple(file for file in attached.waiting if file not in taken_out)
    return replace(attached, waiting=waiting, key=attached.key if waiting else "")


def _within_limits(attached: Attached) -> Attached:
    """Pass over what the new files make too much, together with those that wait."""
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
    return replace(attached, fresh=tuple(kept), skipped=tuple(skipped))


def _cleaned(attached: Attached, now: datetime) -> Attached:
    """Take place and device data out of images; one that cannot be cleaned is not kept, because the finder asked for it."""
    kept, skipped = [], list(attached.skipped)
    for file in attached.fresh:
        clean = scrub(upload=file, organisation=attached.organisation, by=Channel.FORM, now=now)
        if file.media_type in NOT_CLEANABLE or (file.media_type in CLEANABLE and not clean.scrubbed):
            skipped.append(Skipped(file.name, SkipReason.NOT_CLEANED))
        else:
            kept.append(clean)
    return replace(attached, fresh=tuple(kept), skipped=tuple(skipped))
