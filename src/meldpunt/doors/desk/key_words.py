"""What is said of an OpenPGP key of a person: why it is of no use, and where it came from."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from meldpunt.arrivals.terms import KeySource
from meldpunt.cases.terms import FinderKeyView
from meldpunt.people.rules.openpgp import grouped
from meldpunt.people.terms import KeyFlaw

_END: Final = 16

TROUBLE: Final[Mapping[KeyFlaw, str | Promise]] = {
    KeyFlaw.EXPIRED: _("The key has ended. Ask for a renewed one."),
    KeyFlaw.REVOKED: _("Its owner took the key back. Ask for another one."),
    KeyFlaw.WEAK: _("The key is of a kind that can be broken. Ask for a newer one."),
    KeyFlaw.CANNOT_ENCRYPT: _("Nothing can be encrypted to this key. Ask for one with a part for encryption."),
    KeyFlaw.UNREADABLE: _("This is no OpenPGP key, or not all of it. Take all lines, from BEGIN to END."),
    KeyFlaw.SEVERAL: _("There is more than one key in it. Give one."),
    KeyFlaw.TOO_LARGE: _("It is too large. Export the key without the signatures of others."),
    KeyFlaw.SECRET_GIVEN: _("This is a secret key. Give the public one, and tell its owner that they need a new one."),
}
"""Why mail is not encrypted to a key, and what to do."""

SOURCES: Final[Mapping[KeySource, str | Promise]] = {
    KeySource.SIGNED: _("A mail of the finder was signed with it, on"),
    KeySource.ATTACHED: _("It came as a file with a mail, on"),
    KeySource.AUTOCRYPT: _("The finder's mail program sent it along, on"),
    KeySource.TEXT: _("It stood in the text of a mail, on"),
    KeySource.GIVEN: _("The finder gave it in another way, on"),
}

ON_THE_PAGE: Final = _("The finder gave it on their own page, on")


def trouble(flaw: KeyFlaw) -> str:
    """Return why a key is of no use and what to do; what has no words of its own is no key that can be used."""
    return str(TROUBLE.get(flaw, TROUBLE[KeyFlaw.CANNOT_ENCRYPT]))


def source(key: FinderKeyView) -> str:
    """Return where a key came from, and who vouched for it when."""
    is_from_page = key.source is KeySource.GIVEN and not key.by
    came = f"{ON_THE_PAGE if is_from_page else SOURCES[key.source]} {_day(key.learned_at)}."
    if not key.in_use:
        return came
    if key.by:
        return f"{came} {_('Confirmed by %(name)s.') % {'name': key.by}}"
    return (
        f"{came} {_('It signed the report, so nobody had to confirm it.')}" if key.source is KeySource.SIGNED else came
    )


def last_groups(fingerprint: str) -> str:
    """Return the end of a fingerprint: enough to tell the keys of one case apart, and no more than that."""
    return grouped(fingerprint[-_END:])


def _day(moment: datetime) -> str:
    return date_format(localtime(moment), "j F Y")
