"""The check every new password passes."""

from collections.abc import Iterable
from functools import cache
from uuid import UUID

from django.contrib.auth.password_validation import CommonPasswordValidator

from meldpunt.people.queries import organisation_facts
from meldpunt.people.rules.passwords import weaknesses
from meldpunt.people.terms import PasswordTooWeak


def check_strength(password: str, *, organisation: UUID, about: Iterable[str]) -> None:
    """Refuse a password that is easily guessed; `about` is text about the member of this organisation. Raises PasswordTooWeak, NotThere."""
    facts = organisation_facts(organisation)
    found = weaknesses(password, about=(*about, facts.name, facts.host), common=_common_passwords())
    if found:
        raise PasswordTooWeak(found)


@cache
def _common_passwords() -> frozenset[str]:
    """Return the list of known passwords that Django carries."""
    return frozenset(CommonPasswordValidator().passwords)
