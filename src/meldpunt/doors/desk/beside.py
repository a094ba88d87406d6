"""The files beside the policy, at the desk: seen, put there, replaced, removed, handed out."""

from collections.abc import Callable, Mapping
from functools import cache
from io import BytesIO
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext
from django.views.decorators.csp import csp_override

from meldpunt.doors.desk import posting
from meldpunt.doors.desk.answers import go_to, show
from meldpunt.doors.desk.files import INERT, disposition
from meldpunt.doors.desk.guards import desk_page
from meldpunt.doors.desk.policy_shown import told
from meldpunt.doors.desk.requests import DeskRequest
from meldpunt.doors.desk.words import FILE_KINDS, SAID, word
from meldpunt.people.queries import member_names
from meldpunt.people.terms import Deed, NotThere, OpenPgp
from meldpunt.policy import actions
from meldpunt.policy.queries import files_at_hand, files_beside
from meldpunt.policy.rules.file.beside import MAX_FILE
from meldpunt.policy.rules.single_file import ENDINGS
from meldpunt.policy.terms import FileBeside, FileChanged, FileKind, FileRefused, FileThere, TooManyFiles

CONFLICT, UNUSABLE = 409, 422
POLICY_NAME = "policy.toml"


@desk_page(Deed.PUBLISH_POLICY)
def files(request: DeskRequest) -> HttpResponse:
    """Show what is there."""
    return _show(request, said=word(SAID, request.GET.get("said", "")))


@desk_page(Deed.PUBLISH_POLICY, page="desk:policy-files", takes_files=True)
def add(request: DeskRequest) -> HttpResponse:
    """Put a new file there."""
    name, content, problem = _brought(request)
    if problem:
        return _show(request, problem=problem, status=UNUSABLE)
    return _done(
        request,
        lambda: actions.add_file(name=name, content=content, keys=reader(), by=request.visitor, now=timezone.now()),
        "file_added",
    )


@desk_page(Deed.PUBLISH_POLICY, page="desk:policy-files", takes_files=True)
def replace(request: DeskRequest, name: str) -> HttpResponse:
    """Put other content into the file that was seen."""
    _name, content, problem = _brought(request)
    if problem:
        return _show(request, problem=problem, status=UNUSABLE)
    seen = request.POST.get("seen", "")
    return _done(
        request,
        lambda: actions.replace_file(
            name=name, seen=seen, content=content, keys=reader(), by=request.visitor, now=timezone.now()
        ),
        "file_replaced",
    )


@desk_page(Deed.PUBLISH_POLICY, page="desk:policy-files")
def remove(request: DeskRequest, name: str) -> HttpResponse:
    """Take the file that was seen away."""
    seen = request.POST.get("seen", "")
    return _done(
        request,
        lambda: actions.remove_file(name=name, seen=seen, by=request.visitor, now=timezone.now()),
        "file_removed",
    )


@csp_override(INERT)
@desk_page(Deed.PUBLISH_POLICY)
def file(request: DeskRequest, name: str) -> HttpResponse:
    """Hand out one file, as a download of no particular kind."""
    found = files_at_hand(request.visitor.organisation.id).get(name)
    if found is None:
        raise NotThere
    return download(found, name=name)


@cache
def reader() -> OpenPgp:
    """Return who looks into a key file; `site` names the class."""
    made: OpenPgp = import_string(settings.OPENPGP)()
    return made


def download(content: bytes, *, name: str, kind: str = "application/octet-stream") -> HttpResponse:
    """Answer with bytes that are kept, never shown."""
    answer = HttpResponse(content, content_type=kind)
    answer.headers["Content-Disposition"] = disposition(name)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


def bundle(request: DeskRequest, text: str) -> HttpResponse:
    """Answer with the policy and all files beside it in one ZIP, as `./meldpunt policy check` takes it when unpacked."""
    now, whole = timezone.localtime().timetuple()[:6], BytesIO()
    parts = {POLICY_NAME: text.encode(), **files_at_hand(request.visitor.organisation.id)}
    with ZipFile(whole, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(ZipInfo(name, now), content, ZIP_DEFLATED)
    return download(whole.getvalue(), name=f"{request.visitor.organisation.slug}-policy.zip", kind="application/zip")


def _brought(request: DeskRequest) -> tuple[str, bytes, str]:
    """Return name and content of the file that was brought, and what is wrong with the form."""
    uploads = posting.uploads_of(request)
    if posting.too_much(request) or any(upload.size > MAX_FILE for upload in uploads):
        return (
            "",
            b"",
            gettext("The file is too large. Use a file of at most %(most)d kB.") % {"most": MAX_FILE // 1024},
        )
    if not uploads:
        return "", b"", gettext("Choose a file first.")
    return uploads[0].name, posting.content_of(request, request.visitor), ""


def _done(request: DeskRequest, deed: Callable[[], None], said: str) -> HttpResponse:
    """Do it and say so; where it cannot be, show what is there now, and why."""
    try:
        deed()
    except FileRefused as refused:
        problem = told(refused.problem)
        return _show(request, problem=f"{problem.what} {problem.remedy}", status=UNUSABLE)
    except TooManyFiles:
        problem_text = gettext("There is no room for this file. Remove one that no policy needs any more.")
        return _show(request, problem=problem_text, status=UNUSABLE)
    except FileThere:
        there = gettext("Another file of this name is there. Nothing was done. Replace it below, or use another name.")
        return _show(request, problem=there, status=CONFLICT)
    except FileChanged:
        changed = gettext(
            "Somebody else changed or removed this file meanwhile. Nothing was done. Below is what is there now."
        )
        return _show(request, problem=changed, status=CONFLICT)
    return go_to("desk:policy-files", said=said)


def _show(request: DeskRequest, *, said: str = "", problem: str = "", status: int = 200) -> HttpResponse:
    names = member_names(request.visitor.organisation.id)
    context = {
        "rows": [_row(each, names) for each in files_beside(request.visitor.organisation.id)],
        "said": said,
        "problem": problem,
        "most": MAX_FILE // 1024,
        "accept": ",".join(ending for each in ENDINGS.values() for ending in each),
    }
    return show(request, "policy_files", context, status=status)


def _row(each: FileBeside, names: Mapping[UUID, str]) -> dict[str, object]:
    who = names.get(each.by.id, "") if each.by.id else gettext("who runs the server")
    accept = ",".join(ENDINGS[each.kind])
    return {
        "file": each,
        "kind": FILE_KINDS[each.kind],
        "who": who,
        "accept": accept,
        "is_document": each.kind is FileKind.DOCUMENT,
    }
