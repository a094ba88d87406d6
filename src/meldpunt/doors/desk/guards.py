"""Who may come in: every view of the desk stands behind one of these four.

Order of the questions: is somebody signed in, may the role do this at all, is the desk unlocked. A role that may not is
told so before anything is looked up, so that the answer never says whether the thing exists.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from functools import wraps
from typing import Protocol
from zoneinfo import ZoneInfo

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import urlencode

from meldpunt.cases.terms import CaseNotFound
from meldpunt.doors.desk import drafts, posting
from meldpunt.doors.desk.answers import moment_please, not_admitted, not_found, not_kept, refused, substituted
from meldpunt.doors.desk.unlocking import Seat, could_unlock, holds, leave_seat, seat_of, visitor_at
from meldpunt.people import access
from meldpunt.people.terms import Deed, DeskLocked, KeysSubstituted, NotAllowed, NotThere
from meldpunt.reports.terms import NoSuchFile

NOTHING = 204
REFUSED = 400
"""From here on an answer says that nothing was done: files that came along are nobody's."""
GUARD = "desk_guard"
"""The attribute by which tests see which guard a view stands behind."""


class Guarded(Protocol):
    """A view behind a guard."""

    def __call__(self, request: HttpRequest, /, **at: object) -> HttpResponseBase:
        """Answer the request, or say why not."""


def open_page(view: Callable[..., HttpResponseBase]) -> Guarded:
    """Let anybody in: signing in, links of mails."""

    @wraps(view)
    def checked(request: HttpRequest, /, **at: object) -> HttpResponseBase:
        return _unkept(view(request, **at))

    return _marked(checked, "open")


def address_page(view: Callable[..., HttpResponseBase]) -> Guarded:
    """Let in whoever has the address, as programs do: nobody's session is looked at, and no page that follows is told of the address."""

    @wraps(view)
    def checked(request: HttpRequest, /, **at: object) -> HttpResponseBase:
        is_looking = request.method in {"GET", "HEAD"}
        answer = view(request, **at) if is_looking else HttpResponseNotAllowed(["GET", "HEAD"])
        answer.headers["Cache-Control"] = "private, no-store"
        answer.headers["Referrer-Policy"] = "no-referrer"
        return answer

    return _marked(checked, "address")


def sign_in_page(view: Callable[..., HttpResponseBase]) -> Guarded:
    """Let in who is signed in, unlocked or not; others sign in first."""

    @wraps(view)
    def checked(request: HttpRequest, /, **at: object) -> HttpResponseBase:
        if not _seated(request, now=timezone.now()):
            return _unkept(_ask_to_sign_in(request, reverse("desk:queue")))
        return _unkept(view(request, **at))

    return _marked(checked, "signed in")


def desk_page(
    deed: Deed, *, page: str = "", keeps: Sequence[str] = (), takes_files: bool = False, sets_up: bool = False
) -> Callable[[Callable[..., HttpResponseBase]], Guarded]:
    """Let in who may do `deed` at an unlocked desk.

    `page` names the page to come back to after unlocking, for views that only take a POST (a GET leads there); `keeps` are the fields that
    are kept as a sealed draft when the desk turns out to be locked. `takes_files` is for forms that bring files. Who must set up the
    second factor first gets no other page than the one that `sets_up`.
    """

    def guard(view: Callable[..., HttpResponseBase]) -> Guarded:
        @wraps(view)
        def checked(request: HttpRequest, /, **at: object) -> HttpResponseBase:
            here = _page(page, at) if page else request.get_full_path()
            if page and request.method != "POST":
                return _unkept(_go(request, here))
            unread = _read_files(request) if takes_files and request.method == "POST" else None
            try:
                answer = unread or _let_in(request, deed, here, keeps, sets_up=sets_up) or _answered(view, request, at)
            except Exception:  # whatever it was: no file of a refused answer may stay, and it is raised again
                with suppress(DatabaseError):
                    posting.give_up(request)
                raise
            if answer.status_code >= REFUSED:
                posting.give_up(request)
            return _unkept(answer)

        checked.csrf_exempt = takes_files  # type: ignore[attr-defined]  # _read_files checks the token itself
        return _marked(checked, deed)

    return guard


def _read_files(request: HttpRequest) -> HttpResponseBase | None:
    """Read a form that may bring files, once it is known for whom to seal them; a form of nobody is not read at all."""
    now = timezone.now()
    if seat_of(request) is None:
        return None
    visitor = request.visitor if _seated(request, now=now) else None  # type: ignore[attr-defined]  # set by _seated
    return posting.read(request, None if visitor is None or visitor.must_set_up else visitor, now=now)


