"""What is wrong with a field, in the desk's own words instead of the framework's."""

from typing import Any, Final

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from meldpunt.doors.desk.words import SETTING_PROBLEMS
from meldpunt.doors.look.texts import UNUSABLE

type Said = dict[str, str | Promise]

EVERY_FIELD: Final[Said] = {
    "required": SETTING_PROBLEMS["empty"],
    "max_length": SETTING_PROBLEMS["too long"],
    **UNUSABLE,
}
CHOICES: Final[Said] = {
    "required": _("Choose at least one of these."),
    "invalid_choice": _("Choose one of these."),
    "invalid_list": _("Choose one of these."),
}
BY_KIND: Final[tuple[tuple[type[forms.Field], Said], ...]] = (
    (forms.EmailField, {"invalid": SETTING_PROBLEMS["not an address"]}),
    (forms.RegexField, {"invalid": SETTING_PROBLEMS["not a colour"]}),
    (forms.ChoiceField, CHOICES),
)


class DeskForm(forms.Form):
    """A form of the desk. A field that says something of its own keeps it."""

    def __init__(self, data: MultiValueDict[str, str] | None = None, *, initial: dict[str, Any] | None = None) -> None:
        """Take what was sent, or what stands in the fields at first."""
        super().__init__(data, initial=initial)
        for field in self.fields.values():
            field.error_messages |= _words_for(field)  # type: ignore[arg-type]  # the stubs know only their own lazy text


def _words_for(field: forms.Field) -> Said:
    """Return the words for what can be wrong with this kind of field; its own validators say more where they have a limit."""
    said = dict(EVERY_FIELD)
    for kind, words in BY_KIND:
        if isinstance(field, kind):
            said |= words
    if getattr(field, "max_length", None) is None:
        del said["max_length"]
    return said
