"""The words in which a form asks for a name and an address, as the policy offers them and needs them."""

from typing import Final

from django import forms
from django.utils.translation import gettext_lazy as _

from meldpunt.doors.look import fields
from meldpunt.doors.look.texts import Words
from meldpunt.policy.terms import ContactMode, IdentityMode

type Modes = frozenset[str]
type Asked = tuple[Words, Words]  # a label, and what to say where it is missing

NAMED: Final[Modes] = frozenset({IdentityMode.PSEUDONYM, IdentityMode.NAME})
REACHED: Final[Modes] = frozenset({ContactMode.EMAIL, ContactMode.PHONE})

NAME: Final[dict[Modes, Asked]] = {
    frozenset({IdentityMode.PSEUDONYM}): (
        _("Pseudonym"),
        _("This organisation asks for a pseudonym. Type one here."),
    ),
    frozenset({IdentityMode.NAME}): (
        _("Your name"),
        _("This organisation asks for your name. Type it here."),
    ),
    NAMED: (
        _("Name or pseudonym"),
        _("This organisation asks for a name or pseudonym. Type it here."),
    ),
}
CONTACT: Final[dict[Modes, Asked]] = {
    frozenset({ContactMode.EMAIL}): (
        _("E-mail address"),
        _("This organisation asks for an e-mail address. Type it here."),
    ),
    frozenset({ContactMode.PHONE}): (
        _("Phone number"),
        _("This organisation asks for a phone number. Type it here."),
    ),
    REACHED: (
        _("E-mail address or phone number"),
        _("This organisation asks for an address or number. Type it here."),
    ),
}


def fit_name(kept: dict[str, forms.Field], offered: Modes) -> None:
    """Ask for a name in the words of what may be given."""
    if not offered & NAMED:
        return
    field = kept["name"]
    field.label, missing = NAME[offered & NAMED]  # type: ignore[assignment]  # the stubs know lazy texts by a name of their own
    if IdentityMode.ANONYMOUS in offered:
        field.error_messages["required"] = _("Type it here, or choose to say nothing.")
        return
    fields.need(field, missing=missing)
    field.help_text = _("This organisation asks for it.")
    kept["who"].help_text = _("We treat every report the same, under a name or a pseudonym.")


def fit_contact(kept: dict[str, forms.Field], offered: Modes) -> None:
    """Ask for an address in the words of what may be given."""
    if not offered & REACHED:
        return
    field = kept["contact"]
    field.label, missing = CONTACT[offered & REACHED]  # type: ignore[assignment]  # as above
    if ContactMode.NONE in offered:
        field.error_messages["required"] = _("Type it here, or choose to use only the page behind your access code.")
        return
    fields.need(field, missing=missing)
    field.help_text = _("This organisation asks for it, so that it can reach you.")
    kept["reach"].help_text = _("You can always talk with us on the page behind your access code too.")
