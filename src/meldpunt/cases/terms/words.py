"""The closed lists of a case: states, reasons, kinds, steps."""

from datetime import timedelta
from enum import StrEnum

SESSION_IDLE = timedelta(minutes=30)
SESSION_LIFE = timedelta(hours=8)
EVIDENCE_DAYS = 14


class ReportState(StrEnum):
    """Vultron's report states (RM), as far as they exist after receipt."""

    RECEIVED = "received"
    INVALID = "invalid"
    VALID = "valid"
    DEFERRED = "deferred"
    ACCEPTED = "accepted"
    CLOSED = "closed"


class ClosingReason(StrEnum):
    """Why a case was closed."""

    SOLVED = "solved"
    NOT_VALID = "not_valid"
    NOT_OURS = "not_ours"
    ALREADY_KNOWN = "already_known"
    ACCEPTED_RISK = "accepted_risk"
    NO_ANSWER = "no_answer"
    SALES_PITCH = "sales_pitch"


class DeclineReason(StrEnum):
    """Why the organisation says no; each has a saved reply that explains it kindly."""

    NOT_VALID = "not_valid"
    NOT_OURS = "not_ours"
    ALREADY_KNOWN = "already_known"


class MessageKind(StrEnum):
    """What a message from the organisation is: an answer, a question, or a no with its reason."""

    ANSWER = "answer"
    ASK = "ask"
    DECLINE = "decline"


class Notices(StrEnum):
    """Whether a finder is mailed that there is news; ENDED when closing the case ended it and it can be asked for again."""

    SENT = "sent"
    ENDED = "ended"
    NONE = "none"


class Side(StrEnum):
    """Whose word was last."""

    FINDER = "finder"
    ORGANISATION = "organisation"


class FinderStatus(StrEnum):
    """Where a report stands, as the finder reads it; the doors say it in plain words."""

    RECEIVED = "received"
    BEING_READ = "being_read"
    QUESTION_FOR_YOU = "question_for_you"
    CONFIRMED = "confirmed"
    BEING_SOLVED = "being_solved"
    POSTPONED = "postponed"
    DECLINED = "declined"
    CLOSED_SOLVED = "closed_solved"
    CLOSED_DECLINED = "closed_declined"
    CLOSED_OTHER = "closed_other"


class Filter(StrEnum):
    """Which cases of an organisation to list."""

    OPEN = "open"
    MINE = "mine"
    UNASSIGNED = "unassigned"
    CLOSED = "closed"


class Step(StrEnum):
    """The next step a handler should take."""

    TAKE_IT = "take_it"
    READ_AND_ANSWER = "read_and_answer"
    ANSWER_THE_FINDER = "answer_the_finder"
    ASSESS = "assess"
    DECIDE = "decide"
    SOLVE = "solve"
    SEND_AN_UPDATE = "send_an_update"
    SAY_WHY_NOT = "say_why_not"
    DECIDE_AGAIN = "decide_again"
    WAIT_FOR_THE_FINDER = "wait_for_the_finder"
    CLOSE = "close"
    NOTHING = "nothing"


class Why(StrEnum):
    """How a case stands: why the next step is the next step."""

    CLOSED = "closed"
    NOBODY_HAS_IT = "nobody_has_it"
    NOT_ANSWERED = "not_answered"
    FINDER_WAITS = "finder_waits"
    YOU_ASKED = "you_asked"
    EVIDENCE_MAY_COME = "evidence_may_come"
    NO_EVIDENCE_CAME = "no_evidence_came"
    NOT_JUDGED = "not_judged"
    NO_NOT_TOLD = "no_not_told"
    WITHHELD = "withheld"
    VALID_NOT_DECIDED = "valid_not_decided"
    LONG_SILENCE = "long_silence"
    ACCEPTED = "accepted"
    POSTPONED = "postponed"


class ReplyId(StrEnum):
    """The saved replies, in the order a case usually needs them; those of a no are called as its reason. LATE comes after a broken promise alone."""

    LATE = "late"
    FIRST_ANSWER = "first_answer"
    ASK_MORE = "ask_more"
    CONFIRMED = "confirmed"
    UPDATE = "update"
    POSTPONED = "postponed"
    SOLVED = "solved"
    NOT_VALID = "not_valid"
    NOT_OURS = "not_ours"
    ALREADY_KNOWN = "already_known"


class Avoid(StrEnum):
    """What not to do."""

    THREATEN = "threaten"
    IGNORE = "ignore"
    PAY = "pay"
    FORWARD = "forward"
    ARGUE = "argue"
    CLOSE_IN_SILENCE = "close_in_silence"


class HandTo(StrEnum):
    """Whom to bring in."""

    SYSTEM_OWNER = "system_owner"
    BREACH_CONTACT = "breach_contact"
    INCIDENT_TEAM = "incident_team"
