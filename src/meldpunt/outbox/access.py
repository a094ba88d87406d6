"""The one way to a letter's words: opened and written out only when it leaves."""

import json

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from meldpunt.outbox.models import Owed
from meldpunt.outbox.rules import as_dates, message_id, seal_info, split
from meldpunt.outbox.terms import Letter, ReadyLetter
from meldpunt.sealing.rules import bodies


def ready_letter(row: Owed) -> ReadyLetter:
    """Return the letter of a row, written out in its language. Raises CannotOpen when the row was tampered with."""
    info = seal_info(row=row.id, organisation=row.organisation, letter=Letter(row.letter))
    content = json.loads(bodies.open_under(settings.MELDPUNT_SECRETS.mail, bytes(row.sealed or b""), info))
    with translation.override(content["language"]):
        rendered = render_to_string(f"outbox/{row.letter}.txt", as_dates(content["facts"]))
    subject, body = split(rendered)
    sender = content["sender"] or settings.MELDPUNT.mail_from
    return ReadyLetter(
        message_id=message_id(row.id, secret=settings.MELDPUNT_SECRETS.mail, sender=sender),
        sender=sender,
        to=content["to"],
        subject=subject,
        body=body,
    )
