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
_BLANKS: Final = re.compile(rb"[ \t]{2,}")
_KNOWN: Final = frozenset({b"rsa-sha256", b"rsa-sha1"})
_QUIET: Final = logging.getLogger("meldpunt.nothing")
_QUIET.disabled = True  # what it says holds what it was given


def names_of_records(raw: bytes) -> list[str]:
    """Return the names in DNS at which the keys of a mail's signatures stand; none for a mail that is not looked at."""
    if not _is_cheap(raw):
        return []
    names = (f"{_text(tags, b's')}._domainkey.{_text(tags, b'd')}" for tags in _signatures(raw))
    return list(dict.fromkeys(name for name in names if _HOST.fullmatch(name)))


def own_look(raw: bytes, records: Mapping[str, str]) -> tuple[str, str]:
    """Return "pass", "fail", "none" (no signature) or "" (nobody could look), and the domain that signed.

    `records` are TXT records by their names. One signature that holds is enough.
    """
    found = [(_looked(raw, number, tags, records), _text(tags, b"d")) for number, tags in enumerate(_signatures(raw))]
    if not found:
        return "none", ""
    return next(
        (each for each in found if each[0] == "pass"), next((each for each in found if each[0]), ("", found[0][1]))
    )


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
        return "pass" if mail.verify(number, dnsfunc=lambda *_, **__: record.encode()) else "fail"
    except (DKIMException, ValueError, TypeError, KeyError, IndexError):  # of a signature that no program would make
        return "fail"


def _is_cheap(raw: bytes) -> bool:
    """Tell whether a mail can be looked at in less than a second."""
    return len(raw) <= MOST_BYTES and sum(len(run) ** 2 for run in _BLANKS.findall(raw)) <= MOST_STEPS


def _is_the_body(body: bytes, tags: Mapping[bytes, bytes]) -> bool:
    """Tell whether the body is the one that was signed (RFC 6376, 3.7)."""
    from dkim import HASH_ALGORITHMS
    from dkim.canonicalization import CanonicalizationPolicy

    canonical = CanonicalizationPolicy.from_c_value(tags.get(b"c", b"simple/simple")).canonicalize_body(body)
    if b"l" in tags:
        canonical = canonical[: int(tags[b"l"])]
    digest = HASH_ALGORITHMS[tags[b"a"]](canonical).digest()
    with suppress(ValueError):
        return bytes(digest) == base64.b64decode(tags.get(b"bh", b""))
    return False
