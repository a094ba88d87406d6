"""The first set of saved replies, as msgids. Placeholders: number, handler, organisation; of the word after a broken promise also its own."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from meldpunt.cases.terms import Late, MessageKind, ReplyId
from meldpunt.policy.terms import PromiseKind
from meldpunt.reports.terms import gettext_noop


@dataclass(frozen=True)
class Reply:
    """A saved reply before it is translated and filled in; `kind` is what it is sent as."""

    id: ReplyId
    kind: MessageKind
    title: str
    text: str = field(repr=False)


BLANK: Final = gettext_noop("[Write here why it took longer]")
"""What only the handler knows: nothing is sent that still has it."""
ASSESSMENT: Final = gettext_noop("a first answer with our assessment")
PROMISED: Final[Mapping[PromiseKind, str]] = {
    PromiseKind.RECEIPT: gettext_noop("a receipt"),
    PromiseKind.FIRST_ANSWER: gettext_noop("a first answer"),
    PromiseKind.SILENCE: gettext_noop("a message about how it stands"),
    PromiseKind.SOLVED: gettext_noop("word that it is solved"),
    PromiseKind.FIX: gettext_noop("a solution"),
    PromiseKind.EXPECTED_FIX: gettext_noop("word that it is solved"),
    PromiseKind.PUBLICATION: gettext_noop("a decision about publication"),
    PromiseKind.KEY: gettext_noop("our key"),
    PromiseKind.ERASURE: gettext_noop("word that your data is erased"),
}
LATE: Final = Reply(
    ReplyId.LATE,
    MessageKind.ANSWER,
    gettext_noop("We are late: sorry"),
    gettext_noop(
        "Hello,\n\nFor your report {number} we promised you {promise} by {due}. We did not keep that promise, and we are sorry.\n\n"
        "{why}\n\nYou hear from us again by {again} at the latest.\n\nKind regards,\n{handler}\n{organisation}"
    ),
)
"""The word after a broken promise. Placeholders besides: promise, due, why, again."""


def promised_words(late: Late) -> str:
    """Return what was promised, as a msgid that the sentence goes on with."""
    return ASSESSMENT if late.assessed else PROMISED[late.kind]


REPLIES: Final = (
    Reply(
        ReplyId.FIRST_ANSWER,
        MessageKind.ANSWER,
        gettext_noop("First answer: thank you, we are looking into it"),
        gettext_noop(
            "Hello,\n\nThank you for your report {number}. We have read it and are looking into it now. "
            "As soon as we know more, you will read it here.\n\n"
            "Please do not share it with others until it is solved.\n\nKind regards,\n{handler}\n{organisation}"
        ),
    ),
    Reply(
        ReplyId.ASK_MORE,
        MessageKind.ASK,
        gettext_noop("Ask for more"),
        gettext_noop(
            "Hello,\n\nWe tried to see what you describe, but did not manage yet. Can you tell us:\n\n"
            "- which steps you took, one by one\n- at which address and at what time\n- what you saw, if possible with a picture\n\n"
            "Thank you for your help.\n\nKind regards,\n{handler}\n{organisation}"
        ),
    ),
    Reply(
        ReplyId.CONFIRMED,
        MessageKind.ANSWER,
        gettext_noop("We see it too"),
        gettext_noop(
            "Hello,\n\nWe see what you reported: thank you, you helped us. We now find out how it can be solved, "
            "and tell you when we expect that.\n\nKind regards,\n{handler}\n{organisation}"
        ),
    ),
    Reply(
        ReplyId.UPDATE,
        MessageKind.ANSWER,
        gettext_noop("How it stands"),
        gettext_noop(
            "Hello,\n\nA short message about your report {number}: we are still working on it. "
            "You hear from us again as soon as there is news.\n\nKind regards,\n{handler}\n{organisation}"
        ),
    ),
    Reply(
        ReplyId.POSTPONED,
        MessageKind.ANSWER,
        gettext_noop("It will take longer"),
        gettext_noop(
            "Hello,\n\nYour report is right, but we cannot solve it now. We have written it down and come back to it. "
            "Please tell us if you see that it is being abused.\n\nKind regards,\n{handler}\n{organisation}"
        ),
    ),
    Reply(
        ReplyId.SOLVED,
        MessageKind.ANSWER,
        gettext_noop("It is solved"),
        gettext_noop(
            "Hello,\n\nThe problem you reported has been solved. Would you check whether you see that too?\n\n"
            "Please delete what you obtained from our systems. Thank you for your help.\n\n"
            "Kind regards,\n{handler}\n{organisation}"
        ),
    ),
    Reply(
        ReplyId.NOT_VALID,
        MessageKind.DECLINE,
        gettext_noop("No: it is not a security problem"),
        gettext_noop(
            "Hello,\n\nThank you for your report {number} and the time you gave it. We looked into it and see no "
            "security problem in it.\n\nDo you see that differently? Then tell us within two weeks what we missed, or what harm "
            "can come of it. We will look again.\n\nKind regards,\n{handler}\n{organisation}"
        ),
    ),
    Reply(
        ReplyId.NOT_OURS,
        MessageKind.DECLINE,
        gettext_noop("No: it is not about us"),
        gettext_noop(
            "Hello,\n\nThank you for your report {number}. We looked into it: it is about a system that is not ours, "
            "so we cannot solve it. Please report it to whoever runs that system.\n\n"
            "Do you think it is ours after all? Then tell us within two weeks why.\n\nKind regards,\n{handler}\n{organisation}"
        ),
    ),
    Reply(
        ReplyId.ALREADY_KNOWN,
        MessageKind.DECLINE,
        gettext_noop("No: we know it already"),
        gettext_noop(
            "Hello,\n\nThank you for your report {number}. What you found is right, but we knew it already and are working on "
            "it. That is why we close your report. Please do not share it with others until it is solved.\n\n"
            "Kind regards,\n{handler}\n{organisation}"
        ),
    ),
)
