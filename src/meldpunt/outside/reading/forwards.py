"""A mail that somebody passed on within the text of another: who wrote it, to whom, when and what (there is no standard; these are the habits)."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from meldpunt.arrivals.terms import Mailbox
from meldpunt.outside.reading.addresses import mailboxes
from meldpunt.outside.reading.words import moment

_SUBJECT: Final = re.compile(r"^\s*(?:fw|fwd|doorst|dfw|wg|tr|i)\s*:", re.IGNORECASE)
_RULE: Final = re.compile(
    r"^\s*(?:-{2,}\s*(?:forwarded (?:message|by)|doorgestuurd bericht|weitergeleitete nachricht|message transféré)\b.{0,200}|"
    r"begin (?:forwarded message|doorgestuurd bericht)\s*:|start of forwarded message:?)\s*$",
    re.IGNORECASE,
)
_OTHER_RULE: Final = re.compile(
    r"^\s*(?:-{2,}\s*(?:original message|oorspronkelijk(?:e)? bericht).{0,40}|_{20,})\s*$", re.IGNORECASE
)
_FIELD: Final = re.compile(r"^[\s>*]{0,10}([A-Za-zé-]{2,12})\s{0,3}:\*?\s{0,10}(.{0,1000})$")
_NAMES: Final = (
    dict.fromkeys(("from", "van", "von", "de"), "from")
    | dict.fromkeys(("date", "sent", "datum", "verzonden", "gesendet"), "date")
    | dict.fromkeys(("subject", "onderwerp", "betreff", "objet"), "subject")
    | dict.fromkeys(("to", "aan", "an"), "to")
    | {"cc": "cc"}
)
_DUTCH: Final = {"maart": "mar", "mrt": "mar", "mei": "may", "okt": "oct"}
_DAY: Final = re.compile(r"\b(\d{1,2})\.? ([a-zA-Z]{3,10})\.? (\d{4})\b")
_TIME: Final = re.compile(r"\b(\d{1,2}):(\d{2})(?::(\d{2}))?")
_MOST_FIELDS: Final = 12


@dataclass(frozen=True)
class Forward:
    """What was passed on: `above` is what its bearer wrote, `text` what the first sender did."""

    above: str = field(repr=False)
    sender: Mailbox | None = field(repr=False)
    to: tuple[Mailbox, ...] = field(repr=False)
    cc: tuple[Mailbox, ...] = field(repr=False)
    subject: str = field(repr=False)
    date: datetime | None
    text: str = field(repr=False)


def forward_in(subject: str, text: str) -> Forward | None:
    """Return the mail that was passed on in a text; None where there is none.

    A rule that says "original message" stands above answered mails as well: there it takes a subject that says that it was passed on.
    """
    lines = text.split("\n")
    is_said = bool(_SUBJECT.match(subject))
    for at, line in enumerate(lines):
        short = line[:400]
        if _RULE.match(short) or (is_said and (_OTHER_RULE.match(short) or _begins_head(short))):
            found = _fields(lines, at if _begins_head(short) else at + 1)
            if "from" in found[0]:
                return _forward(lines[:at], *found)
    return None


def _begins_head(line: str) -> bool:
    found = _FIELD.match(line)
    return found is not None and _NAMES.get(found[1].lower()) == "from"


def _fields(lines: list[str], at: int) -> tuple[dict[str, str], list[str]]:
    """Return the fields that stand from here, and the lines below them."""
    found: dict[str, str] = {}
    while at < len(lines) and not lines[at].strip(" >"):
        at += 1
    last = ""
    for number in range(at, min(len(lines), at + _MOST_FIELDS)):
        matched = _FIELD.match(lines[number][:1200])
        name = _NAMES.get(matched[1].lower(), "") if matched else ""
        if matched and (name or last):
            last = name or last
            if name:
                found.setdefault(name, matched[2].strip(" *"))
        elif not lines[number].strip(" >"):
            return found, lines[number + 1 :]
        elif last in {"to", "cc", "subject"}:  # a field that goes on
            found[last] += " " + lines[number].strip(" >")
        else:
            return found, lines[number:]
    return found, lines[at + _MOST_FIELDS :]


def _forward(above: list[str], fields: dict[str, str], below: list[str]) -> Forward:
    def people(name: str) -> tuple[Mailbox, ...]:
        return mailboxes(fields.get(name, "").replace("[mailto:", "<").replace("]", ">").encode())

    if below and all(line.startswith(">") for line in below if line.strip()):
        below = [line[1:].removeprefix(" ") for line in below]
    return Forward(
        above="\n".join(above).strip("\n"),
        sender=next(iter(people("from")), None),
        to=people("to"),
        cc=people("cc"),
        subject=fields.get("subject", ""),
        date=_date(fields.get("date", "")),
        text="\n".join(below).strip("\n"),
    )


def _date(text: str) -> datetime | None:
    """Return a date as mail programs write it for people, where day and year are sure; without a zone it is taken for UTC."""
    text = text[:120]
    if re.search(r"[+-]\d{4}\b|\b(?:gmt|utc)\b", text, re.IGNORECASE):
        return moment(re.sub(r"\bat\b|\bom\b", "", text))
    day, time = _DAY.search(text), _TIME.search(text)
    if day is None or time is None:
        return None
    name = day[2].lower()
    month = next((english for dutch, english in _DUTCH.items() if name.startswith(dutch)), name[:3])
    return moment(f"{day[1]} {month} {day[3]} {time[0]} +0000")
