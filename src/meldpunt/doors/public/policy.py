"""The policy as anybody may read it: one version, the history with what changed, a copy for programs, and its documents."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.timezone import now

from meldpunt.doors.look.drawn import drawn_once
from meldpunt.doors.look.errors import error_page
from meldpunt.doors.look.policies import Group, changes_of, parts_of, tells_of_key
from meldpunt.doors.public.guards import OpenRequest, open_page
from meldpunt.policy.queries import (
    disclose_io_record,
    in_force_and_planned,
    is_own,
    newest_number,
    policy_copy,
    policy_document,
    policy_history,
    policy_in_force,
    policy_version,
    replaced_by,
)
from meldpunt.policy.rules.succession import Dated
from meldpunt.policy.rules.ways_in import takes_form
from meldpunt.policy.terms import NoSuchDocument, NoSuchVersion, Policy

BRIEFLY = "public, max-age=300"


@dataclass(frozen=True)
class Past:
    """One version in the history; `since` is the one that it is compared with, 0 for the first; `all_new` where that is the built-in policy."""

    policy: Policy
    changes: list[Group]
    in_force: bool
    since: int
    replaced_by: int | None
    all_new: bool


@open_page
def show(request: OpenRequest) -> HttpResponse:
    """Show the version in force."""
    policy, planned = in_force_and_planned(request.organisation.id, now=now())
    about = ("policy", policy.number, policy.row, planned)
    return drawn_once(
        request,
        about=about,
        parts={},
        draw=lambda _parts: _drawn(request, policy, current=policy.number, planned=planned),
    )


@open_page
def version(request: OpenRequest, edition: int) -> HttpResponse:
    """Show one version as it was published."""
    try:
        found = policy_version(request.organisation.id, edition)
    except NoSuchVersion:
        return error_page(request, 404)
    current = policy_in_force(request.organisation.id, now=now()).number
    was_planned = found.in_force_from > found.published_at
    replaced = replaced_by(request.organisation.id, edition) if was_planned else None
    about = ("policy", edition, found.row, current, replaced)
    return drawn_once(
        request, about=about, parts={}, draw=lambda _parts: _drawn(request, found, current=current, replaced=replaced)
    )


@open_page
def history(request: OpenRequest) -> HttpResponse:
    """Show every version, newest first, with what changed clause by clause."""
    current = policy_in_force(request.organisation.id, now=now())
    about = ("history", current.number, current.row, newest_number(request.organisation.id))
    return drawn_once(request, about=about, parts={}, draw=lambda _parts: _history(request, current))


@open_page
def copy(request: OpenRequest) -> HttpResponse:
    """Answer with the version in force for programs."""
    return _for_programs(policy_copy(request.organisation, now=now()))


@open_page
def disclose_io(request: OpenRequest) -> HttpResponse:
    """Answer with the record of the version in force, as the list of disclose.io has it."""
    return _for_programs(disclose_io_record(request.organisation, now=now()))


@open_page
def document(request: OpenRequest, edition: int, name: str) -> HttpResponse:
    """Answer with a document of a version, exactly as it was published."""
    try:
        found = policy_document(request.organisation.id, edition, name)
    except NoSuchDocument:
        return error_page(request, 404)
    kind = "application/pdf" if name.lower().endswith(".pdf") else "text/plain; charset=utf-8"
    return HttpResponse(found.content, content_type=kind)


def _for_programs(content: Mapping[str, object]) -> HttpResponse:
    answer = JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 2})
    answer.headers["Cache-Control"] = BRIEFLY
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer


def _drawn(
    request: OpenRequest, policy: Policy, *, current: int, replaced: int | None = None, planned: Dated | None = None
) -> HttpResponse:
    parts = parts_of(policy)
    by_people = any(line.by_people for part in parts for line in part.lines)
    context = {
        "policy": policy,
        "own": is_own(request.organisation.id, policy.number),
        "parts": parts,
        "by_people": by_people,
        "current": current,
        "planned": planned,
        "replaced_by": replaced,
        "key_page": tells_of_key(policy),
        "takes_form": takes_form(policy.terms),
    }
    return render(request, "public/policy.html", context)


def _history(request: OpenRequest, current: Policy) -> HttpResponse:
    organisation = request.organisation.id
    built_in = not is_own(organisation, 1)
    past = [
        Past(
            edition.policy,
            changes_of(edition.differences),
            edition.policy.number == current.number,
            edition.before.number if edition.before else 0,
            edition.replaced_by,
            all_new=built_in and edition.before is not None and edition.before.number == 1,
        )
        for edition in policy_history(organisation)
    ]
    return render(request, "public/history.html", {"past": past})
