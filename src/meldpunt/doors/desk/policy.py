"""The policy, edited at the desk: its file, what is wrong with it, how it will read in every language, and what changes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext

from meldpunt.doors.desk import drafts
from meldpunt.doors.desk.answers import go_to, show
from meldpunt.doors.desk.beside import bundle, reader
from meldpunt.doors.desk.guards import desk_page
from meldpunt.doors.desk.keepable import KeptShown, kept_shown
from meldpunt.doors.desk.policy_draft import draft_of, keep_draft, put_away
from meldpunt.doors.desk.policy_shown import Reading, Told, readings_of, told_in, waiting_for
from meldpunt.doors.desk.requests import DeskRequest
from meldpunt.doors.desk.words import SAID, word
from meldpunt.doors.look.policies import Group, changes_of
from meldpunt.people.terms import Deed, DraftChanged, HostTaken, Visitor
from meldpunt.policy.actions import propose, publish
from meldpunt.policy.queries import (
    approvers_of,
    editable_text,
    example_policies,
    files_at_hand,
    hosts_in_the_way,
    in_force_and_planned,
    newest_number,
    proposal_of,
    review_due,
    try_out,
)
from meldpunt.policy.rules.changed_keys import ChangedKey
from meldpunt.policy.rules.differences import FileChange, Tried, dropped
from meldpunt.policy.rules.file.source import MAX_BYTES
from meldpunt.policy.rules.starting import in_the_name_of
from meldpunt.policy.rules.succession import Dated
from meldpunt.policy.terms import NeedsTwo, PolicyRefused, ProposalOpen, PublishedMeanwhile, SameAsBefore

OK, CONFLICT, UNUSABLE = 200, 409, 422
TYPED = ("text", "after")
"""The fields of the form in which somebody writes, and what has to be known of that."""
DEEDS = frozenset({"publish", "propose"})


@dataclass(frozen=True)
class Shown:
    """What stands beside the text: `number` is the newest version when the differences were reckoned, and None before that.

    `seen` is what the button says that was looked at; `live` that the script asked while somebody is typing.
    `alone`: two people publish this, and there is nobody who could be the second. `changed` is what changes and is no clause; `before`
    is the version it is all compared with, `falls_away` are planned versions that would never be in force. `files` are documents and logos that change;
    `dropped` is how many clauses go. `after` is the version the text began from, None where the form says it.
    """

    text: str
    problems: list[Told] = field(default_factory=list)
    notice: str = ""
    number: int | None = None
    seen: str = ""
    live: bool = False
    changes: list[Group] = field(default_factory=list)
    dropped: int = 0
    readings: list[Reading] = field(default_factory=list)
    needs_two: bool = False
    alone: bool = False
    changed: tuple[ChangedKey, ...] = ()
    before: int = 0
    falls_away: tuple[Dated, ...] = ()
    files: tuple[FileChange, ...] = ()
    leaving: tuple[str, ...] = ()
    numberless: tuple[str, ...] = ()
    placeholders: tuple[str, ...] = ()
    after: int | None = None


@desk_page(Deed.PUBLISH_POLICY, keeps=TYPED, takes_files=True)  # which also reads a text that is far too long
def policy(request: DeskRequest) -> HttpResponse:
    """Show the file; try it and show what it would say and change; publish or propose what was tried."""
    now = timezone.now()
    if request.method != "POST":
        kept = drafts.restored(request, where=request.path, now=now)
        said = word(SAID, request.GET.get("said", ""))
        if kept.get("text"):
            notice = gettext("This is what you typed before. It is not published.")
            shown = Shown(kept["text"], notice=notice, after=_began(request, kept))
        else:
            shown = _begun(request)
        return _show(request, shown, said=said)
    text = request.POST.get("text", "").replace("\r\n", "\n")
    return _elsewhere(request, text) or _tried_out(request, text)


def _elsewhere(request: DeskRequest, text: str) -> HttpResponse | None:
    """Hand the policy out with its files, or lead to the files or the fields and keep the text meanwhile; None where none is asked."""
    if "download" in request.POST:
        return bundle(request, text)
    if not {"files", "fields"} & request.POST.keys() or len(text.encode()) > MAX_BYTES:
        return None
    if "fields" in request.POST:
        return _by_fields(request, text)
    drafts.keep(request, member=request.visitor.member, where=request.path, names=TYPED, now=timezone.now())
    return go_to("desk:policy-files")


def _by_fields(request: DeskRequest, text: str) -> HttpResponse:
    """Go on by fields with this text; over a draft that this page did not show nothing is written, nor for a text that cannot be read."""
    draft, organisation = draft_of(request), request.visitor.organisation
    shown = request.POST.get("over", "") == draft.digest
    if text == draft.text or (text == editable_text(organisation) and not shown):
        return go_to("desk:policy-fields")
    try:
        if shown:
            keep_draft(request, text, over=draft, after=_began(request, request.POST))
            return go_to("desk:policy-fields")
    except PolicyRefused as refused:
        return _show(request, Shown(text, told_in(text, refused.problems)), status=UNUSABLE)
    except DraftChanged:
        draft = draft_of(request)
    notice = gettext(
        "You have another draft, filled in by fields. Nothing was done. Press the button once more to put this text in its place."
    )
    return _show(request, Shown(text, notice=notice), status=CONFLICT, over=draft.digest)


def _began(request: DeskRequest, said: Mapping[str, str]) -> int:
    """Return the version that a text began from, as the form says in which it stood; the newest one where it says none."""
    newest, after = newest_number(request.visitor.organisation.id), said.get("after", "")
    return min(int(after), newest) if re.fullmatch("[0-9]{1,9}", after) else newest


def _tried_out(request: DeskRequest, text: str) -> HttpResponse:
    """Show what the text would say and change, or what is wrong with it; do with it what is asked."""
    visitor, now = request.visitor, timezone.now()
    files = files_at_hand(visitor.organisation.id)
    try:
        tried = try_out(
            visitor.organisation, content=text.encode(), files=files, keys=reader(), by=visitor.actor, now=now
        )
    except PolicyRefused as refused:
        live = "HX-Request" in request.headers  # the script shows an answer only when all is well
        shown = Shown(text, told_in(text, refused.problems), live=live)
        return _show(request, shown, status=OK if live else UNUSABLE)
    if not DEEDS & request.POST.keys():
        kept = kept_shown(request, tried.policy.terms) if "keepable" in request.POST else None
        return _show(request, _tried(visitor, text, tried), kept=kept)
    seen = request.POST.get("seen", "")
    if seen != tried.seen:
        return _show(request, _tried(visitor, text, tried, _unseen(seen, tried)), status=CONFLICT)
    if tried.leaving and "leave" not in request.POST:
        notice = gettext(
            "Nothing was done. Tick below that host names are taken from their brand, or put the brand back."
        )
        return _show(request, _tried(visitor, text, tried, notice), status=CONFLICT)
    return _done(request, text, files, tried)


def _unseen(seen: str, tried: Tried) -> str:
    """Say why what was posted is not what was looked at."""
    if seen and seen.partition("-")[0] != str(tried.number):
        return gettext("Somebody else published a version meanwhile. Look at the differences, then publish.")
    return gettext(
        "You have not seen yet what this text changes, or a file beside it changed meanwhile. Nothing was done. Look at the differences below, then go on."
    )


def _begun(request: DeskRequest) -> Shown:
    """Return the file to go on with: what is proposed, an example or the draft by fields where that is asked for, else the newest version."""
    organisation = request.visitor.organisation
    if "draft" in request.GET:
        return Shown(draft_of(request).text)
    example = example_policies().get(request.GET.get("example", ""))
    if example:
        notice = gettext(
            "This is an example in the name of your organisation; nothing is published. Replace every address that ends in .example, and who is named under [people]."
        )
        return Shown(in_the_name_of(organisation, example), notice=notice)
    proposal = proposal_of(organisation.id) if "proposal" in request.GET else None
    return Shown(proposal.source, after=proposal.after) if proposal else Shown(editable_text(organisation))


def _done(request: DeskRequest, text: str, files: Mapping[str, bytes], tried: Tried) -> HttpResponse:
    """Publish what was tried, or propose it, and tell so; where that cannot be, say why and keep the text."""
    organisation = request.visitor.organisation
    proposes = "propose" in request.POST
    deed = propose if proposes else publish
    try:
        deed(
            organisation=organisation.id,
            content=text.encode(),
            files=files,
            after=tried.number,
            by=request.visitor.actor,
            now=timezone.now(),
        )
    except SameAsBefore:
        notice = gettext("This is what was published last. Nothing was done.")
    except NeedsTwo:
        notice = gettext("Two people publish this. Nothing was done: propose it, then somebody else approves it.")
    except ProposalOpen:
        notice = gettext("A colleague's proposal waits. Nothing was done: there is one at a time. Your text is below.")
    except (PublishedMeanwhile, HostTaken):
        notice = gettext("Somebody else was faster. Nothing was published: look at it once more.")
    else:
        if (draft := draft_of(request)).text == text:
            put_away(request, over=draft)
        return _to_proposal(request) if proposes else go_to("desk:policy", said="policy_published")
    return _show(request, _tried(request.visitor, text, tried, notice), status=CONFLICT)


def _to_proposal(request: DeskRequest) -> HttpResponse:
    """Lead to the proposal, and say whether there is somebody who was told of it."""
    others = approvers_of(request.visitor.organisation.id, by=request.visitor.actor)
    return go_to("desk:proposal", said="policy_proposed" if others else "policy_proposed_alone")


def _tried(visitor: Visitor, text: str, tried: Tried, notice: str = "") -> Shown:
    return Shown(
        text,
        notice=notice,
        number=tried.number,
        seen=tried.seen,
        changes=changes_of(tried.differences),
        dropped=dropped(tried.differences),
        changed=tried.changed,
        before=tried.before,
        falls_away=tried.falls_away,
        files=tried.files,
        leaving=tried.leaving,
        numberless=tried.numberless,
        placeholders=tried.placeholders,
        readings=readings_of(tried.policy, visitor.organisation.languages),
        needs_two=tried.needs_two,
        alone=tried.needs_two and not approvers_of(visitor.organisation.id, by=visitor.actor),
    )


def _show(
    request: DeskRequest,
    shown: Shown,
    *,
    said: str = "",
    status: int = 200,
    over: str | None = None,
    kept: KeptShown | None = None,
) -> HttpResponse:
    """Answer with the page; `over` is the draft by fields that it knows of, where that is another one than it knew before.

    `kept` is what came of playing the text against last year, where that was asked.
    """
    visitor, draft = request.visitor, draft_of(request)
    of_draft = shown.text == draft.text
    after = draft.after if of_draft else shown.after
    known = draft.digest if of_draft else request.POST.get("over", "")
    current, planned = in_force_and_planned(visitor.organisation.id, now=timezone.now())
    context = {
        "shown": shown,
        "kept": kept,
        "said": said,
        "over": known if over is None else over,
        "after": _began(request, request.POST) if after is None else after,
        "by_fields": draft.kept and not of_draft,
        "current": current,
        "planned": planned,
        "waiting": waiting_for(visitor),
        "most": MAX_BYTES // 1024,
        "review": review_due(visitor.organisation, now=timezone.now()),
        "in_the_way": hosts_in_the_way(visitor.organisation.id, now=timezone.now()),
    }
    return show(request, "policy", context, status=status)
