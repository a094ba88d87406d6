"""Our own look at a mail's DKIM signature (RFC 6376), for where no mail server of ours wrote what it found.

The key of a signature stands in DNS, and a child process has no network: who asks passes in the records. Without them only one thing can be
said: that the body is not the one that was signed.
"""

import base64
import logging
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Final

from meldpunt.arrivals.rules.domains import is_domain_of

MOST: Final = 3
"""Signatures of one mail that are looked at."""
MOST_BYTES: Final = 4 * 1024 * 1024
"""Bytes of a mail whose signature is looked at: the library takes seconds over more."""
MOST_STEPS: Final = 100_000_000
"""Steps of the library over the blanks of a mail: for every run of them it takes as many as the square of its length."""
_HEAD: Final = 64 * 1024
_FIELD: Final = re.compile(rb"^dkim-signature:((?:[^\n]*\n[ \t])*[^\n]*)", re.IGNORECASE | re.MULTILINE)
_TAG: Final = re.compile(rb"(?:^|;)\s*([a-z]+)\s*=\s*([^;]*)", re.IGNORECASE)
_HOST: Final = re.compile(r"(?=.{1,253}\Z)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*", re.IGNORECASE)
_BLANKS: Final = re.compile(rb"[ \t]{16,}")
_KNOWN: Final = frozenset({b"rsa-sha256", b"rsa-sha1"})
_WORTH: Final = ("pass", "part", "fail", "")
_QUIET: Final = logging.getLogger("meldpunt.nothing")
_QUIET.disabled = True  # what it says holds what it was given


def names_of_records(raw: bytes) -> list[str]:
    """Return the names in DNS at which the keys of a mail's signatures stand; none for a mail that is not looked at."""
    names = (f"{_text(tags, b's')}._domainkey.{_text(tags, b'd')}" for tags in _signatures(raw))
    found = list(dict.fromkeys(name for name in names if _HOST.fullmatch(name)))
    return found if found and _is_cheap(raw) else []


def own_look(raw: bytes, records: Mapping[str, str], *, sender: str = "") -> tuple[str, str]:
    """Return what the signature is worth and the domain that signed: "pass", "part" (of the mail), "fail", "" (nobody could look), "none".

    `records` are TXT records by their names. One signature that holds is enough, best one of the domain of `sender`, an address.
    """
    found = [(_looked(raw, number, tags, records), _text(tags, b"d")) for number, tags in enumerate(_signatures(raw))]
    if not found:
        return "none", ""
    return min(found, key=lambda each: (_WORTH.index(each[0]), not is_domain_of(each[1], sender)))


def _signatures(raw: bytes) -> Iterator[dict[bytes, bytes]]:
    head = re.split(rb"\r?\n\r?\n", raw[:_HEAD], maxsplit=1)[0]
    for number, field in enumerate(_FIELD.finditer(head)):
        if number == MOST:
            return
        yield {tag.lower(): re.sub(rb"\s+", b"", value) for tag, value in _TAG.findall(field[1])}


def _text(tags: Mapping[bytes, bytes], name: bytes) -> str:
    return tags.get(name, b"").decode("ascii", "replace").lower()


def _looked(raw: bytes, number: int, tags: Mapping[bytes, bytes], records: Mapping[str, str]) -> str:
    if tags.get(b"a") not in _KNOWN or not _is_cheap(raw):
        return ""
    from dkim import DKIM, DKIMException  # the child alone: it loads much

    record = records.get(f"{_text(tags, b's')}._domainkey.{_text(tags, b'd')}", "")
    try:
        mail = DKIM(raw, logger=_QUIET)
        if not _is_the_body(mail.body, tags):
            return "fail"
        if not record:
            return ""
        if not mail.verify(number, dnsfunc=lambda *_, **__: record.encode()):
            return "fail"
        return "pass" if _covers_all(mail.body, tags) else "part"
    except (DKIMException, ValueError, TypeError, KeyError, IndexError):  # of a signature that no program would make
        return "fail"


def _is_cheap(raw: bytes) -> bool:
    """Tell whether a mail can be looked at in less than a second."""
    return len(raw) <= MOST_BYTES and sum((run.end() - run.start()) ** 2 for run in _BLANKS.finditer(raw)) <= MOST_STEPS


def _is_the_body(body: bytes, tags: Mapping[bytes, bytes]) -> bool:
    """Tell whether the body is the one that was signed (RFC 6376, 3.7)."""
    from dkim import HASH_ALGORITHMS

    canonical = _canonical(body, tags)
    if b"l" in tags:
        canonical = canonical[: int(tags[b"l"])]
    digest = HASH_ALGORITHMS[tags[b"a"]](canonical).digest()
    with suppress(ValueError):
        return bytes(digest) == base64.b64decode(tags.get(b"bh", b""))
    return False


def _covers_all(body: bytes, tags: Mapping[bytes, bytes]) -> bool:
    """Tell whether a signature is about who the mail is from, and about all of its body (RFC 6376, 8.2)."""
    is_whole = b"l" not in tags or int(tags[b"l"]) >= len(_canonical(body, tags))
    return is_whole and "from" in _text(tags, b"h").split(":")


def _canonical(body: bytes, tags: Mapping[bytes, bytes]) -> bytes:
    from dkim.canonicalization import CanonicalizationPolicy

    return bytes(CanonicalizationPolicy.from_c_value(tags.get(b"c", b"simple/simple")).canonicalize_body(body))
