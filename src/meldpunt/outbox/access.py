"""The one way to a letter's words: opened and written out only when it leaves."""

import json
from base64 import b64decode
from collections.abc import Mapping
from typing import Final

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from meldpunt.outbox.models import Owed
from meldpunt.outbox.rules import ANSWERED_ALONE, as_dates, check_facts, message_id, returns_to, seal_info, split
from meldpunt.outbox.terms import Enclosed, Enclosure, Letter, ReadyLetter, Words
from meldpunt.sealing.rules import bodies

BETWEEN: Final = "\n* * *\n\n"
"""Stands between the languages of a letter that is said in several."""
NOTHING_TOLD: Final = "[...]"
"""The subject of an encrypted letter that is about no case (RFC 9788, 5.2)."""


def ready_letter(row: Owed) -> ReadyLetter:
    """Return the letter of a row, written out in its language. Raises CannotOpen when the row was tampered with.

    What was encrypted takes the place of the words, and the subject is the number of the case alone.
    """
    letter = Letter(row.letter)
    info = seal_info(row=row.id, organisation=row.organisation, letter=letter)
    content = json.loads(bodies.open_under(settings.MELDPUNT_SECRETS.mail, bytes(row.sealed or b""), info))
    facts, enclosed, reply_to = content["facts"], _enclosed(content), content.get("reply_to", "")
    if enclosed is not None and enclosed.kind is Enclosure.CIPHERTEXT:
        words = Words(facts.get("number") or NOTHING_TOLD, "")
    else:
        words = _written(letter, content["language"], facts)
    sender = content["sender"] or settings.MELDPUNT.mail_from
    return ReadyLetter(
        message_id=message_id(row.id, secret=settings.MELDPUNT_SECRETS.mail, sender=sender),
        sender=sender,
        to=content["to"],
        subject=words.subject,
        body=words.body,
        reply_to=reply_to,
        references=tuple(content.get("references", ())),
        enclosed=enclosed,
        returns_to=returns_to(letter, sender=sender, reply_to=reply_to),
        is_reply=letter in ANSWERED_ALONE,
        key=b64decode(content.get("key", "")),
    )


def written_out(*, letter: Letter, language: str, facts: Mapping[str, str], code: str = "") -> Words:
    """Return the words of a letter for who encrypts them to a finder; only there may an access code stand. Raises FactsDoNotFit."""
    check_facts(letter, facts)
    return _written(letter, language, {**facts, "code": code})


def _written(letter: Letter, language: str, facts: Mapping[str, str]) -> Words:
    said = [_in_language(letter, each, facts) for each in language.split()]
    return Words(" / ".join(words.subject for words in said), BETWEEN.join(words.body for words in said))


def _in_language(letter: Letter, language: str, facts: Mapping[str, str]) -> Words:
    with translation.override(language):
        return Words(*split(render_to_string(f"outbox/{letter.value}.txt", as_dates(facts))))


def _enclosed(content: Mapping[str, Mapping[str, str]]) -> Enclosed | None:
    kept = content.get("enclosed")
    return Enclosed(Enclosure(kept["kind"]), b64decode(kept["content"])) if kept else None
