"""The report form, and its answer: the receipt, or the form again with all that was typed and attached."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import DatabaseError
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language

from meldpunt.arrivals.access import is_canary, new_form, read_form
from meldpunt.arrivals.rules.forms import wait_for
from meldpunt.arrivals.terms import Act, BadForm, Channel, DraftsGone, FormAlreadyUsed, FormExpired, OpenForm, Verdict
from meldpunt.cases.actions import take_in
from meldpunt.cases.terms import IntakeStopped, PolicyChanged
from meldpunt.doors.look.attachments import Attached, TellsOfPlace, gather, to_send
from meldpunt.doors.look.drawn import drawn_once
from meldpunt.doors.look.errors import error_page
from meldpunt.doors.look.needs import needed_in_words
from meldpunt.doors.look.policies import Group, changes_of, lines_of, parts_of, preferred_way
from meldpunt.doors.look.posted import CannotRead, Posted
from meldpunt.doors.portal import notices, words
from meldpunt.doors.portal.forms import ReportForm
from meldpunt.doors.portal.guards import PortalRequest, open_page
from meldpunt.doors.portal.notices import Notice
from meldpunt.doors.portal.other_ways import other_ways
from meldpunt.doors.portal.posting import charge, keep, read_form_of
from meldpunt.doors.portal.receipt import receipt_page
from meldpunt.doors.portal.refitting import Left, refitted
from meldpunt.people.queries import brand_facts
from meldpunt.policy.queries import changes_since, policy_in_force, policy_version
from meldpunt.policy.rules.ways_in import takes_form
from meldpunt.policy.terms import NoSuchVersion, Policy, Section
from meldpunt.reports.terms import ReportError

TRAP = "website"
REFUSALS = (DraftsGone, FormAlreadyUsed, FormExpired, IntakeStopped, ReportError, DatabaseError, OSError)
SEND_AGAIN = frozenset({409, 422})
FIRST = (Section.ELSEWHERE, Section.SCOPE, Section.EXCLUDED)
PROMISED = (
    Section.PROMISES,
    Section.PLEDGES,
    Section.SAFE_HARBOUR,
    Section.REWARD,
    Section.PUBLICATION,
    Section.RETENTION,
)
ASKED = (Section.RULES, Section.LAW, Section.DOCUMENTS)


@dataclass(frozen=True)
class Page:
    """What the form page shows: `policy` is the version it was shown under, `token` is empty where a new one must be made.

    `changes` are those since the version that its finder saw before, `left` what was filled in then and is not asked any more.
    """

    form: ReportForm
    policy: Policy
    attached: Attached
    token: str = ""
    notices: tuple[Notice, ...] = ()
    status: int = 200
    changes: tuple[Group, ...] = ()
    left: tuple[Left, ...] = ()


@open_page("GET", "POST")
def report(request: PortalRequest) -> HttpResponse:
    """Show the form, or take it in."""
    now = timezone.now()
    if request.method == "POST":
        return _posted(request, now)
    policy = policy_in_force(request.organisation.id, now=now)
    if not takes_form(policy.terms):
        return other_ways(request, policy)
    parts = {"token": _new_token(request, policy, now)}
    return drawn_once(
        request, about=policy.number, parts=parts, draw=lambda places: _blank(request, policy, places["token"], now)
    )


def _blank(request: PortalRequest, policy: Policy, token: str, now: datetime) -> HttpResponse:
    """Draw the form as it is handed out: nothing typed, nothing wrong."""
    chosen = {
        "topic": policy.terms.topics[0].value,
        "language": _language(request),
        "scrub": words.UNLESS_NAMED,
        "zone": request.organisation.zone,
        "who": "anonymous",
        "reach": "none",
        "kind": "unknown",
    }
    form = ReportForm(policy=policy, languages=request.organisation.languages, initial=chosen)
    closed = (notices.INTAKE_STOPPED,) if request.organisation.intake_stopped else ()
    return _show(request, Page(form, policy, Attached(request.organisation.id), token=token, notices=closed), now)


def _posted(request: PortalRequest, now: datetime) -> HttpResponse:
    """Read what was posted and judge it: only a form without any fault goes on."""
    try:
        posted = read_form_of(request)
    except CannotRead as problem:
        return error_page(request, problem.status)
    attached = gather(posted, organisation=request.organisation.id, now=now)
    token = posted.text("form")
    try:
        opened = _opened(request, token)
        shown = _shown_under(opened, now)
    except (BadForm, NoSuchVersion):
        return _unknown(request, posted, attached, now)
    form = ReportForm(posted.texts, policy=shown, languages=request.organisation.languages)
    page = Page(form, shown, attached, token=token)
    if not form.judge_files(attached):
        return _show(request, replace(page, status=422), now)
    return _take_in(request, page, opened, posted, now)


def _opened(request: PortalRequest, token: str) -> OpenForm:
    """Read the form's token; raises BadForm, also where another brand of the organisation handed it out. Of a brand that is gone it stays good."""
    here = request.organisation
    opened = read_form(token=token, organisation=here.id)
    if opened.brand != here.brand and brand_facts(here.id, opened.brand).brand != here.brand:
        raise BadForm
    return opened


