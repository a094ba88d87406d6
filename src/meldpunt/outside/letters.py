"""A letter as a mail message (RFC 5322)."""

from email.message import EmailMessage
from email.policy import SMTP
from email.utils import localtime

from meldpunt.outbox.terms import ReadyLetter


def message(letter: ReadyLetter) -> EmailMessage:
    """Return the message; it asks automatic replies to stay away (RFC 3834)."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = letter.sender
    mail["To"] = letter.to
    mail["Subject"] = letter.subject
    mail["Date"] = localtime()
    mail["Message-ID"] = f"<{letter.message_id.strip('<>')}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(letter.body)
    return mail
