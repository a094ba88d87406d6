"""What we say to a finder, encrypted to their OpenPGP key and signed with the organisation's, where the server has that.

Done before the transaction that sends it: the key is judged, and what is wrong with one was told on the page before. But for the receipt of a
mail, which has the number of its case in it: that is one letter, and only a small key is used for it.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from django.conf import settings
from django.utils import translation
from django.utils.translation import ngettext

from meldpunt.arrivals.terms import KeySource, LearnedKey
from meldpunt.cases.access.finder_keys import key_in_use
from meldpunt.cases.actions.letters import facts_for_finder, kept_address
from meldpunt.cases.models import Thread
from meldpunt.cases.rules.finder_keys import learned_facts
from meldpunt.outbox.access import written_out
from meldpunt.outbox.terms import Enclosed, Enclosure, Letter, Words
from meldpunt.people.access import openpgp_secret
from meldpunt.people.actions.own_keys import encrypter
from meldpunt.people.queries import openpgp_key, organisation_facts
from meldpunt.people.rules.openpgp import is_over
from meldpunt.people.terms import ClearMail, KeyRefused, NoKey, OrganisationFacts
from meldpunt.sealing.terms import SealingError

NOTHING: Final[Mapping[str, str]] = {}
MOST_AT_ONCE: Final = 32 * 1024
"""Bytes of a key to which a receipt is encrypted: a few milliseconds; who has a larger one gets a link."""


def encrypted_answer(
    thread: Thread,
    text: str,
    *,
    number: str,
    now: datetime,
    files: int = 0,
    told_as: Letter = Letter.ANSWER,
    new: Mapping[str, str] = NOTHING,
) -> Enclosed | None:
    """Return an answer as it leaves by mail, with the words of a letter below it; None where the finder is not mailed, has no key in use, or one of no use by now."""
    organisation = organisation_facts(thread.case.organisation_id)
    address = kept_address(thread) if organisation.finder_mail_enabled else None
    key = key_in_use(thread.pk) if address else None
    if address is None or key is None:
        return None
    facts = {**facts_for_finder(thread, organisation, told_as, number), **new}
    words = written_out(letter=told_as, language=thread.finder_language, facts=facts)
    body = f"{text.rstrip()}\n\n{_about_files(files, thread.finder_language)}-- \n{words.body}"
    try:
        return enclose(
            Words(words.subject, body),
            outer_subject=number,
            certificate=key.certificate,
            to=address,
            organisation=organisation,
            now=now,
        )
    except KeyRefused:
        return None


def enclose(
    words: Words, *, outer_subject: str, certificate: bytes, to: str, organisation: OrganisationFacts, now: datetime
) -> Enclosed:
    """Return the words of a letter encrypted to a key. Raises KeyRefused."""
    mail = ClearMail(
        sender=organisation.mail_from or settings.MELDPUNT.mail_from,
        to=to,
        subject=words.subject,
        text=words.body,
        outer_subject=outer_subject,
    )
    return Enclosed(
        Enclosure.CIPHERTEXT, encrypter().encrypt(mail, to=certificate, signer=_signer(organisation, now), now=now)
    )


def usable_certificate(keys: Sequence[LearnedKey], *, now: datetime) -> bytes | None:
    """Return the key that signed a mail, if whoever read that found nothing against it, and it is small enough to be used within a transaction."""
    signed = (key for key in keys if key.source is KeySource.SIGNED and learned_facts(key, now).flaw(now) is None)
    return next((key.certificate for key in signed if len(key.certificate) <= MOST_AT_ONCE), None)


def _signer(organisation: OrganisationFacts, now: datetime) -> bytes | None:
    """Return the secret part of the organisation's key, if the server has it and it has not ended."""
    key = openpgp_key(organisation.id)
    if key is None or not key.signs or is_over(key.expires_at, now):
        return None
    try:
        return openpgp_secret(organisation.id)
    except (NoKey, SealingError):
        return None


def _about_files(files: int, language: str) -> str:
    if not files:
        return ""
    with translation.override(language):
        said = ngettext(
            "With this answer comes %(count)s file. It stands on the page below, behind your access code.",
            "With this answer come %(count)s files. They stand on the page below, behind your access code.",
            files,
        )
    return f"{said % {'count': files}}\n\n"
