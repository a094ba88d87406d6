"""Cases, the finder's thread in each, what is said and done, what ties mail to a thread, and what the law forbids to say."""

from meldpunt.cases.models.cases import Case, Counter, FinderSession, Message, Note, StateChange, Thread
from meldpunt.cases.models.mail import CodeLink, FinderKey, MailMark
from meldpunt.cases.models.notices import Notice
from meldpunt.cases.models.withholding import Withholding

__all__ = (
    "Case",
    "CodeLink",
    "Counter",
    "FinderKey",
    "FinderSession",
    "MailMark",
    "Message",
    "Note",
    "Notice",
    "StateChange",
    "Thread",
    "Withholding",
)
