"""Refusals of capabilities, said beside the field they are about."""

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms import Form
from django.utils.translation import gettext as _

from meldpunt.doors.desk.words import SETTING_PROBLEMS, WEAKNESSES, word
from meldpunt.people.terms import PasswordTooWeak, SettingsRefused

BUSY = "busy"


def add_busy(form: Form) -> None:
    """Say that too many passwords are being checked at this moment to look at this one."""
    text = _("Many passwords are being checked at this moment, so yours was not. Try again in a few seconds.")
    form.add_error(None, ValidationError(text, code=BUSY))


def is_busy(form: Form) -> bool:
    """Tell whether that was said."""
    return form.has_error(NON_FIELD_ERRORS, BUSY)


def add_weaknesses(form: Form, field: str, weak: PasswordTooWeak) -> None:
    """Say everything that is wrong with a password."""
    for reason in sorted(weak.reasons):
        form.add_error(field, word(WEAKNESSES, reason))


def add_setting_problem(form: Form, refused: SettingsRefused) -> None:
    """Say what is wrong with a setting, beside it."""
    form.add_error(refused.field if refused.field in form.fields else None, word(SETTING_PROBLEMS, refused.code))
