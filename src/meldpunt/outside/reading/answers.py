"""What was read, on its way from the child process: facts as JSON, contents beside them. Read by `told` alone, which believes none of it.

A child that a message took over could answer anything: so an answer is data of known kinds, never code.
"""

import json
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any, Final

from meldpunt.arrivals.terms import (
    Authentication,
    Automatic,
    Bounced,
    CannotRead,
    Encryption,
    KeySource,
    LearnedKey,
    Mailbox,
    MailFlaw,
    MailPart,
    ReadMail,
)
from meldpunt.outside.framing import framed, unframed
from meldpunt.people.terms import MessageFlaw, Verdict


def refused(flaw: MailFlaw) -> bytes:
    """Return the answer for a message that could not be read."""
    return framed(json.dumps({"flaw": flaw}).encode())


def answered(mail: ReadMail) -> bytes:
    """Return the answer for a message that was read."""
    contents: list[bytes] = []
    facts = json.dumps(_facts(mail, contents)).encode()
    return framed(facts, *contents)


def _facts(mail: ReadMail, contents: list[bytes]) -> dict[str, Any]:
    """Return the facts of a message; contents are put aside, and stand in them by their place."""

    def aside(content: bytes) -> int:
        contents.append(content)
        return len(contents) - 1

    facts = {name: getattr(mail, name) for name in _PLAIN}
    facts |= {name: [_person(each) for each in getattr(mail, name)] for name in ("to", "cc")}
    facts |= {name: _person(getattr(mail, name)) for name in ("sender", "reply_to")}
    own, seal, bounce = mail.authentication, mail.encryption, mail.bounce
    return facts | {
        "date": _seconds(mail.date),
        "parts": [[each.name, each.media_type, aside(each.content), each.is_inline] for each in mail.parts],
        "authentication": [own.spf, own.dkim, own.dmarc, own.dkim_domain, own.own_dkim, own.own_domain],
        "encryption": {**asdict(seal), "signer": aside(seal.signer)},
        "bounce": bounce and [bounce.recipient, bounce.status, bounce.is_permanent, bounce.message_id],
        "keys": [_key(each, aside(each.certificate)) for each in mail.keys],
        "forwarded": mail.forwarded and _facts(mail.forwarded, contents),
    }


_PLAIN: Final = (
    *("message_id", "in_reply_to", "references", "subject", "text", "quoted", "language", "automatic", "asks_for_key"),
    "defects",
)


def _person(mailbox: Mailbox | None) -> list[str] | None:
    return None if mailbox is None else [mailbox.name, mailbox.address]


def _key(key: LearnedKey, at: int) -> list[Any]:
    return [at, key.fingerprint, key.source, key.addresses, _seconds(key.expires_at), key.trouble]


def _seconds(moment: datetime | None) -> float | None:
    return None if moment is None else moment.timestamp()


def told(answer: bytes) -> ReadMail:
    """Return what the child read. Raises CannotRead, also where the answer is none."""
    try:
        head, *contents = unframed(answer)
        facts = json.loads(head)
        flaw = MailFlaw(facts["flaw"]) if "flaw" in facts else None
        mail = _mail(facts, contents) if flaw is None else ReadMail()
    except (ValueError, KeyError, TypeError, IndexError, OverflowError):
        raise CannotRead(MailFlaw.DAMAGED) from None
    if flaw is not None:
        raise CannotRead(flaw)
    return mail


def _mail(facts: dict[str, Any], contents: list[bytes]) -> ReadMail:
    return ReadMail(
        message_id=str(facts["message_id"]),
        in_reply_to=str(facts["in_reply_to"]),
        references=tuple(map(str, facts["references"])),
        sender=_mailbox(facts["sender"]),
        reply_to=_mailbox(facts["reply_to"]),
        to=tuple(Mailbox(*map(str, each)) for each in facts["to"]),
        cc=tuple(Mailbox(*map(str, each)) for each in facts["cc"]),
        subject=str(facts["subject"]),
        date=_moment(facts["date"]),
        text=str(facts["text"]),
        quoted=str(facts["quoted"]),
        language=str(facts["language"]),
        parts=tuple(
            MailPart(str(name), str(kind), contents[at], bool(within)) for name, kind, at, within in facts["parts"]
        ),
        automatic=Automatic(facts["automatic"]),
        authentication=Authentication(*map(str, facts["authentication"])),
        encryption=_encryption(facts["encryption"], contents),
        bounce=_bounced(facts["bounce"]),
        keys=tuple(_learned(each, contents) for each in facts["keys"]),
        asks_for_key=bool(facts["asks_for_key"]),
        forwarded=_mail(facts["forwarded"], contents) if facts["forwarded"] else None,
        defects=tuple(map(str, facts["defects"])),
    )


def _encryption(given: dict[str, Any], contents: list[bytes]) -> Encryption:
    return Encryption(
        encrypted=bool(given["encrypted"]),
        flaw=None if given["flaw"] is None else MessageFlaw(given["flaw"]),
        fingerprint=str(given["fingerprint"]),
        verdict=Verdict(given["verdict"]),
        signed_by=str(given["signed_by"]),
        signer=contents[given["signer"]],
        is_closed=bool(given["is_closed"]),
        is_partly_signed=bool(given["is_partly_signed"]),
        is_opened=bool(given["is_opened"]),
    )


def _mailbox(given: list[str] | None) -> Mailbox | None:
    return Mailbox(*map(str, given)) if given else None


def _bounced(given: list[Any] | None) -> Bounced | None:
    if given is None:
        return None
    recipient, status, is_permanent, message_id = given
    return Bounced(str(recipient), str(status), bool(is_permanent), str(message_id))


def _learned(given: list[Any], contents: list[bytes]) -> LearnedKey:
    at, fingerprint, source, addresses, expires, trouble = given
    people = tuple(map(str, addresses))
    return LearnedKey(contents[at], str(fingerprint), KeySource(source), people, _moment(expires), str(trouble))


def _moment(seconds: float | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, tz=UTC)
