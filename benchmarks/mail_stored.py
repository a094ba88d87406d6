"""What is stored of the messages of a folder, opened as a handler opens it. Runs in the environment of the program that took them.

python -m benchmarks.mail_stored FOLDER WAY PATTERN MOST

Prints a JSON object: `rows`, one for every message of which something is stored, with its end; `unknown`, how many rows are of none of them.
Every message is found by its mark, so each is accounted for by itself, also one of which nothing but its end was kept.
"""

import json
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import django

from benchmarks.mail_carried import CARRIED, messages, on_the_wire, without_delivered
from benchmarks.mail_index import Line, differences, lines
from benchmarks.program import EMAIL, PASSWORD


@dataclass(frozen=True)
class Row:
    """What is stored of one message: how it ended, whether it is kept bit for bit, and what of it is not as its line says."""

    file: str
    end: str
    reason: str
    is_kept: bool = False
    is_whole: bool = False
    is_opened: bool = False
    verdict: str = ""
    differs: Sequence[str] = ()


def main(place: Path, way: str, pattern: str, most: int) -> None:
    """Sign in, open everything, print."""
    from meldpunt.people.access import visitor_of
    from meldpunt.people.actions import sign_in
    from meldpunt.people.terms import SignedIn

    signed_in = sign_in(email=EMAIL, password=PASSWORD, now=_now())
    if not isinstance(signed_in, SignedIn):
        raise SystemExit("the handler of a benchmark has no second factor")
    visitor = visitor_of(member=signed_in.member, seed=signed_in.seed)
    told = lines(place) if (place / "index.jsonl").exists() else {}
    found = _by_mark(visitor)
    rows = []
    for name, content in messages(place, pattern, most).items():
        carried = CARRIED[way](content)
        row = found.pop(_mark(carried, visitor), None)
        if row is not None:
            line = (
                told.get(name) if carried in (content, on_the_wire(content)) else None
            )  # else it tells of other bytes
            rows.append(_looked_at(name, carried, row, line, visitor))
    json.dump({"rows": [asdict(row) for row in rows], "unknown": len(found)}, sys.stdout)


def _by_mark(visitor: Any) -> dict[bytes, Any]:
    from meldpunt.arrivals.models import Mail

    return {bytes(row.mark): row for row in Mail.objects.filter(organisation=visitor.organisation.id)}


def _mark(raw: bytes, visitor: Any) -> bytes:
    from django.conf import settings

    from meldpunt.arrivals.rules.mail_marks import mark_of

    return mark_of(raw, organisation=visitor.organisation.id, secret=settings.MELDPUNT_SECRETS.mail)


def _looked_at(name: str, carried: bytes, row: Any, line: Line | None, visitor: Any) -> Row:
    from meldpunt.arrivals.access import open_entry, open_raw

    if row.stored_as is None:
        return Row(name, row.end, row.reason)
    whole = b"".join(open_raw(mail=row.id, visitor=visitor, now=_now()))
    kept = open_entry(mail=row.id, visitor=visitor, now=_now()).kept
    is_whole = carried in (whole, without_delivered(whole))
    if kept is None:
        return Row(name, row.end, row.reason, is_kept=True, is_whole=is_whole, differs=("not opened",))
    found = kept.mail
    differs = [] if line is None else differences(_with_mails(row, found, visitor), line)
    differs += [] if row.thread is None or row.settled_at is None else list(_of_the_case(row, found, visitor))
    is_opened = bool(found.encryption.fingerprint) and bool(found.text.strip() or found.parts)
    return Row(
        name,
        row.end,
        row.reason,
        is_kept=True,
        is_whole=is_whole,
        is_opened=is_opened,
        verdict=found.encryption.verdict.value,
        differs=differs,
    )


def _with_mails(row: Any, found: Any, visitor: Any) -> Any:
    """Return what was kept with the mails that are attached to it, as the desk hands them out: there are names of files in them."""
    from meldpunt.arrivals.access import open_part
    from meldpunt.outside.reading import ChildReader

    parts = [
        open_part(mail=row.id, place=place, reader=ChildReader(), visitor=visitor, now=_now())
        if part.media_type == "message/rfc822"
        else part
        for place, part in enumerate(found.parts)
    ]
    return replace(found, parts=tuple(parts))


def _of_the_case(row: Any, found: Any, visitor: Any) -> Sequence[str]:
    """Return what the case lacks that a message became, or is a part of; of one that was handed on, the mail inside is the report."""
    from meldpunt.cases.access import open_for_member
    from meldpunt.cases.queries.numbers import number_of_thread

    case = open_for_member(number=number_of_thread(row.thread), visitor=visitor, now=_now())
    each = [list(_lacking(case, row.end, mail)) for mail in (found, found.forwarded) if mail is not None]
    return min(each, key=len)


def _lacking(case: Any, end: str, mail: Any) -> Iterator[str]:
    said = [case.report.what, case.report.subject, *(message.text for message in case.messages)]
    files = [*case.files, *(file for message in case.messages for file in message.files)]
    if not any(mail.text.strip() in each for each in said):
        yield "text in the case"
    if end == "report" and mail.subject.strip() not in case.report.subject:
        yield "subject of the case"
    if len(files) < len(mail.parts):
        yield "files of the case"


def _now() -> datetime:
    return datetime.now(tz=UTC)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "meldpunt.site.settings")
    django.setup()
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4]))
