"""Messages read in a child process with limits: what parses them is given what strangers wrote.

Whatever happens to the child, this process goes on. What it says of its failures is read by nobody: it would hold what it was given.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from threading import BoundedSemaphore
from typing import Final

from meldpunt.arrivals.terms import Envelope, ReadMail
from meldpunt.outside.framing import framed
from meldpunt.outside.reading.answers import told
from meldpunt.outside.reading.caps import check_size
from meldpunt.outside.reading.domainkeys import names_of_records
from meldpunt.outside.reading.nursery import NURSERY, SECONDS, busy
from meldpunt.people.terms import HeldKey

AT_ONCE: Final = 2
"""Children of one process: each may take half a gigabyte."""


type Lookup = Callable[[Sequence[str]], Mapping[str, str]]
"""Returns the TXT records of names, as far as somebody answered soon."""


class ChildReader:
    """Reads messages, each in a child of its own. `lookup` asks the DNS for TXT records, for a look of our own at DKIM signatures.

    It is asked before there is a place for a child, so that a slow DNS keeps nobody else from one.
    """

    _places = BoundedSemaphore(AT_ONCE)

    def __init__(self, lookup: Lookup | None = None) -> None:
        """Keep who asks the DNS; without anybody, only a body that was changed is seen."""
        self._lookup = lookup

    def read(
        self, raw: bytes, *, keys: Sequence[HeldKey], signers: Sequence[bytes], envelope: Envelope, now: datetime
    ) -> ReadMail:
        """Return what is in a message. Raises CannotRead."""
        check_size(raw)
        head = {
            "now": now.timestamp(),
            "way": envelope.way,
            "sender": envelope.sender,
            "authserv_id": envelope.authserv_id,
            "own": envelope.own,
            "records": self._records(raw),
        }
        if not self._places.acquire(timeout=SECONDS):
            raise busy("others")
        try:
            answer = NURSERY.ask(framed(json.dumps(head).encode(), raw, framed(*map(_key, keys)), framed(*signers)))
        finally:
            self._places.release()
        return told(answer)

    def _records(self, raw: bytes) -> Mapping[str, str]:
        names = names_of_records(raw) if self._lookup else []
        return self._lookup(names) if self._lookup and names else {}


def _key(key: HeldKey) -> bytes:
    return framed(key.fingerprint.encode(), key.certificate, key.secret or b"")
