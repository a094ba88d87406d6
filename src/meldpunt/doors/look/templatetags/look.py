"""Tags for templates: addresses, languages, icons, typed texts, and moments in the reader's words and zone."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from functools import lru_cache
from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.forms import BoundField
from django.template.context import Context
from django.urls import get_script_prefix, reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import get_current_timezone, localtime
from django.utils.translation import get_language, get_language_info, gettext, ngettext

from meldpunt.doors.look import unseen
from meldpunt.doors.look.icons import OUTLINES
from meldpunt.doors.look.themes import theme_version
from meldpunt.people.terms import Theme

register = template.Library()

GROUP = 4
SOON_DAYS = 3


@dataclass(frozen=True)
class OfferedLanguage:
    """One language of the switch: `name` in that language itself, `address` of the link that chooses it."""

    code: str
    name: str
    current: bool
    address: str


@register.simple_tag
def page(name: str, *args: object, **kwargs: object) -> str:
    """Give the address of a page, under `/o/<slug>` when the visitor came in that way (Django's script prefix).

    `name` is a url's name ("portal:report") or, for a page of another door, its fixed path ("/report").
    """
    if name.startswith("/"):
        return get_script_prefix().removesuffix("/") + name
    return reverse(name, args=args, kwargs=kwargs)


@register.simple_tag(takes_context=True)
def languages_offered(context: Context) -> list[OfferedLanguage]:
    """List the organisation's languages, or all that Meldpunt speaks where there is no organisation."""
    organisation = getattr(context.get("request"), "organisation", None)
    spoken = [code for code, _ in settings.LANGUAGES]
    codes = [code for code in getattr(organisation, "languages", spoken) if code in spoken] or spoken
    chooser = page("public:language")
    return [
        OfferedLanguage(
            code=code,
            name=get_language_info(code)["name_local"].capitalize(),
            current=code == get_language(),
            address=f"{chooser}?{urlencode({'language': code, 'next': _path(context)})}",
        )
        for code in codes
    ]


@register.simple_tag(takes_context=True)
def theme_link(context: Context) -> str:
    """Link the organisation's own tokens, when it has set any; its version makes the address new after a change."""
    theme = getattr(getattr(context.get("request"), "organisation", None), "theme", None)
    if theme is None or theme == Theme():
        return ""
    return format_html('<link rel="stylesheet" href="{}?v={}">', page("public:theme"), theme_version(theme))


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw the icon called `name` (see icons.py); screen readers skip it, so say the thing in words as well."""
    return format_html('<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="{}"/></svg>', OUTLINES[name])


@register.simple_tag
def moment(when: datetime) -> SafeString:
    """Write a moment with its day, time and zone: "Saturday 21 November 2026, 22:45 CET"."""
    return _written(when.replace(second=0, microsecond=0), get_current_timezone(), get_language())


@register.simple_tag
def day(when: datetime | date) -> SafeString:
    """Write only the day of a moment: "Saturday 21 November 2026"."""
    local = localtime(when) if isinstance(when, datetime) else when
    return format_html('<time datetime="{}">{}</time>', f"{local:%Y-%m-%d}", _day_words(local))


@register.simple_tag
def due_badge(due: datetime | None, now: datetime) -> SafeString:
    """Show how far away a due moment is, in days of the reader's zone: late, today, soon (3 days) or later."""
    if due is None:
        return format_html('<span class="badge">{}</span>', gettext("no date"))
    days = (localtime(due).date() - localtime(now).date()).days
    urgency, words = _urgency(days, passed=due < now)
    return format_html(
        '<time class="badge {}" datetime="{}">{}</time>', urgency, localtime(due).isoformat(timespec="minutes"), words
    )


@register.simple_tag
def due_date(due: datetime, now: datetime) -> SafeString:
    """Show in a list when something is due: how far away that is, and the day and time, shorter than on a page of one case."""
    local = localtime(due)
    return format_html(
        '{} <time class="soft small whole" datetime="{}">{}</time>',
        due_badge(due, now),
        local.isoformat(timespec="minutes"),
        date_format(local, "j N Y H:i"),
    )


@register.filter
def exactly(text: str) -> SafeString:
    """Show a text that somebody typed so that every character survives, and those that cannot be seen are marked."""
    return unseen.exact(text)


@register.filter
def spelt(text: str) -> str:
    """Show a text in an attribute, with codes for what cannot be seen."""
    return unseen.spelt(text)


@register.filter
def unbroken(text: str) -> SafeString:
    """Show a case number or an address so that a line ends after a slash at most, and never at a hyphen."""
    return format_html_join(
        "", '<span class="whole">{}</span>', ((part,) for part in re.findall(r"(?:\w+://)?[^/]+/*|/+", text))
    )


@register.simple_tag
def unseen_note(text: str) -> str:
    """Say above a text how much in it cannot be seen; nothing when there is nothing."""
    signs, places = unseen.how_many(text)
    if not signs:
        return ""
    words = ngettext(
        "This text holds %(signs)d character that cannot be seen. Its code stands in a box.",
        "This text holds %(signs)d characters that cannot be seen. Their codes stand in boxes.",
        signs,
    )
    if places > unseen.MOST:
        words = gettext(
            "This text holds %(signs)d characters that cannot be seen. Only the first %(most)d places are marked: the order of "
            "what follows may not be what you see."
        )
    return format_html('<p class="help">{}</p>', words % {"signs": signs, "most": unseen.MOST})


@register.filter
def in_groups(code: str) -> Iterator[str]:
    """Cut an access code into groups of four, whether it came grouped or not."""
    bare = re.sub(r"[\s-]+", "", str(code))
    return (bare[start : start + GROUP] for start in range(0, len(bare), GROUP))


@register.simple_tag
def first_control(field: BoundField) -> str:
    """Give the id that a link to `field` should jump to: of a group, its first choice."""
    return field.id_for_label or f"{field.auto_id}_0"


def _path(context: Context) -> str:
    return getattr(context.get("request"), "path", "/")


@lru_cache(maxsize=256)
def _written(minute: datetime, zone: tzinfo, language: str | None) -> SafeString:  # noqa: ARG001 - what the words depend on
    """Write a minute; every receipt shows two, which hundreds of others show as well."""
    local = localtime(minute, zone)
    words = gettext("%(day)s, %(time)s") % {"day": _day_words(local), "time": f"{local:%H:%M} {local.tzname()}"}
    return format_html('<time datetime="{}">{}</time>', local.isoformat(timespec="minutes"), words)


def _day_words(when: datetime | date) -> str:
    return _named_day(when.date() if isinstance(when, datetime) else when, get_language())


@lru_cache(maxsize=256)
def _named_day(day: date, language: str | None) -> str:  # noqa: ARG001 - what the words depend on
    """Name a day; every receipt names two, and they are the same two for hours."""
    return date_format(day, "l j F Y")


def _urgency(days: int, *, passed: bool) -> tuple[str, str]:
    """Choose the badge's class and words; a moment passed earlier today is late by hours, not by days."""
    if days < 0:
        return "overdue", ngettext("%(days)d day late", "%(days)d days late", -days) % {"days": -days}
    if passed:
        return "overdue", gettext("late since today")
    if days == 0:
        return "today", gettext("today")
    if days == 1:
        return "soon", gettext("tomorrow")
    return "soon" if days <= SOON_DAYS else "later", ngettext("in %(days)d day", "in %(days)d days", days) % {
        "days": days
    }
