"""The policy, edited at the desk: its file, what is wrong with it, how it will read in every language, and what changes."""

from dataclasses import dataclass, field

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import get_language_info, gettext, override

from meldpunt.doors.desk import drafts
from meldpunt.doors.desk.answers import go_to, show
from meldpunt.doors.desk.guards import desk_page
from meldpunt.doors.desk.requests import DeskRequest
from meldpunt.doors.desk.words import SAID, word
from meldpunt.doors.look.policies import Group, Part, changes_of, parts_of
from meldpunt.people.terms import Deed, HostTaken
from meldpunt.policy.actions import publish
from meldpunt.policy.queries import editable_text, newest_documents, try_out
from meldpunt.policy.rules.differences import Tried
from meldpunt.policy.terms import PolicyRefused, Problem, PublishedMeanwhile, SameAsBefore

OK, CONFLICT, UNUSABLE = 200, 409, 422


@dataclass(frozen=True)
class Told:
    """One problem in words: where, what is wrong, what to do."""

    line: int
    key: str
    what: str
    remedy: str


@dataclass(frozen=True)
class Reading:
    """How the policy reads in one language."""

    code: str
    name: str
    parts: list[Part]


@dataclass(frozen=True)
class Shown:
    """What stands beside the text: `number` is the newest version when the differences were reckoned, and None before that."""

    text: str
    problems: list[Told] = field(default_factory=list)
    notice: str = ""
    number: int | None = None
    changes: list[Group] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=list)


@desk_page(Deed.PUBLISH_POLICY, keeps=("text",))
def policy(request: DeskRequest) -> HttpResponse:
    """Show the file; try it and show what it would say and change; publish what was tried."""
    organisation, now = request.visitor.organisation, timezone.now()
    if request.method != "POST":
        kept = drafts.restored(where=request.path, by=request.visitor, now=now)
        said = word(SAID, request.GET.get("said", ""))
        return _show(request, Shown(kept.get("text") or editable_text(organisation)), said=said)
    text = request.POST.get("text", "").replace("\r\n", "\n")
    try:
        tried = try_out(organisation, content=text.encode(), by=request.visitor.actor, now=now)
    except PolicyRefused as refused:
        status = (
            OK if request.headers.get("HX-Request") else UNUSABLE
        )  # the script shows an answer only when all is well
        return _show(request, Shown(text, [_told(problem) for problem in refused.problems]), status=status)
    if "publish" not in request.POST:
        return _show(request, _tried(text, tried, organisation.languages))
    if request.POST.get("seen") != str(tried.number):
        notice = gettext("Somebody else published a version meanwhile. Look at the differences, then publish.")
        return _show(request, _tried(text, tried, organisation.languages, notice), status=CONFLICT)
    return _publish(request, text, tried)


def _publish(request: DeskRequest, text: str, tried: Tried) -> HttpResponse:
    organisation = request.visitor.organisation
    try:
        publish(
            organisation=organisation.id,
            content=text.encode(),
            files=newest_documents(organisation.id),
            after=tried.number,
            by=request.visitor.actor,
            now=timezone.now(),
        )
    except SameAsBefore:
        notice = gettext("This is what was published last. Nothing was done.")
    except (PublishedMeanwhile, HostTaken):
        notice = gettext("Somebody else was faster. Nothing was published: look at it once more.")
    else:
        return go_to("desk:policy", said="policy_published")
    return _show(request, _tried(text, tried, organisation.languages, notice), status=CONFLICT)


def _tried(text: str, tried: Tried, languages: tuple[str, ...], notice: str = "") -> Shown:
    readings = []
    for code in languages:
        with override(code):
            readings.append(Reading(code, get_language_info(code)["name_local"].capitalize(), parts_of(tried.policy)))
    return Shown(text, notice=notice, number=tried.number, changes=changes_of(tried.differences), readings=readings)


def _told(problem: Problem) -> Told:
    near = " " + gettext('Did you mean "%(near)s"?') % {"near": problem.near} if problem.near else ""
    return Told(
        problem.line,
        problem.key,
        gettext(problem.message) % problem.values,
        gettext(problem.remedy) % problem.values + near,
    )


def _show(request: DeskRequest, shown: Shown, *, said: str = "", status: int = 200) -> HttpResponse:
    return show(request, "policy", {"shown": shown, "said": said}, status=status)