def _let_in(
    request: HttpRequest, deed: Deed, here: str, keeps: Sequence[str], *, sets_up: bool
) -> HttpResponseBase | None:
    """Return nothing when the visitor may go on, else where they go instead."""
    now = timezone.now()
    seat = seat_of(request)
    if seat is None:
        return _ask_to_sign_in(request, here)
    if not _seated(request, now=now):
        answer = _kept(request, seat, here, keeps, now=now) or _ask_to_sign_in(request, here)
        leave_seat(request, answer)
        return answer
    visitor = request.visitor  # type: ignore[attr-defined]  # set by _seated
    try:
        access.allow(visitor, deed)
    except NotAllowed:
        return refused(request)
    if visitor.unlocked and (sets_up or not visitor.must_set_up):
        return None
    if lost := _kept(request, seat, here, keeps, now=now):
        return lost
    return _go(request, reverse("desk:second-factor")) if visitor.unlocked else _ask_to_unlock(request, here)


def _kept(request: HttpRequest, seat: Seat, here: str, names: Sequence[str], *, now: datetime) -> HttpResponse | None:
    """Keep what was typed until this page can be shown again; where it is too much, or the session was ended by the member, answer with it."""
    # Whoever has a session that its member ended, by a new password or otherwise, leaves nothing at that member's desk.
    if holds(seat) and drafts.keep(request, member=seat.member, where=_path(here), names=names, now=now):
        return None
    typed = drafts.to_copy(request, names)
    if not typed.strip():
        return None
    if request.headers.get("HX-Request"):
        return HttpResponse(status=NOTHING)  # it stands in the page that asked
    return not_kept(request, here, typed)


def _seated(request: HttpRequest, *, now: datetime) -> bool:
    """Put the visitor, their organisation and their language into the request; False when nobody is there."""
    seat = seat_of(request)
    visitor = visitor_at(request, seat, now=now) if seat else None
    if visitor is None:
        return False
    request.visitor = visitor  # type: ignore[attr-defined]  # this is what makes it a DeskRequest
    request.organisation = visitor.organisation  # type: ignore[attr-defined]
    translation.activate(visitor.language)
    request.LANGUAGE_CODE = visitor.language
    return True


def _answered(view: Callable[..., HttpResponseBase], request: HttpRequest, at: dict[str, object]) -> HttpResponseBase:
    """Call the view; what is refused deeper down looks the same wherever it comes from."""
    zone = ZoneInfo(request.organisation.zone)  # type: ignore[attr-defined]  # set by _seated
    try:
        with timezone.override(zone):
            return view(request, **at)
    except (CaseNotFound, NotThere, NoSuchFile):
        return not_found(request)
    except NotAllowed:
        return refused(request)
    except DeskLocked:
        return not_admitted(request)
    except KeysSubstituted:
        return substituted(request)


def _ask_to_sign_in(request: HttpRequest, here: str) -> HttpResponse:
    return _go(request, f"{reverse('desk:sign-in')}?{urlencode({'next': here})}")


def _ask_to_unlock(request: HttpRequest, here: str) -> HttpResponse:
    """Ask for the password; but a link in a mail only has to be followed once more to bring the strict cookie along."""
    if could_unlock(request) and request.method == "GET" and request.headers.get("Sec-Fetch-Site") == "cross-site":
        return moment_please(request, here)
    return _go(request, f"{reverse('desk:unlock')}?{urlencode({'next': here})}")


def _go(request: HttpRequest, address: str) -> HttpResponse:
    """Send the browser elsewhere, also when it is htmx that asked."""
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": address})
    answer = redirect(address)
    answer.status_code = 303
    return answer


def _page(page: str, at: Mapping[str, object]) -> str:
    """Return the address of the page a deed belongs to: of the case, when there is one."""
    return reverse(page, kwargs={"number": at["number"]} if "number" in at else None)


def _path(address: str) -> str:
    return address.partition("?")[0]


def _unkept(response: HttpResponseBase) -> HttpResponseBase:
    """Let no browser and no proxy keep the page."""
    response.headers["Cache-Control"] = "no-store"
    return response


def _marked(checked: Callable[..., HttpResponseBase], guard: str) -> Guarded:
    setattr(checked, GUARD, guard)
    return checked
