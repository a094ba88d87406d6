"""What a letter needs, when it is tried again, and how a rendered letter becomes subject and body.

Invariants: no letter takes a fact that could hold content; every fact is one line; the back-off grows, and after
five days a letter that was tried often enough is given up.
"""

import hmac
import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from email.utils import parseaddr
from typing import Any, Final
from uuid import UUID

from meldpunt.outbox.terms import AddressNotUsable, Enclosed, Enclosure, EnclosureNotUsable, FactsDoNotFit, Letter
from meldpunt.sealing.rules.derivation import derive
from meldpunt.sealing.terms import joined

type Content = dict[str, Any]
"""What is sealed of a letter."""

_TO_MEMBERS: Final = frozenset({"organisation", "phrase"})
_WITH_LINK: Final = frozenset({"organisation", "link", "until"})
_TO_FINDER: Final = frozenset({"organisation", "number", "link"})
_TO_SENDER: Final = frozenset({"organisation", "link"})
_TO_OPERATOR: Final = frozenset({"organisation", "trouble", "since"})

FACTS: Final[Mapping[Letter, frozenset[str]]] = {
    Letter.NEW_REPORT: _TO_MEMBERS | {"number", "due"},
    Letter.FINDER_WROTE: _TO_MEMBERS | {"number"},
    Letter.INVITATION: _WITH_LINK,
    Letter.PASSWORD_RESET: _WITH_LINK,
    Letter.KEYS_CHANGED: _TO_MEMBERS | {"member"},
    Letter.MEMBER_READMITTED: _TO_MEMBERS | {"member", "lead"},
    Letter.INTAKE_STOPPED: _TO_MEMBERS,
    Letter.MAIL_WAITS: _TO_MEMBERS,
    Letter.FACTOR_CHANGED: _TO_MEMBERS | {"member"},
    Letter.FACTOR_CLEARED: _TO_MEMBERS | {"member"},
    Letter.CODES_REFUSED: _TO_MEMBERS | {"member"},
    Letter.KEYS_WITHHELD: _TO_MEMBERS,
    Letter.POLICY_APPROVED: _TO_MEMBERS,
    Letter.POLICY_PROPOSED: _TO_MEMBERS,
    Letter.POLICY_SENT_BACK: _TO_MEMBERS,
    Letter.PROMISES_DUE: _TO_MEMBERS | {"soon", "late"},
    Letter.REVIEWS_DUE: _TO_MEMBERS | {"soon", "late"},
    Letter.DUTIES_DUE: _TO_MEMBERS | {"begun", "soon", "late", "ended"},
    Letter.RECEIVED: _TO_FINDER | {"due"},
    Letter.NEWS: _TO_FINDER | {"status", "asked", "fix_by", "answers"},
    Letter.CLOSED: _TO_FINDER | {"reason"},
    Letter.MAIL_RECEIVED: _TO_FINDER | {"due", "version", "policy", "once", "until"},
    Letter.MAIL_UNREADABLE: _TO_SENDER | {"fingerprint"},
    Letter.KEY_SENT: _TO_SENDER | {"fingerprint"},
    Letter.REROUTED: _TO_SENDER | {"matter", "mail", "phone", "page"},
    Letter.ANSWER: _TO_FINDER | {"asked"},
    Letter.NEW_CODE: _TO_FINDER | {"once", "until"},
    Letter.CHANNEL_DEAD: _TO_OPERATOR,
    Letter.CHANNEL_WELL: _TO_OPERATOR,
    Letter.CHANNEL_TEST: frozenset({"organisation", "word"}),
}
"""What each letter says. `due` is an ISO date or empty, `until` and `since` are ISO moments; `trouble` is a word of upkeep, `word` that of a canary; `begun`, `soon`, `late` and `ended` are numbers; a `link` never holds an access code.

Of a case: `status` is "confirmed", "accepted" or "postponed", `asked` is "1" where we ask something, `answers` "1" where an answer to the letter comes in here, `fix_by` an ISO date, and `reason` "solved"; all may
be empty. Of a mail that came in: `version` is the number of the policy and `policy` its page, `once` the link that is used once, `fingerprint` that of our
key or empty, `matter` the policy's word for what it is about, and `mail`, `phone` and `page` are where to go with that, or empty."""

