"""Mails that ask for the OpenPGP key and say nothing else."""

import re
from typing import Final

MOST: Final = 70
"""Words of a mail that says nothing else, its greeting and who signs it with them."""
_NOTHING: Final = 12
"""Words of a mail whose subject says it all."""
_KEY: Final = (
    r"(?:(?:public |publieke |openbare |pgp[- ]?|openpgp[- ]?|gpg[- ]?|encryption[- ]?|versleutelings?)+[- ]?(?:key|sleutel)s?(?:blok)?|"
    r"(?:key|sleutel) (?:for|voor) (?:pgp|openpgp|gpg|encrypt\w*|versleutel\w*))"
)
_ASKS: Final = re.compile(
    rf"(?:\b(?:send|share|provide|give|forward|attach|reply with|have|get|receive|request(?:ing)?|need|want|looking for|where (?:is|can i find)|what is|"
    rf"stuur|sturen|mailen|mail|geef|geven|delen|deel|krijgen|ontvangen|bezorgen|toesturen|opsturen|waar (?:vind|staat|is)|wat is|verzoek|vraag|graag)\b"
    rf"[^.?!]{{0,80}}\b{_KEY}|\b{_KEY}\b[^.?!]{{0,60}}"
    rf"\b(?:please|alstublieft|aub|a\.u\.b|sturen|stuurt|mailen|opsturen|toesturen|geven|delen|ontvangen|krijgen|request|aanvraag|gevraagd|\?))",
    re.IGNORECASE,
)
_ALONE: Final = re.compile(
    rf"^\W*(?:your |uw |request:? |re:? )*{_KEY}(?: (?:request|please|aub|alstublieft|aanvraag|verzoek|opvragen))?\W*$",
    re.IGNORECASE,
)
_REPORTS: Final = re.compile(
    r"https?://|\b(?:xss|csrf|ssrf|sql|rce|idor|cve-\d|poc|payload|proof of concept|steps to reproduce|stappen|injection|injectie|exploit|"
    r"curl|GET /|POST /|parameter|endpoint|password is|wachtwoord is)\b",
    re.IGNORECASE,
)


def asks_for_key(subject: str, text: str, files: int) -> bool:
    """Tell whether a mail wants the key and tells nothing that a report would.

    `files` are those beside its own signature and key. The cost of an error is not alike: who is sent a key may write once more, a report that
    was taken for a question is lost. So anything that looks like a report makes it one.
    """
    given = text.split()[: MOST + 1]
    words = " ".join(given)[:2000]
    if files or len(given) > MOST or _REPORTS.search(words) or _REPORTS.search(subject[:400]):
        return False
    if _ASKS.search(words) or _ALONE.match(words):
        return True
    return len(given) <= _NOTHING and bool(_ALONE.match(subject[:200]) or _ASKS.search(subject[:400]))
