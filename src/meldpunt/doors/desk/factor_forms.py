"""The forms of the second factor."""

from django import forms
from django.utils.translation import gettext_lazy as _

from meldpunt.doors.desk.forms import NewPasswordForm, password_field
from meldpunt.doors.desk.wording import DeskForm

LONGEST_CODE = 200


def code_field(*, autofocus: bool = False) -> forms.CharField:
    """Return the field for a code of the app."""
    typed = {"class": "code short", "autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}
    return forms.CharField(
        label=_("Code of your app"),
        max_length=LONGEST_CODE,
        widget=forms.TextInput(attrs=typed | ({"autofocus": True} if autofocus else {})),
    )


def spare_code_field(*, autofocus: bool = False) -> forms.CharField:
    """Return the field for a spare code."""
    typed = {"class": "code", "autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}
    return forms.CharField(
        label=_("Spare code"),
        max_length=LONGEST_CODE,
        widget=forms.TextInput(attrs=typed | ({"autofocus": True} if autofocus else {})),
    )


class CodeForm(DeskForm):
    """The code, after the password."""

    code = code_field(autofocus=True)


class SpareCodeForm(DeskForm):
    """A spare code, after the password."""

    code = spare_code_field(autofocus=True)


class SetUpForm(DeskForm):
    """What confirms that the app took the secret over, and that it is the member who asks."""

    code = code_field()
    password = password_field(_("Your password"), "current-password")


class PasswordAndCodeForm(DeskForm):
    """Both, to change what signs in."""

    password = password_field(_("Your password"), "current-password")
    code = forms.CharField(
        label=_("Code of your app, or a spare code"),
        max_length=LONGEST_CODE,
        widget=forms.TextInput(attrs={"class": "code", "autocomplete": "one-time-code", "spellcheck": "false"}),
    )


class ResetWithCodeForm(NewPasswordForm):
    """A password chosen behind a link, by somebody with a second factor."""

    spare_code = spare_code_field()
    field_order = ("spare_code", "password")
