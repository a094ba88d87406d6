"""Mailboxes over IMAP (RFC 3501, with what IDLE, UIDPLUS and MOVE of RFC 2177, 4315 and 6851 make easier).

Invariants: a message is known by its UID together with the UIDVALIDITY of its folder; nothing is removed from a folder that people use
but the messages that were taken, also where a server can only expunge everything that is marked.
"""

import imaplib
import ssl
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Final

from imap_tools import BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError, MailboxFolderCreateError, MailboxFolderSelectError, MailboxLoginError
from imap_tools.utils import encode_folder

from meldpunt.arrivals.terms import PostboxFlaw, PostboxTrouble, Waiting
from meldpunt.outside.imap_answers import LOOKS, TAKEN_ON, Look, answered, content_in, imap_day, looks_in

PATIENCE: Final = 60.0
"""Seconds that a server may take to answer."""
BREATH: Final = 1.0
"""Seconds between looks at whether to stop, while a server is to tell what is new."""
AT_ONCE: Final = 200
"""Messages of which one command speaks."""
INBOX: Final = "INBOX"


class ImapSecurity(StrEnum):
    """How the connection is protected."""

    NONE = "none"
    STARTTLS = "starttls"
    TLS = "tls"


@dataclass(frozen=True)
class ImapAccount:
    """Where a mailbox is. `certificates` are those to trust in place of this machine's; `done` is the folder of what was taken."""

    host: str
    port: int
    security: ImapSecurity
    user: str = field(repr=False)
    password: str = field(repr=False)
    folder: str
    done: str
    certificates: Path | None = None

    @contextmanager
    def open(self) -> Iterator["ImapPostbox"]:
        """Lend the mailbox, signed in, its folders made where they were not there. Raises PostboxTrouble."""
        with _told(PostboxFlaw.UNREACHABLE):
            mailbox = self._connected()
        try:
            with _told(PostboxFlaw.SIGN_IN):
                sign_in = mailbox.login if (self.user + self.password).isascii() else mailbox.login_utf8
                sign_in(self.user, self.password, initial_folder=None)
            postbox = ImapPostbox(mailbox, self.folder, self.done)
            postbox.prepare()
            yield postbox
        finally:
            _leave(mailbox)

    def _connected(self) -> BaseMailBox:
        if self.security is ImapSecurity.NONE:
            return MailBoxUnencrypted(self.host, self.port, timeout=PATIENCE)
        context = ssl.create_default_context(cafile=self.certificates)
        kind = MailBox if self.security is ImapSecurity.TLS else MailBoxStartTls
        return kind(self.host, self.port, timeout=PATIENCE, ssl_context=context)


