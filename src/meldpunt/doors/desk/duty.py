"""One stage of a duty by law: its questions, the file to submit from, and the evidence that a person submitted it."""

from dataclasses import dataclass, field

from django.forms import BoundField
from django.http import HttpResponse
from django.utils import timezone
from django.utils.timezone import localtime

from meldpunt.doors.desk import drafts
from meldpunt.doors.desk.answers import go_to, not_found, show
from meldpunt.doors.desk.beside import download
from meldpunt.doors.desk.duty_forms import AnswersForm, EvidenceForm
from meldpunt.doors.desk.duty_words import FLAWS, NEEDS_OF_FIELDS, gaps_in_words, in_language, shown_duty
from meldpunt.doors.desk.guards import desk_page
from meldpunt.doors.desk.requests import DeskRequest
from meldpunt.doors.desk.words import SAID, word
from meldpunt.obligations.access import open_duty
from meldpunt.obligations.actions import record_submission, save_answers
from meldpunt.obligations.rules.law import TO_BE_CHECKED, as_json, as_text, lacking
from meldpunt.obligations.rules.law.recording import missing
from meldpunt.obligations.terms.duties import AnswersMovedOn, DutyRefused, NoSuchDuty, OpenedDuty
from meldpunt.people.terms import Deed

ANSWERS, EVIDENCE = "answers", "evidence"
"""The forms of the page, as their field `form` names them."""
UNUSABLE, CONFLICT = 422, 409
KINDS = ("nl", "en", "json")
"""What can be handed out: plain text in a language, or JSON."""
TEXT = "text/plain; charset=utf-8"


@dataclass(frozen=True)
class Page:
    """What the page shows. `moved` tells that somebody else saved answers meanwhile; `version` is the one the page is made from."""

    opened: OpenedDuty
    answers: AnswersForm
    evidence: EvidenceForm
    moved: bool = False
    restored: bool = False
    status: int = 200


@dataclass(frozen=True)
class Question:
    """One field of the form, when it must be answered, the article that asks it, and what a colleague saved meanwhile."""

    asked: BoundField
    need: str
    article: str
    check: str
    theirs: str = field(default="", repr=False)


@desk_page(Deed.RECORD_DUTY, keeps=drafts.EVERY_FIELD)
def duty(request: DeskRequest, number: str, event: int, stage: str) -> HttpResponse:
    """Show a stage, save its answers, or record that it was submitted."""
    try:
        opened = open_duty(number=number, stage=stage, event=event, visitor=request.visitor, now=timezone.now())
        if request.method != "POST":
            return _show(request, _begun(request, opened))
        return (_submitted if request.POST.get("form") == EVIDENCE else _saved)(request, opened)
    except NoSuchDuty:
        return not_found(request)


@desk_page(Deed.OPEN_CASE)
def file(request: DeskRequest, number: str, event: int, stage: str, kind: str) -> HttpResponse:
    """Hand out what a person submits: plain text in Dutch or English, or JSON."""
    now = timezone.now()
    if kind not in KINDS:
        return not_found(request)
    try:
        opened = open_duty(
            number=number, stage=stage, event=event, visitor=request.visitor, now=now, deed="duty.exported"
        )
    except NoSuchDuty:
        return not_found(request)
    late = _late(opened)
    name = f"{number}-{stage}-{event}"
    if kind == "json":
        text = as_json(opened.duty, opened.answers, late=late)
        return download(text.encode(), name=f"{name}.json", kind="application/json")
    text = as_text(opened.duty, opened.answers, kind, late=late)
    return download(text.encode(), name=f"{name}-{kind}.txt", kind=TEXT)


def _saved(request: DeskRequest, opened: OpenedDuty) -> HttpResponse:
    """Keep the answers, or show the page again with what was typed."""
    stage, event = opened.duty.stage, opened.duty.event
    form = AnswersForm(stage, request.POST, zone=request.organisation.zone)
    page = Page(opened, form, _evidence(request, opened))
    if not form.is_valid():
        return _show(request, _with(page, status=UNUSABLE))
    try:
        save_answers(
            number=opened.number,
            stage=stage.id,
            event=event,
            answers=form.answers(),
            seen_version=_seen(request),
            by=request.visitor,
            now=timezone.now(),
        )
    except AnswersMovedOn:
        return _show(request, _with(page, moved=True, status=CONFLICT))
    except DutyRefused as refused:
        form.add_error(refused.about if refused.about in form.fields else None, str(FLAWS[refused.flaw]))
        return _show(request, _with(page, status=UNUSABLE))
    return go_to("desk:duty", number=opened.number, event=event, stage=stage.id, said="duty_answers")


