"""Forms of the desk that bring files: sealed while they stream in, like a finder's.

Django's own check against forged forms reads the body, and Django keeps no files here. So a view that takes files is left out of
that check; its guard reads the body with `read`, which makes the same check with what it read.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from meldpunt.arrivals.actions import discard_file
from meldpunt.arrivals.queries import waiting_files
from meldpunt.arrivals.terms import Channel, SealedUpload
from meldpunt.doors.look.errors import error_page
from meldpunt.doors.look.posted import CannotRead, Limits, Posted, Skipped, limits, read_posted
from meldpunt.people.terms import Visitor
from meldpunt.reports.access import stored_chunks
from meldpunt.reports.queries import kept_files

NOBODY = UUID(int=0)
NOTHING = Limits(file=0, total=0, count=0)
SHOWN_NAMES = 5


def read(request: HttpRequest, visitor: Visitor | None, *, now: datetime) -> HttpResponseBase | None:
    """Read the form and its files; return nothing when it is one of ours, else the answer.

    Without a `visitor` at an unlocked desk no file is kept: only the texts are read.
    """
    sealed_for, allowed = NOBODY, NOTHING
    if visitor is not None and visitor.unlocked:
        sealed_for, allowed = visitor.organisation.id, limits()
    try:
        found = read_posted(request, organisation=sealed_for, limits=allowed, by=Channel.DESK, now=now)
    except CannotRead as problem:
        return error_page(request, problem.status)
    request.posted = found  # type: ignore[attr-defined]  # ours
    request._post, request._files = found.texts, MultiValueDict()  # type: ignore[attr-defined]  # noqa: SLF001 - what Django would have read
    refused = CsrfViewMiddleware(lambda _: error_page(request, 403)).process_view(request, error_page, (), {})
    if refused is not None:
        give_up(request)
    return refused


def posted(request: HttpRequest) -> Posted:
    """Return what the form brought: nothing without one."""
    found: Posted = getattr(request, "posted", Posted.nothing())
    return found


def uploads_of(request: HttpRequest) -> tuple[SealedUpload, ...]:
    """Return the files that the form brought."""
    return posted(request).uploads


def too_much(request: HttpRequest) -> str:
    """Say which files were not taken, and what is allowed; nothing when all were."""
    return not_taken(posted(request).skipped)


def not_taken(files: Iterable[Skipped]) -> str:
    """Say that these files were not taken, and what is allowed; nothing where there are none."""
    skipped = [file.name for file in files]
    if not skipped:
        return ""
    return _(
        "These files are too large or too many: %(names)s. Up to %(file)d MB each and %(total)d MB together, at most %(count)d files."
    ) % {"names": ", ".join(skipped[:SHOWN_NAMES]), **limits().in_words()}


def content_of(request: HttpRequest, visitor: Visitor) -> bytes:
    """Return what is in the one file of a form that nobody needs to keep sealed; nothing without a file."""
    chunks = (stored_chunks(upload=file, organisation=visitor.organisation.id) for file in uploads_of(request)[:1])
    content = b"".join(chunk for each in chunks for chunk in each)
    give_up(request)
    return content


def give_up(request: HttpRequest) -> list[str]:
    """Remove the files of a form that was not accepted, unless they wait for it; return their names, so that they can be asked for again."""
    uploads = uploads_of(request)
    kept = kept_files([upload.id for upload in uploads]) if uploads else set()
    waiting = waiting_files([upload.stored_as for upload in uploads]) if uploads else set()
    uploads = tuple(upload for upload in uploads if upload.id not in kept and upload.stored_as not in waiting)
    for upload in uploads:
        discard_file(stored_as=upload.stored_as)
    return [upload.name for upload in uploads]