def _shown_under(opened: OpenForm, now: datetime) -> Policy:
    """Return the version that the finder was shown: by its terms the form is judged. Raises NoSuchVersion."""
    try:
        return policy_version(opened.organisation, opened.policy_version)
    except NoSuchVersion:
        current = policy_in_force(opened.organisation, now=now)  # the first one becomes a row with the first report
        if current.number != opened.policy_version:
            raise
        return current


def _unknown(request: PortalRequest, posted: Posted, attached: Attached, now: datetime) -> HttpResponse:
    """Show a form of which nobody can tell under which version it was shown: agreement is asked anew."""
    policy = policy_in_force(request.organisation.id, now=now)
    if not takes_form(policy.terms):
        return other_ways(request, policy, status=422)
    form = ReportForm(posted.texts.dict() | {"agree": ""}, policy=policy, languages=request.organisation.languages)
    form.judge_files(attached)
    return _show(request, Page(form, policy, attached, notices=(notices.FORM_UNKNOWN,), status=422), now)


def _take_in(request: PortalRequest, page: Page, opened: OpenForm, posted: Posted, now: datetime) -> HttpResponse:
    came_by = Channel.CANARY if is_canary(token=page.token, mark=posted.text("canary")) else Channel.FORM
    verdict = _verdict(request, opened, posted, came_by, now)
    if verdict.refused:
        refused = notices.too_many(verdict.retry_after)
        return _show(request, replace(page, notices=(refused,), status=429), now, retry_after=verdict.retry_after)
    try:
        uploads = to_send(page.attached, clean=page.form.cleans, now=now)
        receipt = take_in(
            organisation=request.organisation.id,
            form=opened,
            content=page.form.content(),
            identity=page.form.identity(),
            contact=page.form.contact_wish(),
            uploads=uploads,
            language=page.form.chosen_language(otherwise=opened.language),
            agreed=page.form.cleaned_data["agree"],
            by=came_by,
            now=now,
        )
    except TellsOfPlace as problem:
        page.form.add_error("files", words.tells_of_place(problem.names))
        return _show(request, replace(page, attached=replace(page.attached, ask_as_is=True), status=422), now)
    except PolicyChanged:
        return _show(request, replace(page, status=409), now)
    except REFUSALS as problem:
        return _show(request, _with_problem(page, problem), now)
    return receipt_page(request, receipt, files=len(page.attached.all), delay=verdict.delay)


def _verdict(request: PortalRequest, opened: OpenForm, posted: Posted, came_by: Channel, now: datetime) -> Verdict:
    """Count the report, and return for how long its answer waits; the daily test of the way in is not counted and never waits."""
    if came_by is Channel.CANARY:
        return Verdict(delay=0, refused=False)
    verdict = charge(request, Act.REPORT, now=now)
    return replace(verdict, delay=verdict.delay + wait_for(opened, trap_filled=bool(posted.text(TRAP)), now=now))