def _submitted(request: DeskRequest, opened: OpenedDuty) -> HttpResponse:
    """Record that it was submitted, or show the page again with what was typed."""
    stage, event = opened.duty.stage, opened.duty.event
    form = EvidenceForm(request.POST, zone=request.organisation.zone, missing=_missing(opened))
    if form.is_valid():
        try:
            record_submission(
                number=opened.number,
                stage=stage.id,
                event=event,
                evidence=form.evidence(),
                by=request.visitor,
                now=timezone.now(),
            )
        except DutyRefused as refused:
            form.refuse(refused)
        else:
            return go_to("desk:duty", number=opened.number, event=event, stage=stage.id, said="duty_submitted")
    return _show(request, Page(opened, _answers(request, opened), form, status=UNUSABLE))


def _begun(request: DeskRequest, opened: OpenedDuty) -> Page:
    """Return the page with what was answered so far, and with what was being typed when the desk locked."""
    now = timezone.now()
    typed, told = (
        drafts.restored(request, where=drafts.place_of(request.path, form), now=now) for form in (ANSWERS, EVIDENCE)
    )
    answers, evidence = _answers(request, opened, typed), _evidence(request, opened, told)
    return Page(opened, answers, evidence, restored=bool(typed or told))


def _show(request: DeskRequest, page: Page) -> HttpResponse:
    opened, now = page.opened, timezone.now()
    seen = shown_duty(opened.duty, now=now)
    gaps = lacking(opened.duty.stage, opened.answers, late=_late(opened))
    context = {
        "number": opened.number,
        "shown": seen,
        "opened": opened,
        "questions": _questions(page),
        "form": page.answers,
        "evidence": page.evidence,
        "gaps": gaps_in_words(gaps),
        "moved": page.moved,
        "restored": page.restored,
        "now": now,
        "newer": opened.newer,
        "said": word(SAID, request.GET.get("said", "")) if request.method == "GET" else "",
    }
    return show(request, "duty", context, status=page.status)


def _questions(page: Page) -> list[Question]:
    """Return each field of the form with what stands around it."""
    form = page.answers
    return [
        Question(
            asked=form[each.id],
            need=word(NEEDS_OF_FIELDS, each.need),
            article=each.article,
            check=in_language(TO_BE_CHECKED) if each.check else "",
            theirs=page.opened.answers.get(each.id, "") if page.moved else "",
        )
        for each in page.opened.duty.stage.fields
    ]


def _answers(request: DeskRequest, opened: OpenedDuty, typed: dict[str, str] | None = None) -> AnswersForm:
    form = AnswersForm(opened.duty.stage, zone=request.organisation.zone, answers=opened.answers)
    form.initial.update({name: text for name, text in (typed or {}).items() if name in form.fields})
    return form


def _evidence(request: DeskRequest, opened: OpenedDuty, typed: dict[str, str] | None = None) -> EvidenceForm:
    here = localtime(timezone.now())
    begun = {"day": f"{here:%Y-%m-%d}", "time": f"{here:%H:%M}", "who": request.visitor.name}
    initial = begun | (typed or {})
    return EvidenceForm(zone=request.organisation.zone, initial=initial, missing=_missing(opened))


def _missing(opened: OpenedDuty) -> list[str]:
    """Return the questions without a usable answer, but for why it is late: that is asked by itself."""
    return [in_language(gap.field.label) for gap in missing(opened.duty.stage, opened.answers)]


def _with(page: Page, *, moved: bool = False, status: int) -> Page:
    return Page(page.opened, page.answers, page.evidence, moved=moved, status=status)


def _late(opened: OpenedDuty) -> bool:
    """Tell whether its end has passed, or had when it was submitted."""
    duty = opened.duty
    return duty.due is not None and (duty.submitted_at or timezone.now()) > duty.due


def _seen(request: DeskRequest) -> int:
    """Return from which version of the answers the page was made; one that there never is for nonsense."""
    seen = request.POST.get("seen_version", "")
    return int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else -1  # noqa: PLR2004 - digits
