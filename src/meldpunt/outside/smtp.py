"""Letters to an SMTP server (RFC 5321)."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum

from meldpunt.outbox.terms import CarrierBusy, CarrierRefused, ReadyLetter
from meldpunt.outside.letters import message

TIMEOUT = 20  # seconds
FIRST_PERMANENT = 500  # reply codes from here on mean never (RFC 5321, 4.2.1)
SIGN_IN = {530, 534, 535}  # reply codes about signing in (RFC 4954, 6)
POLICY = b"5.7."  # status codes about what the server allows us, such as relaying (RFC 3463, 3.8)


class Security(StrEnum):
    """How the connection is protected."""

    NONE = "none"
    STARTTLS = "starttls"
    TLS = "tls"


@dataclass(frozen=True)
class SmtpServer:
    """A carrier that hands each letter to one server."""

    host: str
    port: int
    security: Security
    user: str | None = None
    password: str | None = field(default=None, repr=False)

    def send(self, letter: ReadyLetter) -> None:
        """Hand the letter over. Raises CarrierBusy to try again later, CarrierRefused to give up.

        Only what the server says about this letter's recipient or content is final. What goes wrong before, with the connection,
        our sign-in or our own sender, is a setting that somebody will mend: the letter waits for that.
        """
        with self._ready() as server:
            try:
                server.send_message(message(letter), from_addr=letter.returns_to, to_addrs=[letter.to])
            except smtplib.SMTPRecipientsRefused as error:
                raise _judged(*error.recipients.values()) from None
            except smtplib.SMTPDataError as error:
                raise _judged((error.smtp_code, error.smtp_error)) from None
            except smtplib.SMTPNotSupportedError:
                code = "unsupported"  # an address beyond ASCII, and a server that does not take those
                raise CarrierRefused(code) from None

    @contextmanager
    def _ready(self) -> Iterator[smtplib.SMTP]:
        """Lend a connection, encrypted and signed in as the settings say. Raises CarrierBusy."""
        try:
            with self._connected() as server:
                yield server
        except smtplib.SMTPResponseException as error:
            raise CarrierBusy(str(error.smtp_code)) from None
        except smtplib.SMTPNotSupportedError:
            code = "unsupported"
            raise CarrierBusy(code) from None
        except (OSError, smtplib.SMTPException):
            code = "unreachable"
            raise CarrierBusy(code) from None

    def _connected(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        if self.security is Security.TLS:
            server: smtplib.SMTP = smtplib.SMTP_SSL(self.host, self.port, timeout=TIMEOUT, context=context)
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=TIMEOUT)
        try:
            if self.security is Security.STARTTLS:
                server.starttls(context=context)
            if self.user:
                server.login(self.user, self.password or "")
        except BaseException:
            server.close()
            raise
        return server


def _judged(answer: tuple[int, bytes | str]) -> CarrierBusy | CarrierRefused:
    """Say from the server's answer whether trying again makes sense; "sign in first" and "no relaying" are not about the letter."""
    code, text = answer
    words = text if isinstance(text, bytes) else text.encode()
    permanent = code >= FIRST_PERMANENT and code not in SIGN_IN and not words.startswith(POLICY)
    return CarrierRefused(str(code)) if permanent else CarrierBusy(str(code))
