"""What the finder's forms have in common: shared fields, files beside the texts, and nothing that is told before it is asked."""

from collections.abc import Mapping
from copy import deepcopy
from functools import lru_cache
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict

from meldpunt.doors.look import fields
from meldpunt.doors.look.attachments import Attached
from meldpunt.doors.look.posted import limits
from meldpunt.doors.portal import notices, words


class PlainForm(forms.Form):
    """A form without Django's own habits that we do not want."""

    use_required_attribute = False  # the browser's own bubble speaks the browser's language and is not read aloud well

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        initial: Mapping[str, Any] | None = None,
        offers: fields.Offers = (),
        without: tuple[str, ...] = (),
    ) -> None:
        """Take what was posted, or what to begin with; `offers` are the choices of this form, `without` the fields it lacks."""
        self.base_fields = _offered(type(self), offers, without)  # type: ignore[misc]  # what Django copies
        super().__init__(data, initial=initial)  # type: ignore[arg-type]  # a Mapping is all that Django needs

    @classmethod
    def fit(cls, kept: dict[str, forms.Field], offers: Mapping[str, tuple[str, ...]]) -> None:
        """Fit the words of fields to what is offered; asked once for all forms that offer the same."""

    def judge_files(self, attached: Attached) -> bool:
        """Add what is wrong with the files to what is wrong with the texts; tell whether nothing is."""
        valid = self.is_valid()
        for error in notices.about_files(attached, limits()):
            self.add_error("files", error)
        return valid and attached.fine

    @property
    def typed(self) -> dict[str, str]:
        """Return what was typed, the last of what came more than once."""
        return {name: self.data.get(name, "") for name in self.data}

    def leave_unjudged(self) -> None:
        """Say nothing about what was typed: it is shown as it stands."""
        self._errors, self.cleaned_data = ErrorDict(), {}

    def _clean_fields(self) -> None:
        """Check every field. Django draws each one for that, with its words in the reader's language: most forms are never shown."""
        for name, field in self.fields.items():
            try:
                self.cleaned_data[name] = field.clean(field.widget.value_from_datadict(self.data, self.files, name))
                if judge := getattr(self, f"clean_{name}", None):
                    self.cleaned_data[name] = judge()
            except ValidationError as problem:
                self.add_error(name, problem)

    def name_not_kept(self, attached: Attached) -> None:
        """Say which files could not wait for this form."""
        for error in words.skipped(attached.could_not_wait, limits()):
            self.add_error("files", error)


@lru_cache(maxsize=64)
def _offered(form: type[PlainForm], offers: fields.Offers, without: tuple[str, ...]) -> fields.Shared:
    """Return the fields of a form that offers these of its choices, and lacks some fields; a choice between one thing is no question."""
    kept: dict[str, forms.Field] = deepcopy(form.base_fields)
    for name, values in offers:
        choices = dict(kept[name].choices)  # type: ignore[attr-defined]  # a ChoiceField
        kept[name].choices = [(value, choices[value]) for value in values]  # type: ignore[attr-defined]  # as above
    form.fit(kept, dict(offers))
    unasked = {*without, *(name for name, values in offers if len(values) <= 1)}
    return fields.Shared({name: field for name, field in kept.items() if name not in unasked})
