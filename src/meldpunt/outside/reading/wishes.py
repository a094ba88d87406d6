"""Mails that ask for the OpenPGP key and say nothing else."""

import re
from typing import Final

MOST: Final = 70
"""Words of a mail that says nothing else, its greeting and who signs it with them."""
_NOTHING: Final = 4
"""Words of a mail whose subject says it all."""
_KEY: Final = (
    r"(?:(?:public |publieke |openbare |pgp[- ]?|openpgp[- ]?|gpg[- ]?|encryption[- ]?|versleutelings?)+[- ]?(?:key|sleutel|pubkey)s?(?:blok)?|"
    r"(?:key|sleutel) (?:for|voor) (?:pgp|openpgp|gpg|encrypt\w*|versleutel\w*))"
)
_ASK: Final = (
    r"\b(?:send|share|provide|give|forward|attach|reply with|have|get|receive|request(?:ing)?|need|want|looking for|let me know|"
    r"where (?:is|can i find)|what is|is there|stuur|sturen|mailen|mail|geef|geven|delen|deel|krijgen|ontvangen|bezorgen|toesturen|opsturen|"
    r"waar (?:vind|staat|is)|wat is|is er|verzoek|vraag|graag|hebben|heeft)\b"
)
_ASKS: Final = re.compile(
    rf"{_ASK}[^.?!]{{0,80}}\b{_KEY}|\b{_KEY}\b[^.?!]{{0,60}}\b(?:sturen|stuurt|mailen|opsturen|toesturen|geven|delen|ontvangen|krijgen|opvragen)\b",
    re.IGNORECASE,
)
_THEIRS: Final = r"\b(?:your|the|uw|jullie|de) (?:key|sleutel)\b"
_BARE: Final = re.compile(
    rf"{_ASK}[^.?!]{{0,40}}{_THEIRS}|{_THEIRS}[^.?!]{{0,20}}\b(?:sturen|mailen|toesturen|geven|krijgen|ontvangen)\b",
    re.IGNORECASE,
)
_ENCRYPTS: Final = re.compile(r"\b(?:pgp|openpgp|gpg|encrypt\w*|versleutel\w*)\b", re.IGNORECASE)
_ALONE: Final = re.compile(
    rf"^\W*(?:your |uw |request:? |re: ?)*{_KEY}(?: (?:request|please|pls|aub|alstublieft|aanvraag|verzoek|opvragen))?\W*$",
    re.IGNORECASE,
)
_REPORTS: Final = re.compile(
    r"https?://|\b(?:xss|csrf|ssrf|sql|ssl|tls|ssh|rce|idor|cve-\d|poc|payload|proof of concept|steps to reproduce|stappen|injection|injectie|"
    r"exploit|curl|GET /|POST /|parameter|endpoint|api|server|password|wachtwoord|private|priv[ée]|secret|geheime|weak|zwak|expired|verlopen|"
    r"revoke\w*|leak\w*|gelekt|broken|short|kort|wrong|fout|fix|remove|verwijder\w*)\b",
    re.IGNORECASE,
)
_SHORT: Final = 8


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
    if _BARE.search(words) and (len(given) <= _SHORT or _ENCRYPTS.search(f"{subject} {words}")):
        return True
    return len(given) <= _NOTHING and bool(_ALONE.match(subject[:200]) or _ASKS.search(subject[:400]))
