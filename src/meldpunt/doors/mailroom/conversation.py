"""One mail server talking to us, by LMTP (RFC 2033) or SMTP (RFC 5321); which of them, its greeting says.

Invariants: in LMTP every recipient that was accepted gets an answer of its own after the content, in SMTP all get one; content ends at
CRLF, dot, CRLF alone, so that nobody smuggles a second message into a first.
"""

import asyncio
from typing import Any, Final
from uuid import UUID

import structlog
from aiosmtpd.smtp import SMTP
from aiosmtpd.smtp import Envelope as Asked

from meldpunt.arrivals.terms import Envelope, Way
from meldpunt.doors.mailroom.taking import BUSY, LATER, TAKEN, TOO_LARGE, UNKNOWN, Counter

PIECE: Final = 64 * 1024
"""Bytes after which content is taken in pieces, and a command is too long."""
LINE: Final = b"\r\n"
DOT: Final = b"\r\n."
"""A dot that begins a line is not part of the content (RFC 5321, 4.5.2)."""
END: Final = b"\r\n.\r\n"
NULL_SENDER: Final = "<>"
FULL: Final = "421 4.3.2 Too many connections, try again later"
CROWD: Final = "452 4.5.3 Too many recipients"
COMMANDS: Final = {"*": 50, "MAIL": 1000, "RCPT": 5000, "DATA": 1000, "RSET": 1000, "NOOP": 1000}
"""How often a connection may give each command."""
log = structlog.get_logger("meldpunt.mailroom")


class Recipients:
    """What is asked of us between aiosmtpd's commands: who a recipient is, and what to say when something goes wrong."""

    def __init__(self, counter: Counter) -> None:
        """Ask `counter`."""
        self._counter = counter

    async def handle_RCPT(  # noqa: N802 (aiosmtpd's name)
        self, server: "Conversation", _session: object, envelope: Asked, address: str, _options: list[str]
    ) -> str:
        """Accept a recipient that is an organisation's."""
        if len(envelope.rcpt_tos) >= self._counter.limits.recipients:
            return CROWD
        organisation = await self._counter.find(address) if _is_text(address) else None
        if organisation is None:
            return UNKNOWN
        envelope.rcpt_tos.append(address)
        server.known[address] = organisation
        return "250 2.1.5 OK"

    async def handle_exception(self, error: Exception) -> str:
        """Say that it may go better next time, and nothing of what went wrong."""
        log.error("a mail server could not be answered", exc_info=error)
        return LATER


class Conversation(SMTP):
    """The protocol of one connection."""

    line_length_limit = PIECE

    def __init__(self, counter: Counter, *, name: str) -> None:
        """Take messages for `counter`, as a server called `name`."""
        super().__init__(
            Recipients(counter),
            data_size_limit=counter.limits.size,
            enable_SMTPUTF8=True,
            hostname=name,
            ident="Meldpunt",
            timeout=counter.limits.idle,
            command_call_limit=COMMANDS,
            loop=asyncio.get_running_loop(),
        )
        self.known: dict[str, UUID] = {}
        self._counter = counter
        self._is_lmtp = False

    async def _handle_client(self) -> None:
        """Talk, unless too many are."""
        if len(self._counter.connections) >= self._counter.limits.connections:
            await self.push(FULL)
            self._writer.close()
            return
        self._counter.connections.add(self._writer)
        try:
            await super()._handle_client()
        finally:
            self._counter.connections.discard(self._writer)

    async def smtp_LHLO(self, name: str) -> None:  # noqa: N802 (aiosmtpd finds commands by such names)
        """Be greeted by a client that wants an answer for each recipient."""
        await self.smtp_EHLO(name)
        self._is_lmtp = True

    async def smtp_HELO(self, hostname: str) -> None:  # noqa: N802
        """Be greeted."""
        self._is_lmtp = False
        await super().smtp_HELO(hostname)

    async def smtp_EHLO(self, hostname: str) -> None:  # noqa: N802
        """Be greeted."""
        self._is_lmtp = False
        await super().smtp_EHLO(hostname)

    async def smtp_AUTH(self, arg: str) -> None:  # noqa: ARG002, N802
        """Ask nobody to sign in: who reaches the socket may deliver."""
        await self.push("502 5.5.1 Not offered")

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        """Take the content and answer for it."""
        if await self.check_helo_needed():
            return
        asked: Any = self.envelope
        if not asked.rcpt_tos:
            await self.push("503 5.5.1 First a recipient")
        elif arg or self._reader._buffer:  # type: ignore[attr-defined]  # noqa: SLF001 (nothing public tells)
            await self.push("503 5.5.1 First the answer to DATA, without an argument")
            self._writer.close()
        else:
            self._reader.feed_data(LINE)  # so that content which is empty ends as any other does: behind a line
            await self.push("354 End data with <CR><LF>.<CR><LF>")
            raw, refusal = await self._content()
            self.envelope = self._create_envelope()
            await self._answer(await self._taken(raw, asked) if raw is not None else [refusal] * len(asked.rcpt_tos))

    async def _taken(self, raw: bytes, asked: Asked) -> list[str]:
        self._reset_timeout(self._counter.limits.wait * 10)
        sender = "" if asked.mail_from in {None, NULL_SENDER} else str(asked.mail_from)
        envelope = Envelope(
            way=Way.LMTP,
            recipients=tuple(asked.rcpt_tos),
            sender=sender.encode("utf-8", "replace").decode(),
        )
        return await self._counter.take(raw, envelope, [(each, self.known[each]) for each in asked.rcpt_tos])

    async def _answer(self, answers: list[str]) -> None:
        """Say what became of the message: of each recipient, or of all of them what holds for the worst."""
        self._reset_timeout()
        if not self._is_lmtp:
            answers = [next((each for each in answers if each != TAKEN), TAKEN)]
        for each in answers:
            await self.push(each)

    async def _content(self) -> tuple[bytes | None, str]:
        """Return the content, counted as held, or why it is not taken; it is read to its end either way (RFC 5321, 4.1.1.4)."""
        pieces, size, dots, refusal, piece = list[bytes](), 0, 0, "", b""
        try:
            while not piece.endswith(END):
                piece = await self._piece()
                self._reset_timeout()
                dots += piece.count(DOT)
                refusal = refusal or self._refusal(size - dots, len(piece))
                if not refusal:
                    pieces.append(piece)
                    size += len(piece)
        except BaseException:
            self._counter.let_go(size)
            raise
        if refusal:
            self._counter.let_go(size)
            return None, refusal
        content = b"".join(pieces)[len(LINE) : -len(END) + len(LINE)]
        plain = (content[1:] if content.startswith(b".") else content).replace(DOT, LINE)
        self._counter.let_go(size - len(plain))
        return plain, ""

    def _refusal(self, size: int, more: int) -> str:
        """Say why there is no room for `more` bytes after `size`; empty when they are counted."""
        if size + more > self._counter.limits.size + len(END) - 1:
            return TOO_LARGE
        return "" if self._counter.hold(more) else BUSY

    async def _piece(self) -> bytes:
        """Return the content up to its end, or the next part of one that is long; the end is never cut in two."""
        try:
            return await self._reader.readuntil(END)
        except asyncio.LimitOverrunError as error:
            return await self._reader.read(error.consumed)


def _is_text(address: str) -> bool:
    """Tell whether an address is UTF-8: aiosmtpd keeps bytes that are not as surrogates."""
    return not any("\ud800" <= letter <= "\udfff" for letter in address)
