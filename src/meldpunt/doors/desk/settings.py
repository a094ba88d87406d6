"""What an organisation can set: name, languages, notices, and its look."""

from dataclasses import asdict

from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import urlencode

from meldpunt.doors.desk import drafts, posting
from meldpunt.doors.desk.answers import Context, go_to, show
from meldpunt.doors.desk.guards import desk_page
from meldpunt.doors.desk.problems import add_setting_problem
from meldpunt.doors.desk.requests import DeskRequest
from meldpunt.doors.desk.settings_forms import NO_SIGN, SettingsForm, ThemeForm
from meldpunt.doors.desk.words import DRIFTS, KEY_TROUBLES, PRIVACY_GAPS, SAID, SETTING_PROBLEMS, word
from meldpunt.doors.look.themes import stylesheet
from meldpunt.people.terms import Deed, FactorNeed, OrganisationFacts, Settings, SettingsRefused
from meldpunt.policy.actions import change_logo, change_settings, change_theme
from meldpunt.policy.queries import decided_look, key_standing, privacy_gaps, settings_drift
from meldpunt.policy.terms import Drift, PolicyDecides

DAYS = ("closed_days", "worked_days")
SETTINGS = (
    "name",
    "zone",
    "region",
    "mail_from",
    "notice_phrase",
    "finder_mail_enabled",
    "second_factor",
    "figures_public",
    "mail_in",
    "reroutes_alone",
    "tests_way_in",
    "tests_mail",
)


@desk_page(Deed.CHANGE_SETTINGS, keeps=("name", "notice_phrase", "mail_from", "mail_in"))
def settings(request: DeskRequest) -> HttpResponse:
    """Show and change the settings."""
    kept = drafts.restored(request, where=request.path, now=timezone.now()) if not request.POST else {}
    form = SettingsForm(request.POST or None, initial=_initial(request.visitor.organisation) | kept)
    if request.method == "POST" and form.is_valid():
        try:
            change_settings(
                settings=_settings(form, request.visitor.organisation), by=request.visitor, now=timezone.now()
            )
        except SettingsRefused as refused:
            add_setting_problem(form, refused)
        else:
            return go_to("desk:settings", said="settings")
    said = word(SAID, request.GET.get("said", ""))
    standing = key_standing(request.visitor.organisation.id, now=timezone.now())
    context = {
        "form": form,
        "said": said,
        "standing": standing,
        "troubles": [KEY_TROUBLES[each] for each in standing.troubles],
        "drifts": [_drift(each) for each in settings_drift(request.visitor.organisation, now=timezone.now())],
        "gaps": [PRIVACY_GAPS[each] for each in privacy_gaps(request.visitor.organisation.id, now=timezone.now())],
    }
    return show(request, "settings", context, status=422 if form.errors else 200)


@desk_page(Deed.CHANGE_SETTINGS)
def look(request: DeskRequest) -> HttpResponse:
    """Show, try and keep the look; trying shows a sample and keeps nothing."""
    theme = request.visitor.organisation.theme
    form = ThemeForm(request.POST or None, initial=asdict(theme))
    if request.method == "POST" and form.is_valid():
        theme = form.theme()
        if "try" not in request.POST:
            try:
                change_theme(theme=theme, by=request.visitor, now=timezone.now())
            except SettingsRefused as refused:
                add_setting_problem(form, refused)
            except PolicyDecides:
                return _show_look(
                    request, ThemeForm(None, initial=asdict(request.visitor.organisation.theme)), status=409
                )
            else:
                return go_to("desk:look", said="look")
    said = word(SAID, request.GET.get("said", ""))
    tried = urlencode(asdict(theme)) if "try" in request.POST and not form.errors else ""
    return _show_look(request, form, {"tried": tried, "said": said}, status=422 if form.errors else 200)


@desk_page(Deed.CHANGE_SETTINGS, page="desk:look", takes_files=True)
def logo(request: DeskRequest) -> HttpResponse:
    """Set the logo, or remove it."""
    by, removes = request.visitor, "remove" in request.POST
    form = ThemeForm(None, initial=asdict(by.organisation.theme))
    try:
        change_logo(content=None if removes else posting.content_of(request, by), by=by, now=timezone.now())
    except SettingsRefused as refused:
        return _show_look(request, form, {"logo_problem": word(SETTING_PROBLEMS, refused.code)}, status=422)
    except PolicyDecides:
        return _show_look(request, form, status=409)
    return go_to("desk:look", said="logo_removed" if removes else "logo")


@desk_page(Deed.CHANGE_SETTINGS)
def preview(request: DeskRequest) -> HttpResponse:
    """Answer with the stylesheet of a look that is being tried: the colours stand in the address."""
    form = ThemeForm(request.GET)
    theme = form.theme() if form.is_valid() else request.visitor.organisation.theme
    return HttpResponse(stylesheet(theme), content_type="text/css; charset=utf-8")


def _show_look(request: DeskRequest, form: ThemeForm, more: Context | None = None, *, status: int) -> HttpResponse:
    decided = decided_look(request.visitor.organisation.id, now=timezone.now())
    return show(request, "look", {"form": form, "decided": decided, **(more or {})}, status=status)


def _drift(drift: Drift) -> dict[str, object]:
    return {"label": DRIFTS[drift.key], "policy": ", ".join(drift.policy), "settings": ", ".join(drift.settings)}


def _initial(organisation: OrganisationFacts) -> dict[str, object]:
    languages = {"languages": list(organisation.languages), "first_language": organisation.language}
    days = {name: "\n".join(getattr(organisation, name)) for name in DAYS}
    sign = {"subaddress": organisation.subaddress or NO_SIGN}
    return languages | days | sign | {name: getattr(organisation, name) for name in SETTINGS}


def _settings(form: SettingsForm, organisation: OrganisationFacts) -> Settings:
    """Return what was filled in; the first language stands in front, and what a form leaves out asks no less than before."""
    data = dict(form.cleaned_data)
    first = data.pop("first_language")
    languages = (first, *(language for language in data.pop("languages") if language != first))
    data |= {name: tuple(data[name].split()) for name in DAYS}
    chosen = data["subaddress"] or organisation.subaddress or NO_SIGN
    data["subaddress"] = "" if chosen == NO_SIGN else chosen
    data["second_factor"] = FactorNeed(data["second_factor"] or organisation.second_factor)
    return Settings(languages=languages, **data)
