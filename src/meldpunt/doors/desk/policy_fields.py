"""The policy, filled in by fields: one section at a time, on top of the same text that the editor shows.

Saving changes the member's draft, never what was published. Trying, publishing and proposing stay with the page of the text.
"""

from collections.abc import Mapping
from contextlib import suppress
from typing import Final

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from meldpunt.doors.desk import drafts
from meldpunt.doors.desk.answers import go_to, show
from meldpunt.doors.desk.beside import reader
from meldpunt.doors.desk.guards import desk_page
from meldpunt.doors.desk.policy_draft import PolicyDraft, draft_of, keep_draft, put_away
from meldpunt.doors.desk.policy_fields_shown import SectionPage, after, overview
from meldpunt.doors.desk.policy_help import named_examples
from meldpunt.doors.desk.policy_shown import told
from meldpunt.doors.desk.requests import DeskRequest
from meldpunt.doors.desk.words import SAID, word
from meldpunt.people.terms import Deed, DraftChanged, NotThere
from meldpunt.policy.queries import example_policies, files_at_hand, newest_number, problems_with
from meldpunt.policy.rules.editing.filling import (
    Opened,
    fill,
    more_may_follow,
    open_part,
    part_called,
    problems_in,
)
from meldpunt.policy.rules.editing.sections import PARTS, Part
from meldpunt.policy.rules.editing.writing import can_change
from meldpunt.policy.rules.file.building import MAX_ITEMS
from meldpunt.policy.rules.file.source import MAX_BYTES
from meldpunt.policy.rules.starting import in_the_name_of
from meldpunt.policy.terms import CannotEdit, PolicyRefused, Problem, TooLong

OK, CONFLICT, UNUSABLE = 200, 409, 422
CANNOT_EDIT: Final = _(
    "This text is written in a way that fields cannot change. Nothing was saved. What you typed is below: put it into the text."
)
TOO_LONG: Final = _(
    "This is too long, or too much at once: a policy has at most %(most)s kB, and a list at most %(items)s items. Nothing was saved. What you typed is below: make it shorter, or save a part of it first."
)
"""Why a section was not saved. What was typed stays."""
NOT_SAVED_YET: Final = _(
    "This is what you typed before the desk was locked. It is not saved yet, and it is shown this once: save it before you go on."
)
NO_FIELD: Final = _(
    "The draft changed meanwhile, and some of what you typed has no field any more. Nothing was saved. It stands below: copy it, then put it into the text."
)
TEXT_ONLY: Final = _("This text is written in a way that fields cannot change. Go on in the text.")


@desk_page(Deed.PUBLISH_POLICY)
def sections(request: DeskRequest) -> HttpResponse:
    """Show every section, and how much has to be put right in it; or begin with an example, where nothing was changed yet."""
    draft = draft_of(request)
    example = example_policies().get(request.POST.get("example", ""))
    if example and not draft.kept:
        with suppress(DraftChanged):  # in another window: that one is shown
            keep_draft(request, in_the_name_of(request.visitor.organisation, example), over=draft, after=draft.after)
        return go_to("desk:policy-fields", said="draft_example")
    here = {"examples": named_examples(), "in_text_only": not can_change(draft.text)}
    return _show(request, "policy_fields", draft, _problems(request, draft.text), here)


@desk_page(Deed.PUBLISH_POLICY, page="desk:policy-fields")
def away(request: DeskRequest) -> HttpResponse:
    """Put the draft away."""
    put_away(request)
    return go_to("desk:policy-fields", said="draft_away")


@desk_page(Deed.PUBLISH_POLICY, keeps=drafts.EVERY_FIELD)
def section(request: DeskRequest, part: str) -> HttpResponse:
    """Show one section with what stands in the draft, or save what was typed in it."""
    found, draft = part_called(part), draft_of(request)
    if found is None:
        raise NotThere
    if request.method == "POST":
        return _saved(request, found, draft)
    kept = drafts.restored(request, where=request.path, now=timezone.now())
    return _filled(request, found, draft, kept, notice=(_gone(draft, kept) or str(NOT_SAVED_YET)) if kept else "")


