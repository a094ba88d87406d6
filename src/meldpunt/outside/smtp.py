"""Letters to an SMTP server (RFC 5321)."""

import smtplib
import ssl
from dataclasses import dataclass, field
from enum import StrEnum

from meldpunt.outbox.terms import CarrierBusy, CarrierRefused, ReadyLetter
from meldpunt.outside.letters import message

TIMEOUT = 20  # seconds
FIRST_PERMANENT = 500  # reply codes from here on mean never (RFC 5321, 4.2.1)


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
        """Hand the letter over. Raises CarrierBusy to try again later, CarrierRefused to give up."""
        try:
            with self._connected() as server:
                server.send_message(message(letter))
        except smtplib.SMTPRecipientsRefused as error:
            raise _judged(*[code for code, _ in error.recipients.values()]) from None
        except smtplib.SMTPResponseException as error:
            raise _judged(error.smtp_code) from None
        except smtplib.SMTPNotSupportedError:
            code = "unsupported"
            raise CarrierRefused(code) from None
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


def _judged(code: int) -> CarrierBusy | CarrierRefused:
    """Say from the server's reply code whether trying again makes sense; trouble with our own sign-in is not the letter's."""
    permanent = code >= FIRST_PERMANENT and code not in {530, 534, 535}
    return CarrierRefused(str(code)) if permanent else CarrierBusy(str(code))
