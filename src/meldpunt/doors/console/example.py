"""The organisation that a first start makes, so that the whole way of a report can be tried at once."""

from datetime import datetime
from pathlib import Path
from typing import TextIO

from django.urls import reverse

from meldpunt.doors.console.handing_out import hand_out
from meldpunt.journal.terms import OPERATOR
from meldpunt.people import queries
from meldpunt.people.actions import create_organisation

NAME = "Example organisation"
LANGUAGES = ("en", "nl")
EMAIL = "handler@example.org"


def make_when_empty(*, address: str, folder: Path, output: TextIO, now: datetime) -> bool:
    """Make the example when there is no organisation at all, and hand out its secrets; tell whether it was made."""
    if queries.oldest_organisation() is not None:
        return False
    keys = create_organisation(name=NAME, languages=LANGUAGES, handler_email=EMAIL, by=OPERATOR, now=now)
    link = address + reverse("desk:invitation", args=[keys.invitation_token])
    output.write("This is a first start: an example organisation was made. To make your own: ./meldpunt init\n")
    hand_out("Link for the first handler, to use once", link, file=folder / "first-handler-link.txt", output=output)
    hand_out("Recovery code, to keep on paper", keys.recovery_code, file=folder / "recovery-code.txt", output=output)
    return True
