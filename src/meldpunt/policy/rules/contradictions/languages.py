"""Texts of the organisation's own are there in every language the policy is read in."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from meldpunt.policy.rules.file.words import Complaint, Path
from meldpunt.policy.rules.file.words import mark as _
from meldpunt.policy.terms import Both, PolicyText

_ADD = _('Add %(language)s = "..." here, or take the language out of organisation.languages.')


def every_text_in_every_language(policy: PolicyText) -> Iterator[Complaint]:
    """No page is half in another language."""
    if not policy.organisation.languages:
        yield Complaint(
            ("organisation", "languages"),
            _("There is no language."),
            _('Write languages = ["nl", "en"], or one of them.'),
        )
    for path, text in _texts(policy, ()):
        for language in policy.organisation.languages:
            if language.value not in text.given():
                yield Complaint(
                    path, _("The text in the language %(language)s is missing."), _ADD, {"language": language.value}
                )


def _texts(value: object, path: Path) -> Iterator[tuple[Path, Both]]:
    """Yield every text in two languages, wherever it stands."""
    if isinstance(value, Both):
        yield path, value
    elif isinstance(value, tuple):
        for number, each in enumerate(value):
            yield from _texts(each, (*path, number))
    elif is_dataclass(value):
        for each in fields(value):
            yield from _texts(getattr(value, each.name), (*path, each.name))