def _saved(request: DeskRequest, part: Part, draft: PolicyDraft) -> HttpResponse:
    """Save a section in the draft, and lead to where the member goes on; where it cannot be saved, keep what was typed on the page."""
    typed: dict[str, str] = request.POST.dict()
    try:
        opened = open_part(draft.text, part, typed)
        if meanwhile := _meanwhile(draft, opened, typed):
            return _filled(request, part, draft, typed, notice=meanwhile, status=CONFLICT)
        text = fill(draft.text, opened, typed)
        if text != draft.text:
            keep_draft(request, text, over=draft, after=draft.after)
    except DraftChanged:  # while this was worked out: once more with what it is now
        return _saved(request, part, draft_of(request))
    except PolicyRefused:
        return _filled(request, part, draft, typed, status=CONFLICT)
    except CannotEdit:
        return _filled(request, part, draft, typed, notice=str(CANNOT_EDIT), status=UNUSABLE)
    except TooLong:
        too_long = TOO_LONG % {"most": MAX_BYTES // 1024, "items": MAX_ITEMS}
        return _filled(request, part, draft, typed, notice=too_long, status=UNUSABLE)
    said = "section_same" if text == draft.text else "section_kept"
    on: Part | None = part
    if "next" in request.POST:
        wrong = problems_in(part, _problems(request, text))
        on, said = (part, "section_wrong") if wrong else (after(part), said)
    return go_to("desk:policy-section", said=said, part=on.name) if on else go_to("desk:policy-fields", said=said)


def _meanwhile(draft: PolicyDraft, opened: Opened, typed: Mapping[str, str]) -> str:
    """Say what became of the draft after the section was opened in which this was typed; nothing where it is the same."""
    if gone := _gone(draft, typed):
        return gone
    if opened.without_field(typed):
        return str(NO_FIELD)
    if typed.get("seen") != opened.seen and opened.differing(typed):
        return gettext(
            "The draft changed meanwhile, in another window or by a new version. Nothing was saved. What you typed is below: compare it and save again."
        )
    return ""


def _gone(draft: PolicyDraft, typed: Mapping[str, str]) -> str:
    """Say that the draft in which this was typed is not there any more; nothing where it is."""
    if "kept" not in typed or draft.kept:
        return ""
    return gettext(
        "Your draft is not there any more: it was published or put away, or seven days went by. Nothing was saved. What you typed is below: save it to begin a new draft."
    )


def _problems(request: DeskRequest, text: str) -> tuple[Problem, ...]:
    """Return what keeps the draft from being published."""
    visitor = request.visitor
    return problems_with(
        visitor.organisation,
        content=text.encode(),
        files=files_at_hand(visitor.organisation.id),
        keys=reader(),
        by=visitor.actor,
        now=timezone.now(),
    )


def _filled(
    request: DeskRequest, part: Part, draft: PolicyDraft, typed: dict[str, str], *, notice: str = "", status: int = OK
) -> HttpResponse:
    """Show a section: with what was typed, where something was, else with what stands in the draft."""
    problems = _problems(request, draft.text)
    try:
        opened = open_part(draft.text, part, typed)
    except PolicyRefused:
        return _show(request, "policy_fields", draft, problems, status=status)
    stale = bool(typed) and typed.get("seen") != opened.seen
    if stale and status == OK and not _gone(draft, typed):
        notice = gettext(
            "You typed this before the desk was locked, and the draft changed meanwhile. Nothing is saved yet: compare the two, then save."
        )
    elif opened.in_text_only and status == OK:
        notice = str(CANNOT_EDIT if typed else TEXT_ONLY)
    typed = opened.merged(typed) if stale else typed
    page = SectionPage(opened, typed or opened.boxes, opened.differing(typed) if stale else frozenset())
    here = problems_in(part, problems)
    context = {
        "part": part,
        "fields": page.fields(here),
        "in_text_only": opened.in_text_only and not typed,
        "wrong": page.wrong,
        "elsewhere": len(problems) - len(here),
        "left": opened.form.left,
        "without_field": opened.without_field(typed),
        "seen": opened.seen,
        "next": after(part),
        "next_heading": gettext(following.heading) if (following := after(part)) else "",
        "notice": notice,
        "failed": bool(page.wrong) or status != OK,
    }
    return _show(request, "policy_section", draft, problems, context, status=status)


def _show(
    request: DeskRequest,
    template: str,
    draft: PolicyDraft,
    problems: tuple[Problem, ...],
    context: dict[str, object] | None = None,
    *,
    status: int = OK,
) -> HttpResponse:
    """Answer with a page about the draft."""
    newest = newest_number(request.visitor.organisation.id)
    around = {
        "draft": draft,
        "newest": newest,
        "overview": overview(PARTS, problems),
        "unreadable": [told(problem) for problem in problems if not problem.key],
        "in_text": [
            told(problem)
            for problem in problems
            if problem.key and not any(problems_in(part, [problem]) for part in PARTS)
        ],
        "problems": len(problems),
        "more": bool(problems) and more_may_follow(draft.text),
        "said": word(SAID, request.GET.get("said", "")),
    }
    return show(request, template, {**around, **(context or {})}, status=status)
