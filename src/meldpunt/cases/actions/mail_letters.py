"""Letters by which we answer a mail by ourselves: the receipt of a report, our key, and what did not work. Never a word of its content."""

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from meldpunt.cases.actions.code_links import make_link
from meldpunt.cases.actions.letters import day_of
from meldpunt.cases.actions.mail_marks import address_to_answer, remember_letter
from meldpunt.cases.models import Thread
from meldpunt.cases.queries.addresses import page_of_finders, page_of_form, page_of_link, page_of_rules
from meldpunt.cases.rules.code_links import LINK_LIFE
from meldpunt.cases.terms import Receipt
from meldpunt.outbox.access import written_out
from meldpunt.outbox.actions import owe
from meldpunt.outbox.rules import MAX_FACT, check_address
from meldpunt.outbox.terms import AddressNotUsable, Enclosed, Enclosure, Letter, Words
from meldpunt.people.queries import openpgp_key
from meldpunt.people.rules.openpgp import armoured, grouped
from meldpunt.people.terms import KeyRefused, OrganisationFacts
from meldpunt.policy.queries import mail_comes_to
from meldpunt.policy.rules.showing.words import LANGUAGES, MATTERS
from meldpunt.policy.terms import Matter, OtherChannel

type Encrypt = Callable[[Words], Enclosed]
"""Encrypts the words of a letter to the finder; raises KeyRefused."""


def owe_mail_receipt(
    thread: Thread,
    receipt: Receipt,
    *,
    organisation: OrganisationFacts,
    to: str,
    version: int,
    answers: Sequence[str] = (),
    encrypt: Encrypt | None = None,
    now: datetime,
) -> UUID | None:
    """Owe whoever reported by mail the receipt, in the transaction of the intake; return the letter's id, None where `to` is no address.

    `organisation` is as the finder met it, under its brand; `version` that of the policy; `answers` are the Message-IDs of the mail. The access
    code stands in what `encrypt` makes; without it, or where it refuses the key, the letter has a link that shows the code once.
    """
    if not _is_usable(to):
        return None
    facts = _facts(receipt, organisation, version, now)
    enclosed = _with_code(Letter.MAIL_RECEIVED, facts, receipt, encrypt)
    if enclosed is None:
        facts |= _link(thread, receipt, organisation, now)
    letter = owe(
        organisation=organisation.id,
        to=to,
        letter=Letter.MAIL_RECEIVED,
        language=receipt.language,
        facts=facts,
        now=now,
        sender=organisation.mail_from,
        reply_to=address_to_answer(thread, organisation, now=now),
        references=answers,
        enclosed=enclosed,
    )
    remember_letter(thread, letter, organisation=organisation, now=now)
    return letter


def answer_with_key(
    *, organisation: OrganisationFacts, to: str, language: str, answers: Sequence[str], now: datetime
) -> UUID | None:
    """Owe whoever asked for it our OpenPGP key; return the letter's id, None where there is no key or no address."""
    key, fingerprint = _our_key(organisation)
    if key is None:
        return None
    facts = {"fingerprint": fingerprint}
    return _answer(Letter.KEY_SENT, organisation, to, _spoken(language, organisation), answers, now, facts, key)


def answer_unreadable(
    *, organisation: OrganisationFacts, to: str, language: str, answers: Sequence[str], now: datetime
) -> UUID | None:
    """Owe the sender of a mail that we cannot open word of that, with the form's address, and our key where there is one; return as above.

    What is encrypted seldom tells its language: then it is said in each that the organisation speaks.
    """
    key, fingerprint = _our_key(organisation)
    facts = {"fingerprint": fingerprint}
    spoken = language if language in LANGUAGES else " ".join(organisation.languages)
    return _answer(Letter.MAIL_UNREADABLE, organisation, to, spoken, answers, now, facts, key)


def answer_rerouted(
    *,
    organisation: OrganisationFacts,
    to: str,
    language: str,
    answers: Sequence[str],
    matter: Matter,
    channel: OtherChannel,
    now: datetime,
) -> UUID | None:
    """Owe whoever wrote about something else the right place for it, from the policy; return as above."""
    ways = {"mail": channel.mail, "phone": channel.phone, "page": channel.page}
    facts = {name: way if way and len(way) <= MAX_FACT else "" for name, way in ways.items()}
    spoken = _spoken(language, organisation)
    facts["matter"] = MATTERS[matter][spoken]
    return _answer(Letter.REROUTED, organisation, to, spoken, answers, now, facts, None)


def _answer(
    letter: Letter,
    organisation: OrganisationFacts,
    to: str,
    language: str,
    answers: Sequence[str],
    now: datetime,
    facts: dict[str, str],
    enclosed: Enclosed | None,
) -> UUID | None:
    if not _is_usable(to):
        return None
    return owe(
        organisation=organisation.id,
        to=to,
        letter=letter,
        language=language,
        facts={"organisation": organisation.name, "link": page_of_form(organisation), **facts},
        now=now,
        sender=organisation.mail_from,
        reply_to=mail_comes_to(organisation, now=now),
        references=answers,
        enclosed=enclosed,
    )


def _facts(receipt: Receipt, organisation: OrganisationFacts, version: int, now: datetime) -> dict[str, str]:
    """Return what a receipt says, without the way to the code; a day that is over is promised to nobody."""
    due_at = receipt.due_at if receipt.due_at and receipt.due_at >= now else None
    return {
        "organisation": organisation.name,
        "number": receipt.number,
        "link": page_of_finders(organisation),
        "due": day_of(due_at, organisation),
        "version": str(version),
        "policy": page_of_rules(organisation, version),
        "once": "",
        "until": "",
    }


def _with_code(letter: Letter, facts: dict[str, str], receipt: Receipt, encrypt: Encrypt | None) -> Enclosed | None:
    """Return the letter with the access code, encrypted; None where that cannot be."""
    if encrypt is None:
        return None
    try:
        return encrypt(written_out(letter=letter, language=receipt.language, facts=facts, code=receipt.code))
    except KeyRefused:
        return None


def _link(thread: Thread, receipt: Receipt, organisation: OrganisationFacts, now: datetime) -> dict[str, str]:
    token = make_link(thread, receipt, now=now)
    return {
        "once": page_of_link(organisation, token, language=receipt.language),
        "until": (now + LINK_LIFE).isoformat(),
    }


def _our_key(organisation: OrganisationFacts) -> tuple[Enclosed | None, str]:
    key = openpgp_key(organisation.id)
    if key is None:
        return None, ""
    return Enclosed(Enclosure.KEY, armoured(key.certificate).encode()), grouped(key.fingerprint)


def _spoken(language: str, organisation: OrganisationFacts) -> str:
    """Return the language of a mail, or the organisation's first one where it was not recognised."""
    return language if language in LANGUAGES else organisation.languages[0]


def _is_usable(address: str) -> bool:
    try:
        check_address(address)
    except AddressNotUsable:
        return False
    return True
