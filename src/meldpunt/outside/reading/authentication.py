"""What our own mail server found out about who sent a message (RFC 8601). What others wrote into it is worth nothing."""

import re
from collections.abc import Iterator
from typing import Final

from meldpunt.arrivals.terms import Authentication
from meldpunt.outside.reading.entities import Entity
from meldpunt.outside.reading.words import plain

_COMMENT: Final = re.compile(r"\([^()]{0,1000}\)")
_RESULT: Final = re.compile(r"\b(spf|dkim|dmarc)\s*=\s*([a-z]{1,20})\b", re.IGNORECASE)
_DOMAIN: Final = re.compile(r"\bheader\.(?:d|i)\s*=\s*\"?@?([^\s;\"]{1,255})", re.IGNORECASE)
_WORDS: Final = frozenset({"none", "pass", "fail", "softfail", "policy", "neutral", "temperror", "permerror"})


def authentication(mail: Entity, authserv_id: str) -> Authentication:
    """Return what the server of that name wrote, topmost and above the next server's mark: what stands lower came with the message.

    Of several fields the upper one counts, as far as it speaks, and no pass of a lower one: where our server marks its `Received` above
    them, that could be the sender's. Of several words of one field about one way a pass counts, as one signature that holds is enough
    (RFC 8601, 5 and 7.1).
    """
    found: dict[str, str] = {}
    domain = ""
    for at, text in enumerate(_of_server(mail, authserv_id.lower()) if authserv_id else ()):
        said, signed = _said(text)
        said = {way: word for way, word in said.items() if not at or word != "pass"}
        domain = signed if "dkim" in said and "dkim" not in found else domain
        found = said | found
    return Authentication(found.get("spf", ""), found.get("dkim", ""), found.get("dmarc", ""), domain)


def _of_server(mail: Entity, name: str) -> Iterator[str]:
    """Return what the fields of this server say, from the first of them to the next server's `Received`."""
    is_begun = False
    for field, value in mail.fields:
        if field == b"received" and is_begun:
            return
        if field != b"authentication-results":
            continue
        server, _, rest = _COMMENT.sub(" ", plain(value)).partition(";")
        if server.lower().split()[:1] == [name]:
            is_begun = True
            yield rest


def _said(text: str) -> tuple[dict[str, str], str]:
    """Return the word about each way, and the domain whose signature that of DKIM is about."""
    found: dict[str, str] = {}
    domain = ""
    for clause in text.split(";"):
        matched = _RESULT.match(clause.strip())
        if matched is None or matched[2].lower() not in _WORDS:
            continue
        way, word = matched[1].lower(), matched[2].lower()
        if way not in found or (word == "pass" != found[way]):
            found[way] = word
            signed = _DOMAIN.search(clause)
            domain = signed[1].lower() if way == "dkim" and signed else domain
    return found, domain
