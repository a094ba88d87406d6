"""The kinds of field that the finder's forms are made of.

Django copies every field of a form, with its widget, its words and its checks, for every form that is made: that took as long as
sealing the report. These fields share what no form changes.
"""

from collections.abc import Iterable
from copy import copy
from typing import Any, Self

from django import forms
from django.utils.translation import gettext_lazy as _

from meldpunt.doors.look.texts import UNUSABLE, at_most
from meldpunt.doors.portal.words import Words
from meldpunt.reports.terms import TEXT_LIMIT


class Text(forms.CharField):
    """A text."""

    def __deepcopy__(self, _memo: object) -> Self:
        """Be another field for another form, with the same widget."""
        return copy(self)


class Choice(forms.ChoiceField):
    """A choice that begins somewhere: never marked as optional, and no choice at all is fine too."""

    def __deepcopy__(self, _memo: object) -> Self:
        """Be another field with a widget of its own, because a form may offer other choices."""
        copied = copy(self)
        copied.widget = copy(self.widget)
        return copied

    def validate(self, value: str) -> None:
        """Refuse only what was not offered."""
        if value:
            super().validate(value)


class Files(forms.FileInput):
    """A field for several files; what it brings is read elsewhere, while it streams in."""

    allow_multiple_selected = True


def text(label: Words, help_text: Words = "", *, missing: Words = "", rows: int = 0, limit: int = TEXT_LIMIT) -> Text:
    """Make a text field, a required one where `missing` says what to do when it is empty.

    No `maxlength` in the page, because a browser then cuts off what is pasted without a word.
    """
    attributes: dict[str, Any] = {"dir": "auto", "autocomplete": "off"}
    widget: forms.Widget = forms.Textarea({**attributes, "rows": rows}) if rows else forms.TextInput(attributes)
    return Text(
        label=label,  # type: ignore[arg-type]  # the stubs know lazy texts by a name of their own
        help_text=help_text,  # type: ignore[arg-type]  # as above
        required=bool(missing),
        strip=False,
        widget=widget,
        error_messages={**UNUSABLE, "required": missing},  # type: ignore[dict-item]  # as above
        validators=[at_most(limit)],
    )


def choice(
    label: Words, choices: Iterable[tuple[str, Words]], help_text: Words = "", *, radio: bool = True
) -> forms.ChoiceField:
    """Make a choice: all in sight, or folded into a list."""
    offered = tuple(choices)
    widget = forms.RadioSelect() if radio else forms.Select()
    return Choice(
        label=label,  # type: ignore[arg-type]  # as above
        choices=lambda: offered,  # a list would be copied, word by word, for every form
        help_text=help_text,  # type: ignore[arg-type]  # as above
        widget=widget,
    )


def scrub(choices: Iterable[tuple[str, Words]]) -> forms.ChoiceField:
    """Make the offer to clean images."""
    return choice(
        _("Remove place and device data from my images?"),
        choices,
        _(
            "Photos often hold where and with which device they were made. The picture itself does not change. Other files, such as videos and "
            "documents, stay as they are."
        ),
    )


def files() -> forms.Field:
    """Make the field for files; the form that has it says how much may be attached."""
    return forms.Field(label=_("Files"), required=False, widget=Files({"multiple": True}))


def offer(form_fields: dict[str, forms.Field], name: str, choices: list[tuple[str, Any]]) -> None:
    """Offer these choices; a choice between one thing is no question."""
    if len(choices) > 1:
        form_fields[name].choices = choices  # type: ignore[attr-defined]  # a ChoiceField
    else:
        del form_fields[name]
