"""A letter as a mail message (RFC 5322), with a public key beside its words or encrypted as a whole (RFC 3156)."""

from email.message import EmailMessage, MIMEPart
from email.policy import SMTP, EmailPolicy
from email.utils import localtime
from typing import Any, Final

from meldpunt.outbox.terms import Enclosure, ReadyLetter

_OF_IDS: Final = frozenset({"In-Reply-To", "References"})


class _Policy(EmailPolicy):
    """Writes each Message-ID of a header on a line of its own: the standard library takes a long one for words and encodes it, and no mail program finds it."""

    def fold(self, name: str, value: Any) -> str:  # noqa: ANN401 -- as the standard library has it
        """Return the header, folded."""
        return self._one_a_line(name, value) if name in _OF_IDS else super().fold(name, value)

    def fold_binary(self, name: str, value: Any) -> bytes:  # noqa: ANN401 -- as above
        """Return the header, folded, as bytes."""
        return self._one_a_line(name, value).encode() if name in _OF_IDS else super().fold_binary(name, value)

    def _one_a_line(self, name: str, value: object) -> str:
        return f"{name}: " + f"{self.linesep} ".join(str(value).split()) + self.linesep


_POLICY: Final = _Policy(linesep=SMTP.linesep)


def message(letter: ReadyLetter) -> EmailMessage:
    """Return the message; it asks automatic replies to stay away (RFC 3834)."""
    mail = EmailMessage(policy=_POLICY)
    mail["From"] = letter.sender
    mail["To"] = letter.to
    mail["Subject"] = letter.subject
    mail["Date"] = localtime()
    mail["Message-ID"] = f"<{letter.message_id.strip('<>')}>"
    mail["Auto-Submitted"] = "auto-replied" if letter.is_reply else "auto-generated"
    if letter.reply_to:
        mail["Reply-To"] = letter.reply_to
    if letter.references:
        mail["In-Reply-To"] = letter.references[-1]
        mail["References"] = " ".join(letter.references)
    _fill(mail, letter)
    return mail


def _fill(mail: EmailMessage, letter: ReadyLetter) -> None:
    """Put in the words, with a key beside them, or what was encrypted in their place."""
    if letter.enclosed is None:
        mail.set_content(letter.body)
    elif letter.enclosed.kind is Enclosure.KEY:
        mail.set_content(letter.body)
        key = _lines(letter.enclosed.content)
        mail.add_attachment(key, maintype="application", subtype="pgp-keys", filename="openpgp-key.asc", cte="7bit")
    else:
        _encrypted(mail, letter.enclosed.content)


def _encrypted(mail: EmailMessage, ciphertext: bytes) -> None:
    """Make the two parts of RFC 3156, 4: the control part, and the message."""
    control, body = MIMEPart(policy=_POLICY), MIMEPart(policy=_POLICY)
    control.set_content(b"Version: 1\n", "application", "pgp-encrypted", cte="7bit")
    body.set_content(
        _lines(ciphertext), "application", "octet-stream", disposition="inline", filename="encrypted.asc", cte="7bit"
    )
    mail["MIME-Version"] = "1.0"
    mail["Content-Type"] = 'multipart/encrypted; protocol="application/pgp-encrypted"'
    mail.set_payload([control, body])


def _lines(armour: bytes) -> bytes:
    """Return armour that ends its lines as the rest of the message does before it is written out."""
    return b"\n".join(armour.splitlines()) + b"\n"
