"""The kinds of field that the forms of a report are made of.

Django copies every field of a form, with its widget, its words and its checks, for every form that is made: that took as long as
sealing the report. No form here changes a field, so that forms which offer the same share theirs.
"""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from meldpunt.doors.look.texts import UNUSABLE, Words, at_most
from meldpunt.reports.terms import TEXT_LIMIT

type Offers = tuple[tuple[str, tuple[str, ...]], ...]  # a field's name, and the values to choose from


class Shared(dict[str, forms.Field]):
    """The fields of a form, by name; a form takes them as they are."""

    def __deepcopy__(self, _memo: object) -> dict[str, forms.Field]:
        """Be the same fields in a form of their own."""
        return dict(self)


class Choice(forms.ChoiceField):
    """A choice that begins somewhere: never marked as optional, and no choice at all is fine too."""

    default_error_messages = {"invalid_choice": _("What was chosen here is not offered. Choose one of these.")}

    def validate(self, value: str) -> None:
        """Refuse only what was not offered."""
        if value:
            super().validate(value)


class Files(forms.FileInput):
    """A field for several files; what it brings is read elsewhere, while it streams in."""

    allow_multiple_selected = True


def text(
    label: Words, help_text: Words = "", *, missing: Words = "", rows: int = 0, limit: int = TEXT_LIMIT
) -> forms.CharField:
    """Make a text field, a required one where `missing` says what to do when it is empty.

    No `maxlength` in the page, because a browser then cuts off what is pasted without a word.
    """
    attributes: dict[str, Any] = {
        "dir": "auto",
        "autocomplete": "off",
        **({"aria-required": "true"} if missing else {}),
    }
    widget: forms.Widget = forms.Textarea({**attributes, "rows": rows}) if rows else forms.TextInput(attributes)
    return forms.CharField(
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
    widget = forms.RadioSelect() if radio else forms.Select()
    return Choice(
        label=label,  # type: ignore[arg-type]  # as above
        choices=tuple(choices),
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


def files(help_text: Words) -> forms.Field:
    """Make the field for files."""
    return forms.Field(
        label=_("Files"),
        required=False,
        widget=Files({"multiple": True}),
        help_text=help_text,  # type: ignore[arg-type]  # as above
    )


def need(field: forms.Field, *, missing: Words) -> None:
    """Make a field one that must be filled in; `missing` says what to do when it is empty."""
    field.required = True
    field.error_messages["required"] = missing  # type: ignore[assignment]  # as above
    field.widget.attrs["aria-required"] = "true"
