"""Entering a report that came by telephone, by letter or otherwise: the form, and its answer with the code to pass on."""

from dataclasses import dataclass, replace
from datetime import datetime

import structlog
from django.db import DatabaseError
from django.http import HttpResponse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from meldpunt.arrivals.access import new_form, read_form
from meldpunt.arrivals.terms import BadForm, CannotRead, Channel, DraftsGone, FormAlreadyUsed, FormExpired
from meldpunt.cases.actions import take_in_by_hand
from meldpunt.cases.queries import page_of_finders, page_of_rules
from meldpunt.cases.terms import IntakeStopped, MomentRefused, Receipt
from meldpunt.doors.desk import drafts, posting
from meldpunt.doors.desk.answers import show
from meldpunt.doors.desk.entry_form import FILES_GONE, EntryForm
from meldpunt.doors.desk.from_mail import mail_in
from meldpunt.doors.desk.guards import desk_page
from meldpunt.doors.desk.mail_words import NO_TIME
from meldpunt.doors.desk.requests import DeskRequest
from meldpunt.doors.desk.spelling import spelt_out
from meldpunt.doors.desk.words import SETTING_PROBLEMS
from meldpunt.doors.look.attachments import Attached, TellsOfPlace, gather, keep_waiting, to_send
from meldpunt.doors.look.posted import Posted
from meldpunt.doors.look.qr import code_as_qr
from meldpunt.people.queries import brand_facts, faces_of
from meldpunt.people.terms import Deed
from meldpunt.policy.queries import is_own, platforms, policy_in_force
from meldpunt.reports.terms import ReportError, TextMissing

log = structlog.get_logger("meldpunt.desk")
KEPT = (*EntryForm.base_fields, "once", "uploads")
"""What is kept as a draft when the desk locks: all that was typed, and the key of the files that wait."""
BY_SHEET = frozenset({Channel.MAIL, Channel.LETTER, Channel.IN_PERSON, Channel.PLATFORM})
"""After these nobody is on the telephone: the code goes on paper first."""
UNUSABLE, CONFLICT, NOT_NOW = 422, 409, 503
PROBLEMS: dict[type[Exception], tuple[str | Promise, int]] = {
    BadForm: (_("This page was open for too long. Nothing was stored yet: press the button once more."), UNUSABLE),
    FormExpired: (_("This page was open for too long. Nothing was stored yet: press the button once more."), UNUSABLE),
    FormAlreadyUsed: (
        _(
            "This page was sent before, with other content: that is a case already. To make a second case of what stands here, press the button once more."
        ),
        CONFLICT,
    ),
    IntakeStopped: (
        _(
            "No reports are taken now: a lead must look at the keys first. Nothing was stored. Keep your text somewhere safe."
        ),
        NOT_NOW,
    ),
    DatabaseError: (
        _("This could not be stored just now. What you typed is still here: try again in a few minutes."),
        NOT_NOW,
    ),
    OSError: (
        _("This could not be stored just now. What you typed is still here: try again in a few minutes."),
        NOT_NOW,
    ),
}
"""What to say, and with which status, when nothing was stored."""
NOT_STORABLE = _("This text holds a character that we cannot keep exactly, or it is too long.")
NOT_A_MAIL = _(
    "This file could not be read as a mail. Save the mail in your mail program as a file that ends in .eml, and choose that."
)
FILLED = _(
    "The form is filled in from the mail. Say where it is, look at the rest, and press the button at the bottom: nothing is kept before."
)
NO_WORDS = _("There is no text in this mail. It goes along as a file: look into it, and say below what was found.")
REFUSALS: tuple[type[Exception], ...] = (*PROBLEMS, DraftsGone, MomentRefused, ReportError)
ANEW = (BadForm, FormExpired, FormAlreadyUsed)
"""After these the page is another one, and what it says is sent for the first time."""


@dataclass(frozen=True)
class Page:
    """What the page shows; `once` is empty where it must be made a new one."""

    form: EntryForm
    attached: Attached
    once: str = ""
    problem: str | Promise = ""
    said: str | Promise = ""
    restored: bool = False
    status: int = 200


@desk_page(Deed.ENTER_REPORT, keeps=KEPT, takes_files=True)
def enter(request: DeskRequest) -> HttpResponse:
    """Show the form, or take in what was typed. With `opened` it begins with what was in a message that was just opened."""
    now = timezone.now()
    if request.method == "POST" and "opened" in request.POST:
        begun = {**_begun(request, now), "channel": Channel.MAIL, "what": request.POST["opened"]}
        return _show(request, Page(_form(request, initial=begun), Attached(request.organisation.id)), now)
    if request.method == "POST" and "read_mail" in request.POST:
        return _from_mail(request, now)
    if request.method == "POST":
        return _posted(request, now)
    kept = drafts.restored(request, where=request.path, now=now)
    typed = MultiValueDict({name: [text] for name, text in kept.items()})
    form = _form(request, initial=kept or _begun(request, now))
    attached = gather(Posted(typed), organisation=request.organisation.id, by=Channel.DESK, now=now)
    return _show(request, Page(form, attached, kept.get("once", ""), restored=bool(kept)), now)


def _posted(request: DeskRequest, now: datetime) -> HttpResponse:
    posted = posting.posted(request)
    attached = gather(posted, organisation=request.organisation.id, by=Channel.DESK, now=now)
    page = Page(_form(request, posted.texts), attached, posted.text("once"))
    if not page.form.judge_files(attached):
        return _show(request, replace(page, status=UNUSABLE), now)
    try:
        receipt = _take_in(request, page, now)
    except TellsOfPlace as problem:
        page.form.add_error("files", _tells_of_place(problem))
        return _show(request, replace(page, attached=replace(attached, ask_as_is=True), status=UNUSABLE), now)
    except REFUSALS as problem:
        return _show(request, _with_problem(page, problem), now)
    posting.give_up(request)  # sent twice: the first time brought the same files
    return _entered(request, page.form, receipt, now)


