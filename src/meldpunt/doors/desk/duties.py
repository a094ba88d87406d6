"""The duties by law of a case: the facts that were recorded, the stages they began, and what was submitted."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.timezone import localtime

from meldpunt.doors.desk import drafts
from meldpunt.doors.desk.answers import go_to, not_found, show
from meldpunt.doors.desk.duty_forms import FactForm, WithdrawForm
from meldpunt.doors.desk.duty_words import FACT_WORDS, FLAWS, STAGE_WORDS, shown
from meldpunt.doors.desk.guards import desk_page
from meldpunt.doors.desk.requests import DeskRequest
from meldpunt.doors.desk.words import SAID, word
from meldpunt.obligations.access import open_duties
from meldpunt.obligations.actions import record_fact, withdraw_fact, withdraw_submission
from meldpunt.obligations.rules.law import telling, unlifted
from meldpunt.obligations.terms.duties import DutyRefused, OpenedDuties, Recorded, RecordedFact, RecordedSubmission
from meldpunt.obligations.terms.law import Unlifted
from meldpunt.people.terms import Deed

SAID_OF = {Recorded.CHANGED: "fact", Recorded.NOTHING: "fact_nothing", Recorded.THERE: "fact_there"}
FACT_FIELDS = ("kind", "event", "day", "time", "until_day", "until_time", "reasons")
UNUSABLE = 422


@dataclass(frozen=True)
class Idle:
    """A fact that began and moved nothing: the one that counts instead of it, where there is one, and why it lifts nothing where it should."""

    fact: RecordedFact
    counts: RecordedFact | None
    unlifted: Unlifted | None


@desk_page(Deed.RECORD_DUTY, keeps=FACT_FIELDS)
def duties(request: DeskRequest, number: str) -> HttpResponse:
    """Show the duties of a case, or record a fact."""
    now = timezone.now()
    opened = open_duties(number=number, visitor=request.visitor, now=now)
    zone = request.organisation.zone
    if request.method == "POST":
        form = FactForm(request.POST, opened=opened, zone=zone)
        if form.is_valid():
            try:
                became = record_fact(number=number, new=form.fact(), by=request.visitor, now=now)
            except DutyRefused as refused:
                form.refuse(refused)
            else:
                return go_to("desk:duties", number=number, said=SAID_OF[became])
        return _show(request, opened, form)
    kept = drafts.restored(request, where=request.path, now=now)
    begun = {"day": f"{localtime(now):%Y-%m-%d}"}
    return _show(request, opened, FactForm(opened=opened, zone=zone, initial=begun | kept), restored=bool(kept))


@desk_page(Deed.RECORD_DUTY, keeps=("because",))
def recorded(request: DeskRequest, number: str, fact: UUID) -> HttpResponse:
    """Take a fact back, after asking why."""
    opened = open_duties(number=number, visitor=request.visitor, now=timezone.now())
    found = next((each for each in opened.facts if each.id == fact), None)
    what = word(FACT_WORDS, found.kind) if found else ""

    def take_back(because: str) -> None:
        withdraw_fact(number=number, fact=fact, because=because, by=request.visitor, now=timezone.now())

    return _take_back(request, number, found, what, take_back)


@desk_page(Deed.RECORD_DUTY, keeps=("because",))
def submitted(request: DeskRequest, number: str, submission: UUID) -> HttpResponse:
    """Take back that a stage was submitted, after asking why."""
    opened = open_duties(number=number, visitor=request.visitor, now=timezone.now())
    found = next((each for each in opened.submissions if each.id == submission), None)
    what = word(STAGE_WORDS, found.stage) if found else ""

    def take_back(because: str) -> None:
        withdraw_submission(
            number=number, submission=submission, because=because, by=request.visitor, now=timezone.now()
        )

    return _take_back(request, number, found, what, take_back)


def _take_back(
    request: DeskRequest,
    number: str,
    found: RecordedFact | RecordedSubmission | None,
    what: str,
    deed: Callable[[str], None],
) -> HttpResponse:
    if found is None:
        return not_found(request)
    if found.withdrawn is not None:
        return redirect("desk:duties", number=number)
    kept = drafts.restored(request, where=request.path, now=timezone.now()) if not request.POST else {}
    form = WithdrawForm(request.POST or None, initial=kept)
    if request.method == "POST" and form.is_valid():
        try:
            deed(form.cleaned_data["because"])
        except DutyRefused as refused:
            form.add_error("because", str(FLAWS[refused.flaw]))
        else:
            return go_to("desk:duties", number=number, said="taken_back")
    context = {"form": form, "number": number, "what": what, "found": found, "is_fact": isinstance(found, RecordedFact)}
    return show(request, "duty_withdraw", context, status=UNUSABLE if form.errors else 200)


def _show(request: DeskRequest, opened: OpenedDuties, form: FactForm, *, restored: bool = False) -> HttpResponse:
    now = timezone.now()
    begun = shown(opened.duties, now=now)
    events = sorted({each.event for each in opened.facts})
    said = request.GET.get("said", "") if request.method == "GET" else ""
    context = {
        "number": opened.number,
        "opened": opened,
        "facts": [(fact, unlifted(fact, opened.facts, opened.duties)) for fact in opened.facts],
        "form": form,
        "events": events,
        "several": len(events) > 1,
        "owed": [each for each in begun if each.owed],
        "over": [each for each in begun if not each.owed],
        "now": now,
        "restored": restored,
        "idle": _idle(opened) if said == SAID_OF[Recorded.NOTHING] else None,
        "said": word(SAID, said) if said in SAID else "",
    }
    return show(request, "duties", context, status=UNUSABLE if form.errors else 200)


def _idle(opened: OpenedDuties) -> Idle | None:
    """Return the fact that was recorded last, and the one of its kind and event that counts instead; None where it is gone."""
    standing = [fact for fact in opened.facts if fact.withdrawn is None]
    last = max(standing, key=lambda fact: fact.recorded_at, default=None)
    if last is None:
        return None
    others = [fact for fact in standing if fact is not last and fact.event == last.event]
    alike = [fact for fact in others if fact.kind in telling(last.kind)]
    counts = min(alike, key=lambda fact: fact.at, default=None)
    return Idle(last, counts, unlifted(last, opened.facts, opened.duties))
