"""Plain words for what the capabilities name: topics, kinds, states, promises. One word for one thing, in both languages."""

from collections.abc import Iterable

from django.conf import settings
from django.utils.translation import get_language_info, gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from meldpunt.arrivals.terms import Channel
from meldpunt.cases.terms import ClosingReason, FinderStatus, MessageKind
from meldpunt.doors.look.posted import Limits, Skipped, SkipReason
from meldpunt.policy.terms import ContactMode, IdentityMode
from meldpunt.reports.rules.kinds import KINDS
from meldpunt.reports.terms import ReportContent, Topic

SHOWN_NAMES = 5
SHOWN_LENGTH = 60

TOPICS = {
    Topic.WEAKNESS: _("A weakness: something that could be misused"),
    Topic.LEAK: _("Leaked data: information that others can see, and should not"),
    Topic.ABUSE: _("Abuse: a break-in, an attempt, or a system that is being misused"),
}

IDENTITIES = {
    IdentityMode.ANONYMOUS: _("I would rather not say"),
    IdentityMode.PSEUDONYM: _("A pseudonym"),
    IdentityMode.NAME: _("My name"),
}

ZONES = {
    "Europe/Amsterdam": _("Amsterdam"),
    "UTC": _("UTC"),
    "Europe/London": _("London"),
    "Europe/Istanbul": _("Istanbul"),
    "Asia/Kolkata": _("Kolkata"),
    "Asia/Singapore": _("Singapore"),
    "Asia/Tokyo": _("Tokyo"),
    "Australia/Sydney": _("Sydney"),
    "America/New_York": _("New York"),
    "America/Chicago": _("Chicago"),
    "America/Los_Angeles": _("Los Angeles"),
    "America/Sao_Paulo": _("São Paulo"),
}

CONTACTS = {
    ContactMode.NONE: _("Only through the page behind my access code"),
    ContactMode.EMAIL: _("Also by e-mail"),
    ContactMode.PHONE: _("Also by phone"),
}

LANGUAGES = {code: get_language_info(code)["name_local"].capitalize() for code, _name in settings.LANGUAGES}

UNLESS_NAMED, ALWAYS, NEVER = "anonymous", "always", "never"
SCRUB = {
    UNLESS_NAMED: _("Yes, unless I give my own name"),
    ALWAYS: _("Yes, always"),
    NEVER: _("No, keep my files exactly as they are"),
}

STATUSES = {
    FinderStatus.RECEIVED: _("We received your report."),
    FinderStatus.BEING_READ: _("We are looking into your report."),
    FinderStatus.QUESTION_FOR_YOU: _("We have a question for you."),
    FinderStatus.CONFIRMED: _("We confirmed what you reported."),
    FinderStatus.BEING_SOLVED: _("We are working on a solution."),
    FinderStatus.POSTPONED: _("We will take this up later."),
    FinderStatus.DECLINED: _("We do not think that this is a problem we can solve. You can add what we missed."),
    FinderStatus.CLOSED_SOLVED: _("It is solved, and your report is closed."),
    FinderStatus.CLOSED_DECLINED: _("We closed your report without a solution. Our reason stands in the conversation."),
    FinderStatus.CLOSED_OTHER: _("Your report is closed."),
}

REASONS = {
    ClosingReason.SOLVED: pgettext_lazy("why closed", "The problem was solved."),
    ClosingReason.NOT_VALID: pgettext_lazy("why closed", "We could not find the problem, or it causes no harm."),
    ClosingReason.NOT_OURS: pgettext_lazy("why closed", "The problem is in a system that is not ours."),
    ClosingReason.ALREADY_KNOWN: pgettext_lazy("why closed", "We knew about the problem already."),
    ClosingReason.ACCEPTED_RISK: pgettext_lazy("why closed", "We know the risk and decided to leave it as it is."),
    ClosingReason.NO_ANSWER: pgettext_lazy("why closed", "We asked something and heard nothing more."),
    ClosingReason.SALES_PITCH: pgettext_lazy("why closed", "It was an offer, and this page is not meant for that."),
}

NOT_SHOWN = {
    Channel.TELEPHONE: _("They were not shown to you: you reported by telephone."),
    Channel.MAIL: _("They were not shown to you: you reported by mail."),
    Channel.LETTER: _("They were not shown to you: you reported by letter."),
    Channel.IN_PERSON: _("They were not shown to you: you told us in person."),
    Channel.PLATFORM: _("They were not shown to you: you reported over an outside platform."),
}
"""Why a finder was not shown the rules."""