def _from_mail(request: DeskRequest, now: datetime) -> HttpResponse:
    """Begin the form with what is in a mail that was sent along as a file, and keep its files, and itself, for the report."""
    try:
        found = mail_in(request, begun=_begun(request, now), now=now)
    except CannotRead as flawed:
        page = Page(_form(request, initial=_begun(request, now)), Attached(request.organisation.id))
        problem, status = (NO_TIME, NOT_NOW) if flawed.is_for_now else (NOT_A_MAIL, UNUSABLE)
        return _show(request, replace(page, problem=problem, status=status), now)
    attached = Attached(request.organisation.id, fresh=found.files)
    said = FILLED if found.initial.get("what") else NO_WORDS
    return _show(request, Page(_form(request, initial=found.initial), attached, said=said), now)


def _take_in(request: DeskRequest, page: Page, now: datetime) -> Receipt:
    form = page.form
    return take_in_by_hand(
        form=read_form(token=page.once, organisation=request.organisation.id),
        entered=form.entered(),
        content=form.content(),
        identity=form.identity(),
        contact=form.contact_wish(),
        uploads=to_send(page.attached, clean=form.cleaned_data["clean_images"], by=Channel.DESK, now=now),
        language=form.cleaned_data["language"],
        by=request.visitor,
        now=now,
    )


def _with_problem(page: Page, problem: Exception) -> Page:
    """Return the page again, with what stood in the way."""
    for kind, (words, status) in PROBLEMS.items():
        if isinstance(problem, kind):
            if status == NOT_NOW:
                log.error("cannot store", kind=type(problem).__name__)
            once = "" if isinstance(problem, ANEW) else page.once
            return replace(page, once=once, problem=words, status=status)
    if isinstance(problem, MomentRefused):
        page.form.add_flaw(problem.flaw)
    elif isinstance(problem, ReportError):
        words = SETTING_PROBLEMS["empty"] if isinstance(problem, TextMissing) else NOT_STORABLE
        page.form.add_error(problem.field if problem.field in page.form.fields else None, str(words))
    else:
        page.form.add_error("files", str(FILES_GONE))
        page = replace(page, attached=replace(page.attached, key="", waiting=()))
    return replace(page, status=UNUSABLE)


def _show(request: DeskRequest, page: Page, now: datetime) -> HttpResponse:
    """Show the form, with the accepted files kept until it is sent."""
    try:
        page = replace(page, attached=keep_waiting(page.attached, by=Channel.DESK, now=now))
    except (DatabaseError, OSError) as problem:
        page = _with_problem(replace(page, attached=replace(page.attached, fresh=())), problem)
    organisation = request.organisation
    policy = policy_in_force(organisation.id, now=now)
    context = {
        "form": page.form,
        "attached": page.attached,
        "problem": page.problem,
        "said": page.said,
        "restored": page.restored,
        "leak": page.form["topic"].value() == "leak",
        "version": policy.number,
        "once": page.once
        or new_form(
            organisation=organisation.id, policy_version=policy.number, language=request.visitor.language, now=now
        ),
    }
    return show(request, "enter", context, status=page.status)


def _entered(request: DeskRequest, form: EntryForm, receipt: Receipt, now: datetime) -> HttpResponse:
    """Show the code, once: to read out now, and on a sheet to hand over or to post."""
    face = brand_facts(request.organisation.id, form.chosen_brand)
    _head, _salt, rules, *_rest = receipt.manifest.splitlines()
    _, version, told = rules.split()
    context = {
        "receipt": receipt,
        "channel": form.cleaned_data["channel"],
        "by_sheet": form.cleaned_data["channel"] in BY_SHEET,
        "spelt": list(spelt_out(receipt.code, language=receipt.language)),
        "qr": code_as_qr(receipt.code),
        "late": receipt.due_at is not None and receipt.due_at < now,
        "face": face,
        "page": page_of_finders(face),
        "version": version,
        "told": told,
        "own_rules": is_own(request.organisation.id, int(version)),
        "rules_page": page_of_rules(face, int(version)),
        "entered_at": now,
    }
    return show(request, "entered", context)


def _form(
    request: DeskRequest, data: MultiValueDict[str, str] | None = None, *, initial: dict[str, str] | None = None
) -> EntryForm:
    organisation = request.organisation
    return EntryForm(data, organisation=organisation, faces=faces_of(organisation.id), initial=initial)


def _begun(request: DeskRequest, now: datetime) -> dict[str, str]:
    """Return what the form begins with: a report that is being told at this moment."""
    here, spoken = localtime(now), request.visitor.language
    named = platforms(request.organisation.id, now=now)
    return {
        "day": f"{here:%Y-%m-%d}",
        "time": f"{here:%H:%M}",
        "topic": "weakness",
        "kind": "unknown",
        "told": "not_shown",
        "platform": (named[0].name or "") if len(named) == 1 else "",
        "clean_images": "on",
        "language": spoken if spoken in request.organisation.languages else request.organisation.language,
    }


def _tells_of_place(problem: TellsOfPlace) -> str:
    shown = ", ".join(problem.names[: posting.SHOWN_NAMES])
    return gettext(
        "These images cannot be cleaned: %(names)s. Take them out, or tick below that they may be kept as they are."
    ) % {"names": shown}