NEED_SMTP: Final = frozenset(letter for letter in Letter if "link" in FACTS[letter])
"""The letters that go to a finder or carry a link to use once: never written as files, except in a trial."""

ANSWERED_ALONE: Final = frozenset({Letter.MAIL_RECEIVED, Letter.MAIL_UNREADABLE, Letter.KEY_SENT, Letter.REROUTED})
"""The letters by which this program answers a mail by itself (RFC 3834)."""

RETURN_NOWHERE: Final = ANSWERED_ALONE - {Letter.MAIL_RECEIVED}
"""Answers to an address that nobody vouched for: whoever cannot get one must not be able to send it back (RFC 3834, 3.3)."""

NEWS: Final = frozenset({"status", "asked", "fix_by"})
"""Facts that are gathered: a letter that waits for what else happens says all of them, of one kind the newest."""

DATES: Final = frozenset({"due", "until", "since", "fix_by"})
MAX_FACT: Final = 300
MAX_ADDRESS: Final = 254

LEASE: Final = timedelta(minutes=10)
GIVE_UP_AFTER: Final = timedelta(days=5)
KEEP_DONE: Final = timedelta(days=30)
HOLD_BACK: Final = timedelta(days=30)
WAITS: Final = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=4),
    timedelta(hours=12),
)

_ADDRESS: Final = re.compile(r"[^@\s<>,;:\"\\()\[\]]{1,64}@[^@\s<>,;:\"\\()\[\]]{1,189}")
_MESSAGE_ID: Final = re.compile(r"<[!-;=?-~]{1,250}>")
MAX_REFERENCES: Final = 20

_DOMAIN: Final = re.compile(r"[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63}){0,9}")
_ARMOUR: Final = {Enclosure.CIPHERTEXT: b"PGP MESSAGE", Enclosure.KEY: b"PGP PUBLIC KEY BLOCK"}
_MAX_LINE: Final = 900


def may_lie_open(letter: Letter, *, trial: bool) -> bool:
    """Tell whether a letter may be written to a folder in clear; what opens something or names a finder only in a `trial`."""
    return trial or letter not in NEED_SMTP


def check_facts(letter: Letter, facts: Mapping[str, str]) -> None:
    """Refuse facts that are not exactly what the letter needs. Raises FactsDoNotFit, never with a value in it."""
    if facts.keys() != FACTS[letter]:
        message = f"{letter.value} needs {', '.join(sorted(FACTS[letter]))}"
        raise FactsDoNotFit(message)
    for name, value in facts.items():
        if len(value) > MAX_FACT or not is_one_line(value):
            raise FactsDoNotFit(name)
        if name in DATES and value:
            _check_date(name, value)


def gathered(waiting: Content, fresh: Content) -> Content | None:
    """Return what a letter that waits says together with a fresh one; None where they are about something else."""

    def apart(content: Content) -> Content:
        return {**content, "facts": {name: fact for name, fact in content["facts"].items() if name not in NEWS}}

    if apart(waiting) != apart(fresh):
        return None
    new = {name: fact for name, fact in fresh["facts"].items() if name in NEWS and fact}
    return {**waiting, "facts": {**waiting["facts"], **new}}


def check_address(address: str) -> None:
    """Refuse what could break out of a header or is no address. Raises AddressNotUsable."""
    is_word = "=?" in address  # an encoded word (RFC 2047) could hold a whole list of addresses
    if is_word or len(address) > MAX_ADDRESS or not is_one_line(address) or not _ADDRESS.fullmatch(address):
        raise AddressNotUsable


def check_enclosed(enclosed: Enclosed) -> None:
    """Refuse what is not one piece of ASCII armour of its kind, so that nothing in clear leaves as if it were encrypted. Raises EnclosureNotUsable."""
    kind, lines = _ARMOUR[enclosed.kind], enclosed.content.strip().splitlines() or [b""]
    ends = (lines[0].rstrip(), lines[-1].rstrip()) == (b"-----BEGIN " + kind + b"-----", b"-----END " + kind + b"-----")
    if not ends or not enclosed.content.isascii() or b"\0" in enclosed.content or max(map(len, lines)) > _MAX_LINE:
        raise EnclosureNotUsable