MESSAGES = {
    MessageKind.ANSWER: pgettext_lazy("kind of message", "Answer"),
    MessageKind.ASK: pgettext_lazy("kind of message", "Question"),
    MessageKind.DECLINE: pgettext_lazy("kind of message", "Decision"),
}

STILL_OPEN = {
    "": _("I do not know"),
    "yes": _("Yes, the data can still be seen"),
    "no": _("No, not any more"),
}

PARTS = {
    "topic": pgettext_lazy("part of a report", "About"),
    "subject": pgettext_lazy("part of a report", "Subject"),
    "whose": pgettext_lazy("part of a report", "Whose data"),
    "how_many": pgettext_lazy("part of a report", "Of how many people"),
    "still_open": pgettext_lazy("part of a report", "Still open"),
    "where": pgettext_lazy("part of a report", "Where"),
    "what": pgettext_lazy("part of a report", "What"),
    "steps": pgettext_lazy("part of a report", "Steps"),
    "when": pgettext_lazy("part of a report", "When"),
    "kind": pgettext_lazy("part of a report", "Kind"),
    "impact": pgettext_lazy("part of a report", "What could happen"),
    "beyond": pgettext_lazy("part of a report", "Beyond the rules"),
    "platform": pgettext_lazy("part of a report", "Platform"),
    "reference": pgettext_lazy("part of a report", "Reference there"),
}


def not_shown(channel: str) -> str:
    """Say that the rules were not shown to a finder, and why."""
    return str(NOT_SHOWN.get(channel, _("They were not shown to you.")))  # type: ignore[call-overload]  # a string of the enum is its member


def report_parts(report: ReportContent) -> list[tuple[str, str]]:
    """Return what a report says, each part under its name; choices in words."""
    texts = report.texts() | {"topic": str(TOPICS[report.topic])}
    if report.kind:
        texts["kind"] = next((gettext(kind.label) for kind in KINDS if kind.id == report.kind), report.kind)
    if report.still_open:
        texts["still_open"] = str(STILL_OPEN.get(report.still_open, report.still_open))
    return [(str(PARTS[name]), text) for name, text in texts.items()]


def skipped(files: Iterable[Skipped], limits: Limits) -> list[str]:
    """Say which files were not kept, why, and what to do."""
    by_reason: dict[SkipReason, list[str]] = {}
    for file in files:
        by_reason.setdefault(file.reason, []).append(_short(file.name))
    return [_skipped(reason, names, limits) for reason, names in by_reason.items()]


def names(files: Iterable[Skipped]) -> str:
    """Return the names of files, short, and of many only the first."""
    return _joined([_short(file.name) for file in files])


def tells_of_place(names: Iterable[str]) -> str:
    """Say which images could not be cleaned, and what to do."""
    return gettext(
        "%(names)s: from this we cannot remove place and device data. Take it out and add it again as JPEG or PNG, or tick the box "
        "to send it as it is."
    ) % {"names": _joined([_short(name) for name in names])}


def _skipped(reason: SkipReason, names: list[str], limits: Limits) -> str:
    sentence = {
        SkipReason.TOO_LARGE: gettext(
            "%(names)s: larger than %(file)d MB. Send it in smaller parts, or describe what is in it."
        ),
        SkipReason.TOTAL_TOO_LARGE: gettext(
            "%(names)s: all files together are larger than %(total)d MB. You can add more later, with your access code."
        ),
        SkipReason.TOO_MANY: gettext(
            "%(names)s: more than %(count)d files. Put them together in one archive, or add more later with your access code."
        ),
        SkipReason.CANNOT_WAIT: gettext(
            "%(names)s: we could not keep it while the form is not sent, because so many files from your connection wait already. "
            "Add it again when you send the form."
        ),
        SkipReason.NO_ROOM: gettext("%(names)s: we could not store it at the moment. Try it again in a few minutes."),
    }[reason]
    return sentence % {"names": _joined(names), **limits.in_words()}


def _joined(names: list[str]) -> str:
    shown, more = ", ".join(names[:SHOWN_NAMES]), len(names) - SHOWN_NAMES
    if more <= 0:
        return shown
    return ngettext("%(names)s and %(more)d other", "%(names)s and %(more)d others", more) % {
        "names": shown,
        "more": more,
    }


def _short(name: str) -> str:
    return name if len(name) <= SHOWN_LENGTH else f"{name[: SHOWN_LENGTH - 13]}…{name[-12:]}"
