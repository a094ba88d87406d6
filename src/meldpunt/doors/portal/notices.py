"""What a page says on top when something went otherwise than the finder meant: what happened, and what to do now."""

from dataclasses import dataclass

import structlog
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from meldpunt.cases.terms import OpenedThread
from meldpunt.doors.look.attachments import Attached
from meldpunt.doors.look.posted import Limits
from meldpunt.doors.look.texts import Words
from meldpunt.doors.portal import words

HOUR = 3600
MINUTE = 60
log = structlog.get_logger("meldpunt.portal")


@dataclass(frozen=True)
class Notice:
    """A notice: `tone` is a class of the look (empty, success, warn or danger)."""

    heading: Words
    text: Words
    tone: str = "warn"


FORM_UNKNOWN = Notice(
    _("Please send the form once more"),
    _(
        "This form was not handed out by this page, or it was changed on the way. Nothing was saved yet. All that you typed is still here. "
        "Tick the rules again if you agree with them as they stand here."
    ),
)
FORM_EXPIRED = Notice(
    _("Please send the form once more"),
    _("The form had been open for more than a day. Nothing was saved yet. All that you typed is still here."),
)
FORM_USED = Notice(
    _("This form was sent before, with other content"),
    _(
        "We received that first report, and gave a receipt with an access code for it. To add something to it, use that code. "
        "To send what stands here as a second report, press the button once more."
    ),
)
POLICY_CHANGED = Notice(
    _("Our policy changed while you were writing"),
    _(
        "What stands here was not saved yet. Read below what changed. If you agree, tick the rules again and press the button once more."
    ),
)
OTHER_DETAILS = Notice(
    _("We ask for other details now"),
    _(
        "This page did not show what we ask for now, so nothing was changed. What you left before stays as it is. "
        "Look at the page once more."
    ),
)
NO_DETAILS = Notice(
    _("We do not ask for your details any more"),
    _("Nothing was changed: this page did not show that yet."),
)
GIVES_UP = Notice(
    _("This deletes something you left before"),
    _(
        "Nothing was changed yet. We may hold a name or address of yours that we do not ask for any more, and that you cannot fill in "
        "here again. If you save this, it is deleted for good. If that is what you want, press the button once more."
    ),
)
INTAKE_STOPPED = Notice(
    _("We cannot take reports at the moment"),
    _("We must check our own keys first. Nothing was saved. Keep your text somewhere safe and try again later today."),
    "danger",
)
CANNOT_STORE = Notice(
    _("We could not save your report just now"),
    _(
        "The fault is on our side. Nothing was saved. What you typed is still here: wait a few minutes and press the button once more."
    ),
    "danger",
)
CANNOT_CHANGE = Notice(
    _("We could not save this just now"),
    _(
        "The fault is on our side. Nothing was changed. What you typed is still here: wait a few minutes and press the button once more."
    ),
    "danger",
)
CANNOT_SHOW = Notice(
    _("We could not show your code just now"),
    _("The fault is on our side. The link was not used up: wait a few minutes and press the button once more."),
    "danger",
)
SESSION_OVER = Notice(
    _("Please enter your access code again"),
    _(
        "Your page was closed because nothing happened for a while, or because you left it. Nothing that you sent is lost."
    ),
)
NOT_STORABLE = _("This text holds a character that we cannot keep exactly, or it is too long.")
NOTHING_SAID = _("Write something, or add a file.")
FILES_GONE = _("The files that you added earlier are no longer here. Add them again if they belong to this.")


def too_many(seconds: int) -> Notice:
    """Say that it is too much for now, and when to try again."""
    return Notice(
        gettext("There were too many messages from your connection"),
        gettext("Nothing is lost: what you typed is still here. Try again in %(span)s.") % {"span": span(seconds)},
    )


def too_many_codes(seconds: int) -> Notice:
    """Say that too many wrong codes were typed, and when to try again."""
    return Notice(
        gettext("Too many wrong codes from your connection"),
        gettext("Look at your receipt and try again in %(span)s. Your page is still there.") % {"span": span(seconds)},
    )


def too_many_links(seconds: int) -> Notice:
    """Say that too many links that do not work were opened, and when to try again."""
    return Notice(
        gettext("Too many wrong links from your connection"),
        gettext("Try again in %(span)s. A link that was not used still works then.") % {"span": span(seconds)},
    )


def span(seconds: int) -> str:
    """Say how long that is, in whole minutes or hours, rounded up."""
    if seconds < HOUR:
        minutes = max(1, -(-seconds // MINUTE))
        return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
    hours = -(-seconds // HOUR)
    return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}


def about_files(attached: Attached, limits: Limits) -> list[str]:
    """Say what happened to files that were not kept."""
    return [*([str(FILES_GONE)] if attached.gone else []), *words.skipped(attached.skipped, limits)]


def limits_in_words(limits: Limits) -> str:
    """Say how much may be attached."""
    return (
        gettext("Any kind of file, up to %(file)d MB each and %(total)d MB together, at most %(count)d files.")
        % limits.in_words()
    )


def log_damaged(thread: OpenedThread) -> None:
    """Tell the operator that a file cannot be opened and why, not which."""
    for file in [*thread.files, *(file for message in thread.messages for file in message.files)]:
        if file.trouble:
            log.error("cannot open a file", kind=file.trouble)


def log_trouble(problem: Exception) -> None:
    """Tell the operator what kind of trouble it was, without its words."""
    log.error("cannot store", kind=type(problem).__name__)
