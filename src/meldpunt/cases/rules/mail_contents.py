"""What of a mail is the report or the message: texts that can be stored, names, and where its sender is reached."""

import re
from dataclasses import replace
from typing import Final

from meldpunt.arrivals.terms import Automatic, KeySource, LearnedKey, Mailbox, ReadMail
from meldpunt.policy.terms import ContactMode, IdentityMode
from meldpunt.reports.terms import CONTACT_LIMIT, NAME_LIMIT, TEXT_LIMIT, Contact, Identity, ReportContent

LONGEST_SUBJECT: Final = 1000
_REFERENCE: Final = re.compile(r"#\d{2,20}\b|\b[A-Z][A-Z0-9]{1,15}-\d[A-Z0-9-]{0,30}\b")
CUT: Final = "\n[...]"
"""Stands where a text was too long; all of it is in the mail as it came."""


def content_of(mail: ReadMail, *, said: str = "") -> ReportContent:
    """Return what a mail says as a report; `said` stands in the place of a text that nobody here can read."""
    return ReportContent(subject=storable(mail.subject, LONGEST_SUBJECT).strip(), what=words_of(mail) or said)


def content_of_platform(mail: ReadMail, platform: str) -> ReportContent:
    """Return what the notification of an outside platform says as a report, with what it is called there where the subject tells."""
    return replace(content_of(mail), platform=storable(platform, NAME_LIMIT), reference=reference_in(mail.subject))


def reference_in(subject: str) -> str:
    """Return the first thing in a subject that looks like the number of a report, such as #12345 or ACME-2026-7; empty where there is none."""
    found = _REFERENCE.search(subject[:LONGEST_SUBJECT])
    return found.group() if found else ""


def words_of(mail: ReadMail) -> str:
    """Return the sender's own words; where all of it was folded away as a quote, that."""
    return storable(mail.text if mail.text.strip() else mail.quoted, TEXT_LIMIT)


def sender_of(mail: ReadMail) -> tuple[Identity, Contact]:
    """Return who sent a mail and where an answer goes; nothing where it does not say."""
    if mail.sender is None or not mail.sender.address:
        return Identity(), Contact()
    name = storable(mail.sender.name, NAME_LIMIT).strip()
    identity = Identity(IdentityMode.NAME, name) if name else Identity(IdentityMode.PSEUDONYM)
    return identity, Contact(ContactMode.EMAIL, storable(mail.sender.address, CONTACT_LIMIT), notices=True)


def keys_of(mail: ReadMail) -> tuple[LearnedKey, ...]:
    """Return the keys that came with a mail; one that signed it is its sender's only where it names their address and signed all of it.

    Else it may be the key of a text that the sender quotes, and would lock them out of what is encrypted to it.
    """
    return tuple(key if _is_of_sender(key, mail) else replace(key, source=KeySource.ATTACHED) for key in mail.keys)


def _is_of_sender(key: LearnedKey, mail: ReadMail) -> bool:
    if key.source is not KeySource.SIGNED:
        return True
    return address_of(mail.sender).lower() in key.addresses and not mail.encryption.is_partly_signed


def address_of(box: Mailbox | None) -> str:
    """Return an address; empty for none."""
    return "" if box is None else box.address


def may_be_answered(mail: ReadMail) -> bool:
    """Tell whether a mail has a sender, and is of a person as far as it says (RFC 3834)."""
    return bool(address_of(mail.sender)) and mail.automatic is Automatic.NO and mail.bounce is None


def storable(text: str, longest: int) -> str:
    """Return a text without NUL and half characters (lone surrogates), and not longer than that."""
    clean = text.replace("\0", "\N{REPLACEMENT CHARACTER}").encode("utf-8", "replace").decode()
    return clean if len(clean) <= longest else clean[: longest - len(CUT)] + CUT
