"""Pages and redirects as every view of the desk gives them."""

from collections.abc import Mapping

from django.conf import settings
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from meldpunt.caseload.queries import mail_room_count
from meldpunt.doors.desk.channel_words import LIGHTS, TROUBLES, UNTESTED, is_known
from meldpunt.doors.desk.problems import is_busy
from meldpunt.people.rules.permissions import may
from meldpunt.people.rules.sessions import IDLE_LIMIT
from meldpunt.people.terms import Deed, Visitor
from meldpunt.upkeep.queries import light_of
from meldpunt.upkeep.terms import Level

type Context = Mapping[str, object]

TOO_MANY = 429
BUSY_SECONDS = 5
"""When to try again a password that was not looked at."""

UNDER = {
    "queue": (
        "queue",
        "message",
        "case",
        "case_close",
        "card",
        "enter",
        "entered",
        "erase_finder",
        "finder_key",
        "duties",
        "duty",
        "duty_withdraw",
        "mail_came_back",
        "mail_not_back",
        "withhold",
        "withhold_end",
    ),
    "due": ("due",),
    "mail": ("mail_room", "mail_entry", "mail_settled"),
    "channel": ("channel",),
    "figures": ("figures",),
    "people": ("people", "absences", "invite", "role", "remove", "readmit", "clear_factor"),
    "keys": ("keys", "rotation", "recovery_code", "resume_intake"),
    "journal": ("journal",),
    "policy": ("policy", "policy_files", "policy_fields", "policy_section", "proposal"),
    "settings": ("settings", "look", "laws", "laws_out"),
    "account": (
        "account",
        "own_key",
        "password",
        "second_factor",
        "spare_codes",
        "remove_factor",
        "feed",
        "feed_revoke",
    ),
}
"""Which pages stand under which entry of the bar."""


def show(request: HttpRequest, template: str, context: Context | None = None, *, status: int = 200) -> HttpResponse:
    """Answer with a page of the desk: `template` without its folder and ending."""
    visitor: Visitor | None = getattr(request, "visitor", None)
    around: dict[str, object] = {
        "visitor": visitor,
        "nav": next((nav for nav, pages in UNDER.items() if template in pages), ""),
    }
    if visitor is not None:
        around["may"] = {deed.value for deed in Deed if may(visitor.role, deed)}
        around["channel"] = _channel(visitor)
        around["sends_mail"] = sends_mail()
        around["waiting_mail"] = mail_room_count(visitor=visitor) if may(visitor.role, Deed.READ_QUEUE) else 0
        around["idle_seconds"] = int(IDLE_LIMIT.total_seconds()) if visitor.unlocked else None
    return render(request, f"desk/{template}.html", {**around, **(context or {})}, status=status)


def _channel(visitor: Visitor) -> dict[str, object]:
    """Return the light of the bar: how the way in is, in words."""
    light = light_of(visitor.organisation, now=timezone.now())
    worst = light.signs[0].trouble if light.level is Level.RED else None
    return {
        "level": light.level if is_known(light) else "unknown",
        "words": LIGHTS[light.level] if is_known(light) else UNTESTED,
        "worst": TROUBLES[worst] if worst else "",
    }


def show_form(request: HttpRequest, template: str, form: Form, context: Context | None = None) -> HttpResponse:
    """Answer with a form, with all that was typed but the passwords: 422 when something is wrong, 429 when it must come later."""
    busy = is_busy(form)
    status = TOO_MANY if busy else 422 if form.errors else 200
    answer = show(request, template, {"form": form, **(context or {})}, status=status)
    if busy:
        answer.headers["Retry-After"] = str(BUSY_SECONDS)
    return answer


def sends_mail() -> bool:
    """Tell whether this installation has a mail server, so that letters leave."""
    return settings.MELDPUNT.smtp_host is not None


def go_to(page: str, *, said: str = "", anchor: str = "", **at: object) -> HttpResponse:
    """Answer a POST: look at `page`, where `said` names the sentence that tells what was done."""
    address = reverse(page, kwargs=at)
    query = f"?{urlencode({'said': said})}" if said else ""
    return HttpResponse(status=303, headers={"Location": address + query + (f"#{anchor}" if anchor else "")})


def refused(request: HttpRequest) -> HttpResponse:
    """Say that this role may not do this, whatever it was asked of."""
    return show(request, "refused", status=403)


def not_found(request: HttpRequest) -> HttpResponse:
    """Say that there is nothing here, or nothing of yours: the same page."""
    return show(request, "not_found", status=404)


def not_admitted(request: HttpRequest) -> HttpResponse:
    """Say that this member holds no key of the organisation yet, and what to do about it."""
    return show(request, "not_admitted", status=403)


def substituted(request: HttpRequest) -> HttpResponse:
    """Say that the stored key is not the one this member holds: nothing was done with it."""
    return show(request, "substituted", status=409)


def moment_please(request: HttpRequest, here: str) -> HttpResponse:
    """Follow a link from elsewhere once more, from here, so that the browser sends the strict cookie along."""
    return show(request, "moment", {"here": here})


def not_kept(request: HttpRequest, here: str, typed: str) -> HttpResponse:
    """Give back what was typed where the desk is locked and it is too much to keep: to copy, before going on to where it was typed."""
    return show(request, "not_kept", {"here": here, "typed": typed}, status=413)
