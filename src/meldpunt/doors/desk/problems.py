"""Refusals of capabilities, said beside the field they are about."""

from django.forms import Form

from meldpunt.doors.desk.words import SETTING_PROBLEMS, WEAKNESSES, word
from meldpunt.people.terms import PasswordTooWeak, SettingsRefused


def add_weaknesses(form: Form, field: str, weak: PasswordTooWeak) -> None:
    """Say everything that is wrong with a password."""
    for reason in sorted(weak.reasons):
        form.add_error(field, word(WEAKNESSES, reason))


def add_setting_problem(form: Form, refused: SettingsRefused) -> None:
    """Say what is wrong with a setting, beside it."""
    form.add_error(refused.field if refused.field in form.fields else None, word(SETTING_PROBLEMS, refused.code))
