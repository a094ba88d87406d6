"""The sender's own words, apart from what mail programs put below them: quotes, signatures. Nothing is lost: what is folded away is kept."""

import re
from typing import Final

_WROTE: Final = re.compile(
    r"^\s*(?:(?:on|op|am|le|el|den)\b.{4,200}\b(?:wrote|schreef(?: [^\n:]{1,100})?|writes|schrieb(?: [^\n:]{1,100})?|a écrit|escribió)\s*:)\s*$",
    re.IGNORECASE,
)
_RULE: Final = re.compile(
    r"^\s*-{2,}\s*(?:original message|oorspronkelijk bericht|oorspronkelijke bericht|forwarded message|doorgestuurd bericht|"
    r"ursprüngliche nachricht|message d'origine)\s*-{2,}\s*$",
    re.IGNORECASE,
)
_FROM: Final = re.compile(r"^\s*\*?(?:from|van|von|de)\s*:\*?\s+\S", re.IGNORECASE)
_NEXT: Final = re.compile(
    r"^\s*\*?(?:sent|date|to|subject|cc|verzonden|datum|aan|onderwerp|gesendet|an|betreff)\s*:\*?", re.IGNORECASE
)
_OUTLOOK_RULE: Final = re.compile(r"^\s*_{20,}\s*$")
_SIGNATURE: Final = re.compile(r"^-- ?$")
_MOST_SIGNATURE: Final = 20
_HEADS: Final = 4
_LONGEST: Final = 400
_MOST_TRIES: Final = 50


def split(text: str) -> tuple[str, str]:
    """Return the own words and what was folded away. Where nothing would be left, everything is kept as own words."""
    lines = text.split("\n")
    end = _tail(lines)
    own, folded = lines[:end], lines[end:]
    own, signature = _without_signature(own)
    own, quoted = _without_quotes(own)
    kept = "\n".join(own).strip("\n")
    if not kept.strip():
        return text.strip("\n"), ""
    return kept, "\n".join([*quoted, *signature, *folded]).strip("\n")


def _tail(lines: list[str]) -> int:
    """Return the line from which everything is an earlier mail that stands below."""
    tries = _MOST_TRIES
    for at, line in enumerate(lines):
        if _RULE.match(line[:_LONGEST]) or _is_head(lines, at):
            return at
        if tries and _wrote(lines, at):
            tries -= 1
            if _is_quote_to_the_end(lines[at + 1 :]):
                return at
    return len(lines)


def _wrote(lines: list[str], at: int) -> bool:
    """Tell whether somebody is said to have written what follows; programs break that line in two."""
    first, second = lines[at].rstrip(), "".join(lines[at + 1 : at + 2]).rstrip()
    if first.endswith(":"):
        return bool(_WROTE.match(first[:_LONGEST]))
    return bool(first) and second.endswith(":") and bool(_WROTE.match(f"{first} {second}"[:_LONGEST]))


def _is_quote_to_the_end(below: list[str]) -> bool:
    """Tell whether nothing of the sender's own follows a line that introduces a quote: with answers in between, it is no tail."""
    marked = [line.lstrip().startswith(">") for line in below if line.strip()]
    if True not in marked:
        return True
    first = marked.index(True)
    return first <= 1 and all(marked[first:])


def _is_head(lines: list[str], at: int) -> bool:
    """Tell whether the head of an earlier mail begins here, as Outlook puts it."""
    at += bool(_OUTLOOK_RULE.match(lines[at][:_LONGEST]))
    if at >= len(lines) or not _FROM.match(lines[at][:_LONGEST]):
        return False
    return sum(bool(_NEXT.match(line)) for line in lines[at + 1 : at + 1 + _HEADS]) > 1


def _without_signature(lines: list[str]) -> tuple[list[str], list[str]]:
    """Fold what stands below the last line of two dashes (RFC 3676, 4.3), if that is short."""
    for at in range(len(lines) - 1, max(-1, len(lines) - 1 - _MOST_SIGNATURE), -1):
        if _SIGNATURE.match(lines[at]):
            return lines[:at], lines[at:]
    return lines, []


def _without_quotes(lines: list[str]) -> tuple[list[str], list[str]]:
    """Fold a quote at the beginning or at the end; one that is answered in between stays where it is, or nobody could read it."""
    end = len(lines)
    while end and (not lines[end - 1].strip() or lines[end - 1].startswith(">")):
        end -= 1
    if not any(line.startswith(">") for line in lines[end:]):
        return lines, []
    if any(line.startswith(">") for line in lines[:end]):
        return lines, []
    for introduced in (2, 1):
        if end >= introduced and _WROTE.match(" ".join(lines[end - introduced : end])[:_LONGEST]):
            end -= introduced
            break
    return lines[:end], lines[end:]
