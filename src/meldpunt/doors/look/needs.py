"""What a policy makes a finder fill in, in words: beside where it is and what was found, a name, an address, both or neither."""

from collections.abc import Collection
from typing import Final

from django.utils.functional import Promise as Later
from django.utils.text import get_text_list
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from meldpunt.policy.terms import ContactMode, IdentityMode, PolicyTerms

type Modes = frozenset[str]

NAMES: Final[dict[Modes, str | Later]] = {
    frozenset({IdentityMode.PSEUDONYM}): _("a pseudonym"),
    frozenset({IdentityMode.NAME}): _("your name"),
    frozenset({IdentityMode.PSEUDONYM, IdentityMode.NAME}): _("a name or pseudonym"),
}
ADDRESSES: Final[dict[Modes, str | Later]] = {
    frozenset({ContactMode.EMAIL}): _("an e-mail address"),
    frozenset({ContactMode.PHONE}): _("a phone number"),
    frozenset({ContactMode.EMAIL, ContactMode.PHONE}): _("an e-mail address or phone number"),
}


def needed_in_words(terms: PolicyTerms) -> str:
    """Return all that a report needs, as a list in a sentence; empty where that is only where it is and what was found."""
    person = needed_of_person(terms)
    return _listed([gettext("where it is"), gettext("what you found"), *person]) if person else ""


def needed_of_person_in_words(terms: PolicyTerms) -> str:
    """Return what a finder must tell of themselves, as a list in a sentence; empty where that is nothing."""
    return _listed(needed_of_person(terms))


def needed_of_person(terms: PolicyTerms) -> list[str]:
    """Return what a finder must tell of themselves."""
    asked = (
        (NAMES, terms.identity_modes, IdentityMode.ANONYMOUS),
        (ADDRESSES, terms.contact_modes, ContactMode.NONE),
    )
    return [str(words[frozenset(modes)]) for words, modes, without in asked if without not in modes]


def takes_address(terms: PolicyTerms) -> bool:
    """Tell whether a finder may leave an address at all."""
    return bool(set(terms.contact_modes) - {ContactMode.NONE})


def _listed(words: Collection[str]) -> str:
    return get_text_list(list(words), pgettext("the last of a list", "and"))
