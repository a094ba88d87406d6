"""The organisation that a first start makes, so that the whole way of a report can be tried at once."""

from datetime import datetime
from pathlib import Path
from typing import TextIO

from django.urls import reverse

from meldpunt.doors.console.handing_out import handing_out
from meldpunt.journal.actions import transaction
from meldpunt.journal.terms import OPERATOR
from meldpunt.people import queries
from meldpunt.people.actions import create_organisation

NAME = "Example organisation"
LANGUAGES = ("en", "nl")
EMAIL = "handler@example.org"
FIRST_START = (
    "This is a first start: an example organisation is made.\n"
    "To make your own, keep the secrets elsewhere (MELDPUNT_SECRETS_FILE), then: ./meldpunt init\n"
)


def make_when_empty(*, address: str, folder: Path, output: TextIO, now: datetime) -> bool:
    """Make the example when there is no organisation at all, and hand out its secrets; tell whether it was made.

    Raises NotHandedOut.
    """
    if queries.oldest_organisation() is not None:
        return False
    output.write(FIRST_START)
    with handing_out(output) as handing, transaction():
        keys = create_organisation(name=NAME, languages=LANGUAGES, handler_email=EMAIL, by=OPERATOR, now=now)
        link = address + reverse("desk:invitation", args=[keys.invitation_token])
        handing.give("Link for the first handler, to use once", link, file=folder / "first-handler-link.txt")
        handing.give("Recovery code, to keep on paper", keys.recovery_code, file=folder / "recovery-code.txt")
    return True