def _with_problem(page: Page, problem: Exception) -> Page:
    """Return the form again, with what went wrong in words."""
    if isinstance(problem, FormAlreadyUsed):
        return replace(_without_waiting(page), token="", notices=(notices.FORM_USED,), status=409)
    if isinstance(problem, DraftsGone):
        return replace(_without_waiting(page), status=422)
    if isinstance(problem, FormExpired):
        return replace(page, token="", notices=(notices.FORM_EXPIRED,), status=422)
    if isinstance(problem, IntakeStopped):
        return replace(page, notices=(notices.INTAKE_STOPPED,), status=503)
    if isinstance(problem, ReportError):
        page.form.add_error(problem.field if problem.field in page.form.fields else None, notices.NOT_STORABLE)
        return replace(page, status=422)
    notices.log_trouble(problem)
    return replace(page, notices=(notices.CANNOT_STORE,), status=503)


def _up_to_date(request: PortalRequest, page: Page, now: datetime) -> Page:
    """Return the form under the policy in force: where that says other things than its finder saw, with what changed and without the tick.

    What was typed is not judged then, because nobody has read what is asked now; what came of the files is told all the same.
    """
    changes = changes_since(request.organisation.id, page.policy.number, now=now)
    if not changes:
        return page
    current = policy_in_force(request.organisation.id, now=now)
    texts, left = refitted(page.form.typed, current.terms)
    form = ReportForm(texts, policy=current, languages=request.organisation.languages)
    form.leave_unjudged()
    for error in page.form.errors.get("files", ()):
        form.add_error("files", error)
    told = (*page.notices, notices.POLICY_CHANGED)
    changed = tuple(changes_of(changes))
    return Page(form, current, page.attached, notices=told, status=409, changes=changed, left=tuple(left))


def _without_waiting(page: Page) -> Page:
    """Return the page without the files that waited for this form: the report that was made with it has them."""
    if page.attached.waiting:
        page.form.add_error("files", notices.FILES_GONE)
    return replace(page, attached=replace(page.attached, key="", waiting=()))


def _show(request: PortalRequest, page: Page, now: datetime, *, retry_after: int = 0) -> HttpResponse:
    """Show the form with a token that can still be used, and with the accepted files kept."""
    if page.status in SEND_AGAIN:
        page = _up_to_date(request, page, now)
    attached = page.attached
    try:
        attached = keep(request, attached, now=now)
        page.form.name_not_kept(attached)
    except (DatabaseError, OSError) as problem:
        notices.log_trouble(problem)
        page = replace(page, notices=(notices.CANNOT_STORE,), status=503)
    token = page.token or _new_token(request, page.policy, now)
    context = {
        "form": page.form,
        "token": token,
        "trap": TRAP,
        "attached": attached,
        "notices": page.notices,
        "leak": "topic" in page.form.fields and page.form["topic"].value() == "leak",
        "again": page.status != 200,  # noqa: PLR2004 - OK
        "version": page.policy.number,
        "changes": page.changes,
        "left": page.left,
        "needed": needed_in_words(page.policy.terms),
    } | _policy_in_parts(page.policy)
    response = render(request, "portal/report.html", context, status=page.status)
    if retry_after:
        response.headers["Retry-After"] = str(retry_after)
    return response


def _policy_in_parts(policy: Policy) -> dict[str, object]:
    """Return what is told before the form, which way in is preferred to it, what is promised, and what is asked."""
    terms = policy.terms
    return {
        "first": parts_of(policy, *FIRST),
        "preferred": preferred_way(policy),
        "answer": lines_of(terms.section(Section.PROMISES), only="first_answer"),
        "promised": parts_of(policy, *PROMISED),
        "asked": parts_of(policy, *ASKED),
    }


def _new_token(request: PortalRequest, policy: Policy, now: datetime) -> str:
    language = _language(request)
    return new_form(
        organisation=request.organisation.id,
        policy_version=policy.number,
        language=language,
        brand=request.organisation.brand,
        now=now,
    )


def _language(request: PortalRequest) -> str:
    spoken = get_language() or ""
    return spoken if spoken in request.organisation.languages else request.organisation.language
