"""The key that a mail program puts into every mail's header (Autocrypt Level 1, 2.1). Keys of others in there ("gossip") are not looked at."""

import re
from contextlib import suppress
from typing import Final

from meldpunt.arrivals.terms import KeySource
from meldpunt.outside.reading.crypt import Crypt
from meldpunt.outside.reading.entities import Entity
from meldpunt.outside.reading.words import from_base64, parameters, plain

_CRITICAL: Final = re.compile(r"(?:^|;)\s*(?!addr|prefer-encrypt|keydata|_)([a-z][a-z-]*)\s*=", re.IGNORECASE)


def learn_from_header(mail: Entity, sender: str, crypt: Crypt) -> None:
    """Keep the key of the sender; where there are several, or it is for another address, none counts."""
    fitting = []
    for field in mail.every("autocrypt"):
        text = plain(field)
        given = parameters(f";{text}")[1]
        if not _CRITICAL.search(text) and given.get("addr", "").strip().lower() == sender:
            fitting.append(given.get("keydata", ""))
    if len(fitting) == 1 and sender:
        with suppress(ValueError):
            crypt.learn(from_base64(fitting[0].encode("ascii", "ignore")), KeySource.AUTOCRYPT)
