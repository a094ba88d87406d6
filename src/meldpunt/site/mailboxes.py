"""The file of MELDPUNT_MAILBOXES: which mailboxes are looked into, and whose messages they hold."""

import tomllib
from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Final
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from meldpunt.arrivals.access import awaited_words
from meldpunt.doors.mailroom.mailboxes import LookedInto
from meldpunt.outside.imap import ImapAccount, ImapSecurity
from meldpunt.people.queries import organisations
from meldpunt.site.preparing import CannotStart

SHARED, DEDICATED, DONE = "Meldpunt", "INBOX", "Meldpunt done"
PORTS: Final = {ImapSecurity.TLS: 993, ImapSecurity.STARTTLS: 143, ImapSecurity.NONE: 143}


class Mailbox(BaseModel):
    """`[[mailbox]]`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(min_length=1, max_length=40)
    organisation: str = ""
    host: str = Field(min_length=1)
    port: int | None = Field(default=None, ge=1, le=65535)
    security: ImapSecurity = ImapSecurity.TLS
    certificates: Path | None = None
    user: str = Field(min_length=1)
    password_file: Path
    shared: bool = True
    folder: str | None = Field(default=None, min_length=1)
    done: str = Field(default=DONE, min_length=1)
    keep_days: int = Field(default=7, ge=0, le=365)
    look_every: float = Field(default=60, ge=5, le=1500)
    authserv_id: str = ""


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    mailbox: tuple[Mailbox, ...]


def mailboxes(path: Path | None) -> Sequence[LookedInto]:
    """Return the mailboxes of the file, none without one. Raises CannotStart with the place that is wrong, never with its value."""
    if path is None:
        return []
    try:
        read = _File.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise _unusable(path, f"{place}: {first['msg']}") from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not TOML"
        raise _unusable(path, str(reason)) from None
    _check(path, read.mailbox)
    return [_looked_into(each, path.parent) for each in read.mailbox]


def _check(path: Path, boxes: Sequence[Mailbox]) -> None:
    if len({box.name for box in boxes}) != len(boxes):
        raise _unusable(path, "two mailboxes have the same name")
    if any((box.folder or _folder(box)) == box.done for box in boxes):
        raise _unusable(path, "what was taken would lie in the folder that messages are taken from (folder and done)")
    if any(box.done.upper() == "INBOX" for box in boxes):
        raise _unusable(path, "what was taken needs a folder of its own, which the inbox is not (done)")


def _looked_into(box: Mailbox, beside: Path) -> LookedInto:
    account = ImapAccount(
        host=box.host,
        port=box.port or PORTS[box.security],
        security=box.security,
        user=box.user,
        password=_password(beside / box.password_file, box.name),
        folder=box.folder or _folder(box),
        done=box.done,
        certificates=box.certificates and beside / box.certificates,
    )
    return LookedInto(
        name=box.name,
        organisation=partial(_organisation, box.organisation),
        open=account.open,
        is_shared=box.shared,
        keep=timedelta(days=box.keep_days),
        every=box.look_every,
        authserv_id=box.authserv_id,
        canaries=awaited_words,
    )


def _folder(box: Mailbox) -> str:
    return SHARED if box.shared else DEDICATED


def _password(path: Path, name: str) -> str:
    try:
        password = path.read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError):
        message = f"The password file of the mailbox {name} cannot be read. Write its path into password_file, and let this user read it."
        raise CannotStart(message) from None
    if not password or not password.isprintable():
        message = f"The password file of the mailbox {name} holds no password in its one line."
        raise CannotStart(message)
    return password


def _organisation(slug: str) -> UUID | None:
    """Return the organisation of that short name, or the only one there is; looked up each time, because it may come later."""
    found = [each.id for each in organisations() if slug in {"", each.slug}]
    return found[0] if len(found) == 1 else None


def _unusable(path: Path, reason: str) -> CannotStart:
    return CannotStart(
        f"The file {path} of MELDPUNT_MAILBOXES is not usable: {reason}. docs/operate.md says how it is written."
    )
