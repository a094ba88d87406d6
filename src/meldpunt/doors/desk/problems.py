"""Refusals of capabilities, said beside the field they are about."""

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms import Form
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meldpunt.doors.desk.words import SETTING_PROBLEMS, WEAKNESSES, word
from meldpunt.people.terms import CodeRefused, CodesPaused, PasswordTooWeak, SettingsRefused

BUSY = "busy"


def add_busy(form: Form) -> None:
    """Say that too many passwords are being checked at this moment to look at this one."""
    text = _("Many passwords are being checked at this moment, so yours was not. Try again in a few seconds.")
    form.add_error(None, ValidationError(text, code=BUSY))


def is_busy(form: Form) -> bool:
    """Tell whether that was said."""
    return form.has_error(NON_FIELD_ERRORS, BUSY)


def add_code_problem(form: Form, refused: CodeRefused | CodesPaused) -> None:
    """Say that a code does not fit and what may be the matter, or for how long none of an app is looked at."""
    text = _("This code does not fit. Each code works once. Look whether the clock of your phone is right.")
    if isinstance(refused, CodesPaused):
        text = ngettext(
            "So many codes were wrong that we look at none of an app for %(minutes)d minute. A spare code works.",
            "So many codes were wrong that we look at none of an app for %(minutes)d minutes. A spare code works.",
            minutes := -(-refused.seconds // 60),
        ) % {"minutes": minutes}
    form.add_error("code", text)


def add_weaknesses(form: Form, field: str, weak: PasswordTooWeak) -> None:
    """Say everything that is wrong with a password."""
    for reason in sorted(weak.reasons):
        form.add_error(field, word(WEAKNESSES, reason))


def add_setting_problem(form: Form, refused: SettingsRefused) -> None:
    """Say what is wrong with a setting, beside it."""
    form.add_error(refused.field if refused.field in form.fields else None, word(SETTING_PROBLEMS, refused.code))
