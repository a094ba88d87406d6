"""What our own mail server found out about who sent a message (RFC 8601). What others wrote into it is worth nothing."""

import re
from typing import Final

from meldpunt.arrivals.terms import Authentication
from meldpunt.outside.reading.entities import Entity
from meldpunt.outside.reading.words import plain

_COMMENT: Final = re.compile(r"\([^()]{0,1000}\)")
_RESULT: Final = re.compile(r"\b(spf|dkim|dmarc)\s*=\s*([a-z]{1,20})\b", re.IGNORECASE)
_DOMAIN: Final = re.compile(r"\bheader\.(?:d|i)\s*=\s*\"?@?([^\s;\"]{1,255})", re.IGNORECASE)
_WORDS: Final = frozenset({"none", "pass", "fail", "softfail", "policy", "neutral", "temperror", "permerror"})


def authentication(mail: Entity, authserv_id: str) -> Authentication:
    """Return what the server of that name wrote; of several words about one way a pass counts, as one signature that holds is enough."""
    found: dict[str, str] = {}
    domain = ""
    for field in mail.every("authentication-results") if authserv_id else ():
        text = _COMMENT.sub(" ", plain(field))
        server, _, rest = text.partition(";")
        if server.split()[:1] != [authserv_id] and server.strip().lower().split()[:1] != [authserv_id.lower()]:
            continue
        for clause in rest.split(";"):
            matched = _RESULT.match(clause.strip())
            if matched is None or matched[2].lower() not in _WORDS:
                continue
            way, word = matched[1].lower(), matched[2].lower()
            if way not in found or (word == "pass" != found[way]):
                found[way] = word
                signed = _DOMAIN.search(clause)
                domain = signed[1].lower() if way == "dkim" and signed else domain
    return Authentication(found.get("spf", ""), found.get("dkim", ""), found.get("dmarc", ""), domain)