def usable_references(message_ids: Iterable[str]) -> tuple[str, ...]:
    """Return the Message-IDs, oldest first, that can stand in a header (RFC 5322, 3.6.4): the first one and the newest, never one that breaks it."""
    usable = tuple(f"<{one.strip().strip('<>')}>" for one in message_ids)
    usable = tuple(dict.fromkeys(one for one in usable if _MESSAGE_ID.fullmatch(one)))
    return usable if len(usable) <= MAX_REFERENCES else (usable[0], *usable[1 - MAX_REFERENCES :])


def returns_to(letter: Letter, *, sender: str, reply_to: str) -> str | None:
    """Return where it is told that a letter was not delivered: None for the sender, empty for nowhere.

    An address to answer to that names the case is told so too, where it is in the sender's own domain: others may not send in its name.
    """
    if letter in RETURN_NOWHERE:
        return ""
    domain = parseaddr(sender)[1].rpartition("@")[2].lower()
    return reply_to if reply_to and reply_to.rpartition("@")[2].lower() == domain else None


def is_one_line(text: str) -> bool:
    """Tell whether a text has no line breaks or other control signs."""
    return not any(unicodedata.category(sign) in {"Cc", "Cs", "Zl", "Zp"} for sign in text)


def as_dates(facts: Mapping[str, str]) -> dict[str, str | date | None]:
    """Return the facts with the dates among them as dates and moments, for the template to write out."""
    return {name: _as_date(value) if name in DATES else value for name, value in facts.items()}


def split(rendered: str) -> tuple[str, str]:
    """Return subject and body of a rendered letter, whose first line is `Subject: ...`."""
    first, _, rest = rendered.partition("\n")
    subject = " ".join(first.removeprefix("Subject:").split())
    return subject, re.sub(r"\n{3,}", "\n\n", rest).strip() + "\n"


def next_try(*, tries: int, owed_at: datetime, now: datetime) -> datetime | None:
    """Return when a letter that failed `tries` times is tried again, or None when it is given up."""
    if now - owed_at >= GIVE_UP_AFTER and tries >= len(WAITS):
        return None
    return now + WAITS[min(max(tries, 1), len(WAITS)) - 1]


def seal_info(*, row: UUID, organisation: UUID, letter: Letter) -> bytes:
    """Say which letter a sealed row is."""
    return joined(b"meldpunt letter owed", row.bytes, organisation.bytes, letter.encode())


def message_id(row: UUID, *, secret: bytes, sender: str) -> str:
    """Return the Message-ID of a letter, the same on every try.

    Made with the server's mail secret: mail servers log it beside the address, and the rows stay for a month, so the
    row's own id would tell a thief of both who was written to. It ends as the sender's address does: filters mistrust others.
    Its second half proves the first, so that a letter is known as ours when it comes back, also long after its row is gone.
    """
    domain, own = parseaddr(sender)[1].partition("@")[2], _own_id(row, secret)
    return f"{own}.{_proof(own, secret)}@{domain if _DOMAIN.fullmatch(domain) else 'meldpunt.invalid'}"


def is_message_id_of(message_id: str, row: UUID, *, secret: bytes) -> bool:
    """Tell whether a letter left with this Message-ID, from whatever sender."""
    return _local(message_id).partition(".")[0] == _own_id(row, secret)


def is_own_message_id(message_id: str, *, secret: bytes) -> bool:
    """Tell whether a Message-ID was made here, of whatever letter; nobody else can make one."""
    own, _, proof = _local(message_id).partition(".")
    return bool(proof) and hmac.compare_digest(proof.encode("utf-8", "replace"), _proof(own, secret).encode())


def without_sender(message_id: str, *, secret: bytes) -> str:
    """Return a Message-ID of ours without its sender's domain, which can be set anew before a letter leaves; any other as it is."""
    return _local(message_id) if is_own_message_id(message_id, secret=secret) else message_id


def _local(message_id: str) -> str:
    return message_id.strip().strip("<>").partition("@")[0].lower()


def _own_id(row: UUID, secret: bytes) -> str:
    return derive(secret, label=b"meldpunt message id", salt=row.bytes, length=16).hex()


def _proof(own: str, secret: bytes) -> str:
    return derive(secret, label=b"meldpunt message id proof", salt=own.encode("utf-8", "replace"), length=8).hex()


def _check_date(name: str, value: str) -> None:
    try:
        _as_date(value)
    except ValueError:
        raise FactsDoNotFit(name) from None


def _as_date(value: str) -> date | None:
    if not value:
        return None
    return datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)
