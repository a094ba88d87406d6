"""Taking place and device data out of an image that was uploaded, in a child process with limits."""

import subprocess
import sys
from datetime import datetime
from pathlib import Path
from uuid import UUID

from meldpunt.arrivals.actions import begin_upload
from meldpunt.arrivals.terms import Channel, SealedUpload
from meldpunt.reports.access import stored_chunks, stored_head
from meldpunt.reports.rules import images

SECONDS = 5
"""The longest that one image may take, by the clock on the wall; of the processor it gets less."""


def scrub(
    *, upload: SealedUpload, organisation: UUID, by: Channel, now: datetime, seconds: float = SECONDS
) -> SealedUpload:
    """Return a cleaned copy of an image (`scrubbed` is True), or the same upload where that is not possible.

    `seconds` is what is left for it: none when it is not above zero, and never more than one image may take.
    The first copy stays in the store until nothing names it for a day. The clear image passes through memory and two pipes only.
    """
    if seconds <= 0 or not images.is_cleanable(stored_head(upload=upload, organisation=organisation)):
        return upload
    cleaned = _run(b"".join(stored_chunks(upload=upload, organisation=organisation)), min(seconds, SECONDS))
    if cleaned is None:
        return upload
    copy = begin_upload(organisation=organisation, name=upload.name, media_type=upload.media_type, by=by, now=now)
    try:
        copy.write(cleaned)
        return copy.finish(scrubbed=True)
    except BaseException:
        copy.abandon()
        raise


def _run(image: bytes, seconds: float) -> bytes | None:
    """Clean the image in a child that may use little memory and time and no files; None when it could not."""
    command = [sys.executable, "-I", "-S", "-B", str(Path(images.__file__))]
    try:
        done = subprocess.run(command, input=image, capture_output=True, timeout=seconds, check=False, env={})  # noqa: S603 - our own file
    except (subprocess.TimeoutExpired, OSError):
        return None
    return done.stdout if done.returncode == 0 and done.stdout else None