class ImapPostbox:
    """A mailbox that is open (`arrivals.terms.Postbox`)."""

    def __init__(self, mailbox: BaseMailBox, folder: str, done: str) -> None:
        """Use a connection that is signed in."""
        self._mailbox = mailbox
        self._folder = folder
        self._done = done
        self._validity = ""
        self._can: frozenset[str] = frozenset()

    def prepare(self) -> None:
        """Make the folders that are not there yet, and ask what the server can: it says more to who is signed in."""
        with _told(PostboxFlaw.PROTOCOL):
            said = b" ".join(answered(self._mailbox.client.capability()))
            self._can = frozenset(said.decode("ascii", "replace").upper().split())
        for name in (self._done, self._folder):
            self._enter(name)

    def waiting(self) -> Sequence[Waiting]:
        """Return what is there to be taken, oldest first; what somebody marked as deleted is not."""
        self._enter(self._folder)
        with _told(PostboxFlaw.PROTOCOL):
            found = self._looks("UNDELETED")
            return [Waiting(f"{self._validity}/{look.uid}", look.size) for look in found]

    def found(self, word: str, *, since: date) -> Sequence[Waiting]:
        """Return what came into the inbox since a day with this word, of ASCII letters and digits, in its subject."""
        self._enter(INBOX)
        with _told(PostboxFlaw.PROTOCOL):
            found = self._looks(f'UNDELETED SINCE {imap_day(since)} SUBJECT "{word}"')
            return [Waiting(f"{INBOX}/{self._validity}/{look.uid}", look.size) for look in found]

    def content(self, message: Waiting, *, most: int) -> bytes | None:
        """Return a message, or how it begins."""
        with _told(PostboxFlaw.PROTOCOL):
            part = "BODY.PEEK[]" if message.size <= most else f"BODY.PEEK[]<0.{most}>"
            return content_in(answered(self._mailbox.client.uid("FETCH", _uid(message), f"({part})")))

    def put_away(self, message: Waiting, *, on: date) -> None:
        """Move a message out of people's sight, with the day on it where the server keeps such marks."""
        uid = _uid(message)
        with _told(PostboxFlaw.PROTOCOL):
            with suppress(ImapToolsError, imaplib.IMAP4.error):
                answered(self._mailbox.client.uid("STORE", uid, "+FLAGS.SILENT", f"({TAKEN_ON}{on:%Y%m%d})"))
            if "MOVE" in self._can:
                answered(self._mailbox.client.uid("MOVE", uid, _quoted(self._done)))
                return
            answered(self._mailbox.client.uid("COPY", uid, _quoted(self._done)))
            self._remove([uid])

    def forget(self, *, before: date) -> int:
        """Delete what was put away before a day, by the mark it bears; what bears none stays, also where the server keeps no marks."""
        self._enter(self._done)
        with _told(PostboxFlaw.PROTOCOL):
            old = [look.uid for look in self._looks("ALL") if look.taken_on is not None and look.taken_on < before]
            for start in range(0, len(old), AT_ONCE):
                self._remove(old[start : start + AT_ONCE])
        return len(old)

    def watch(self, seconds: float, *, stop: Callable[[], bool]) -> None:
        """Wait, told by the server of what is new where it can; it is asked from time to time either way."""
        until = time.monotonic() + seconds
        if "IDLE" not in self._can:
            while time.monotonic() < until and not stop():
                time.sleep(min(BREATH, seconds))
            return
        self._enter(self._folder)
        with _told(PostboxFlaw.UNREACHABLE), self._mailbox.idle as idle:
            while time.monotonic() < until and not stop():
                begun = time.monotonic()
                if idle.poll(timeout=BREATH) or time.monotonic() - begun < BREATH / 2:
                    return  # something is new, or the connection has ended, which leaving will tell

    def _enter(self, folder: str) -> None:
        """Select a folder, after making it where that fails."""
        with _told(PostboxFlaw.FOLDER):
            try:
                self._mailbox.folder.set(folder)
            except MailboxFolderSelectError:
                self._mailbox.folder.create(folder)
                with suppress(ImapToolsError):
                    self._mailbox.folder.subscribe(folder, value=True)
                self._mailbox.folder.set(folder)
            _kind, said = self._mailbox.client.response("UIDVALIDITY")
            self._validity = said[0].decode("ascii", "replace") if said and said[0] else ""

    def _looks(self, criteria: str) -> list[Look]:
        """Return what the folder holds of these, oldest first."""
        uids = self._mailbox.uids(criteria, charset=None)
        found: list[Look] = []
        for start in range(0, len(uids), AT_ONCE):
            chosen = ",".join(uids[start : start + AT_ONCE])
            found += looks_in(answered(self._mailbox.client.uid("FETCH", chosen, LOOKS)))
        return sorted(found, key=lambda look: int(look.uid))

    def _remove(self, uids: list[str]) -> None:
        """Delete these and nothing else; where the server cannot and others are marked too, they stay marked until it can."""
        chosen, client = ",".join(uids), self._mailbox.client
        answered(client.uid("STORE", chosen, "+FLAGS.SILENT", r"(\Deleted)"))
        if "UIDPLUS" in self._can:
            answered(client.uid("EXPUNGE", chosen))
        elif set(self._mailbox.uids("DELETED", charset=None)) <= set(uids):
            answered(client.expunge())


def _leave(mailbox: BaseMailBox) -> None:
    """Say goodbye where that is still possible, and close the connection in any case."""
    for step in (mailbox.logout, mailbox.client.shutdown):
        with suppress(OSError, imaplib.IMAP4.error, ImapToolsError):
            step()


@contextmanager
def _told(flaw: PostboxFlaw) -> Iterator[None]:
    """Say of whatever goes wrong only what kind it is: what a server answers may hold addresses and names."""
    try:
        yield
    except ssl.SSLCertVerificationError:
        raise PostboxTrouble(PostboxFlaw.CERTIFICATE) from None
    except MailboxLoginError:
        raise PostboxTrouble(PostboxFlaw.SIGN_IN) from None
    except (MailboxFolderSelectError, MailboxFolderCreateError):
        raise PostboxTrouble(PostboxFlaw.FOLDER) from None
    except (imaplib.IMAP4.abort, OSError):
        raise PostboxTrouble(PostboxFlaw.UNREACHABLE) from None
    except (imaplib.IMAP4.error, ImapToolsError, ValueError, LookupError):
        raise PostboxTrouble(flaw) from None


def _uid(message: Waiting) -> str:
    return message.name.rpartition("/")[2]


def _quoted(folder: str) -> str:
    """Return a folder's name as an argument: in modified UTF-7 and quotes (RFC 3501, 5.1.3)."""
    return encode_folder(folder).decode("ascii")
