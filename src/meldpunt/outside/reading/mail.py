"""One message, read: everything that `ReadMail` tells, put together from the parts of this package."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from meldpunt.arrivals.terms import NULL_SENDER, SENDERS, Automatic, Encryption, Envelope, Mailbox, MailPart, ReadMail
from meldpunt.cases.rules.link_places import without_links
from meldpunt.outside.reading import automatic, forwards, quotes
from meldpunt.outside.reading.addresses import mailboxes
from meldpunt.outside.reading.authentication import authentication
from meldpunt.outside.reading.autocrypt import learn_from_header
from meldpunt.outside.reading.bodies import Found, Walk
from meldpunt.outside.reading.caps import MOST_WORDS, Toll
from meldpunt.outside.reading.charsets import decoded
from meldpunt.outside.reading.crypt import Crypt, Keys
from meldpunt.outside.reading.domainkeys import own_look
from meldpunt.outside.reading.entities import Entity, header, parse
from meldpunt.outside.reading.files import message_part
from meldpunt.outside.reading.language import language_of
from meldpunt.outside.reading.wishes import asks_for_key
from meldpunt.outside.reading.words import moment

MOST_SUBJECT: Final = 1000
MOST_REFERENCES: Final = 100
_ID: Final = re.compile(r"<[^<>\s]{1,400}>")
_LATER: Final = timedelta(days=2)
_OWN_MATTER: Final = frozenset({"application/pgp-keys", "application/pgp-signature", "application/pkcs7-signature"})


def read(
    raw: bytes, *, keys: Keys, envelope: Envelope, now: datetime, records: Mapping[str, str] | None = None
) -> ReadMail:
    """Return what is in a message. Raises CannotRead. `records` are TXT records of the DNS by name, to look at its DKIM signature with."""
    message = parse(raw)
    mail = _read(message, keys, envelope, now)
    returns_to = message.first("return-path").strip() if envelope.sender is None else f"<{envelope.sender}>".encode()
    if returns_to == b"<>":
        mail = replace(mail, defects=(*mail.defects, NULL_SENDER))
    verdict, domain = own_look(raw, records or {}, sender=mail.sender.address if mail.sender else "")
    return replace(mail, authentication=replace(mail.authentication, own_dkim=verdict, own_domain=domain))


def _read(mail: Entity, keys: Keys, envelope: Envelope, now: datetime) -> ReadMail:
    crypt = Crypt(keys, now)
    walk = Walk(crypt)
    found = walk.whole(mail)
    own = _headers(mail, now)
    report = automatic.bounced(mail, Toll())
    sender = own.sender.address if own.sender else ""
    learn_from_header(mail, sender, crypt)
    encryption = crypt.encryption()
    own = replace(
        own,
        subject=walk.subject[:MOST_SUBJECT] or own.subject,
        automatic=automatic.kind_of(mail, envelope, sender, bounced=report is not None),
        authentication=authentication(mail, envelope.authserv_id),
        encryption=encryption,
        keys=crypt.keys(encryption),
        bounce=report,
    )
    unseen = replace(
        envelope, authserv_id=""
    )  # no server of ours looked at a mail inside: whoever put it there wrote its header
    return _with_words(own, found, lambda inner: _read(inner, keys, unseen, now))


def _headers(mail: Entity, now: datetime) -> ReadMail:
    """Return what a message's header fields say."""
    sent = moment(header(mail, "date"))
    return ReadMail(
        message_id=next(iter(_ids(mail, "message-id")), ""),
        in_reply_to=next(iter(_ids(mail, "in-reply-to")), ""),
        references=_ids(mail, "references")[-MOST_REFERENCES:],
        sender=_sender(mail),
        reply_to=_first(mail, "reply-to"),
        to=mailboxes(mail.first("to")),
        cc=mailboxes(mail.first("cc")),
        subject=header(mail, "subject")[:MOST_SUBJECT],
        date=sent,
        defects=tuple(_defects(mail, is_later=sent is not None and sent > now + _LATER)),
    )


def _senders(mail: Entity) -> list[Mailbox]:
    return [box for field in mail.every("from") for box in mailboxes(field)]


def _sender(mail: Entity) -> Mailbox | None:
    """Return the first who has an address: a name with a bare comma in it looks like two. `Sender` is looked at by nobody who judges mail."""
    boxes = _senders(mail)
    return next((box for box in boxes if box.address), next(iter(boxes), None))


def _defects(mail: Entity, *, is_later: bool) -> Iterator[str]:
    if is_later:
        yield "date"
    if len(list(mail.every("from"))) > 1 or len({box.address for box in _senders(mail)} - {""}) > 1:
        yield SENDERS


def _ids(mail: Entity, name: str) -> tuple[str, ...]:
    return tuple(_ID.findall(decoded(mail.first(name))))


def _first(mail: Entity, name: str) -> Mailbox | None:
    return next(iter(mailboxes(mail.first(name))), None)


def _with_words(own: ReadMail, found: Found, read_inner: Callable[[Entity], ReadMail]) -> ReadMail:
    """Return the message with its text, its files and what it passes on."""
    by_a_person = own.automatic in {Automatic.NO, Automatic.LIST}  # machines enclose what they tell about
    passed_on = found.messages[0] if len(found.messages) == 1 and by_a_person else None
    parts = found.parts + [message_part(each) for each in found.messages]  # who passes one on may mean it as evidence
    inner = read_inner(passed_on) if passed_on else None
    words, below = without_links(found.text), ""
    if len(words) > MOST_WORDS:
        parts += [] if "shortened" in found.defects else [MailPart("text.txt", "text/plain", words.encode())]
        words = words[:MOST_WORDS]
    if inner is None and (written := forwards.forward_in(own.subject, words)):
        inner = _passed_on(written)
        words, below = written.above, words[len(written.above) :].lstrip("\n")
    text, quoted = quotes.split(words)
    return replace(
        own,
        text=text,
        quoted="\n".join(filter(None, [quoted, below])),
        language=language_of(text) or language_of(own.subject),
        parts=tuple(parts),
        asks_for_key=asks_for_key(own.subject, text, len(_matter(parts))) and inner is None,
        forwarded=_marked(inner, own.encryption),
        defects=(*own.defects, *dict.fromkeys(found.defects)),
    )


def _marked(inner: ReadMail | None, outer: Encryption) -> ReadMail | None:
    """Return a message inside as opened where the one around it was: who encrypted it is not known to be who it says to be from."""
    if inner is None or not outer.is_opened:
        return inner
    return replace(inner, encryption=replace(inner.encryption, is_opened=True))


def _passed_on(written: forwards.Forward) -> ReadMail:
    text, quoted = quotes.split(written.text)
    return ReadMail(
        sender=written.sender,
        to=written.to,
        cc=written.cc,
        subject=written.subject[:MOST_SUBJECT],
        date=written.date,
        text=text,
        quoted=quoted,
        language=language_of(text) or language_of(written.subject),
    )


def _matter(parts: list[MailPart]) -> list[MailPart]:
    """Return the files that tell something: not a signature, not a key, and no picture within the text, as signatures have them."""
    return [each for each in parts if each.media_type not in _OWN_MATTER and not each.is_inline]
