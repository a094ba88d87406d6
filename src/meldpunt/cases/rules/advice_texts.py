"""The words of the advice, as msgids."""

from collections.abc import Mapping
from typing import Final

from meldpunt.cases.terms import Avoid, HandTo, Step, Why
from meldpunt.reports.terms import gettext_noop

STEPS: Final[Mapping[Step, str]] = {
    Step.TAKE_IT: gettext_noop("Take this case"),
    Step.READ_AND_ANSWER: gettext_noop("Read the report and send a first answer"),
    Step.ANSWER_THE_FINDER: gettext_noop("Answer the finder"),
    Step.ASSESS: gettext_noop("Find out whether it is true"),
    Step.DECIDE: gettext_noop("Decide what happens with it"),
    Step.SOLVE: gettext_noop("Have it solved, then tell the finder"),
    Step.SEND_AN_UPDATE: gettext_noop("Tell the finder how it stands"),
    Step.SAY_WHY_NOT: gettext_noop("Say no and why"),
    Step.DECIDE_AGAIN: gettext_noop("Say nothing more for now, and decide again on the date"),
    Step.WAIT_FOR_THE_FINDER: gettext_noop("Wait for the finder"),
    Step.CLOSE: gettext_noop("Close the case"),
    Step.NOTHING: gettext_noop("Nothing to do"),
}

WHYS: Final[Mapping[Why, str]] = {
    Why.CLOSED: gettext_noop("The case is closed. If the finder writes on their page, it opens again by itself."),
    Why.NOBODY_HAS_IT: gettext_noop(
        "Nobody has taken it yet. Give it to yourself or to a colleague, so that everybody knows who is on it."
    ),
    Why.NOT_ANSWERED: gettext_noop(
        "The finder was promised a first answer. Thank them, say that you are looking into it, and when they hear more. "
        "You need not know yet whether it is true."
    ),
    Why.FINDER_WAITS: gettext_noop("The finder wrote and waits for you. Even a short answer keeps their trust."),
    Why.YOU_ASKED: gettext_noop(
        "You asked the finder something. Until they answer or the date passes, there is nothing to do."
    ),
    Why.EVIDENCE_MAY_COME: gettext_noop(
        "You said no and why. The finder has two weeks to add evidence. If it convinces you, confirm the report."
    ),
    Why.NO_EVIDENCE_CAME: gettext_noop(
        "You said no, and the finder added nothing in two weeks. Close it with the same reason."
    ),
    Why.NOT_JUDGED: gettext_noop(
        "Try the steps of the report, or ask who runs the system to do it. If it is true, confirm it. "
        "If you cannot tell, ask the finder. If it is not true, say no and why."
    ),
    Why.NO_NOT_TOLD: gettext_noop("The report stands as not valid, but the finder does not know yet. Say no and why."),
    Why.WITHHELD: gettext_noop(
        "The law forbids to tell the finder how it stands. The clock of the next message stands still. Work on with your colleagues; "
        "a lead ends this, or decides it anew, on the date at the latest."
    ),
    Why.VALID_NOT_DECIDED: gettext_noop(
        "It is true. Start solving it, or postpone it if not now. Ask who runs the system what it takes, "
        "and tell the finder when they may expect it."
    ),
    Why.LONG_SILENCE: gettext_noop(
        "The finder has not heard from you for a while. Say how far it is, even when nothing changed."
    ),
    Why.ACCEPTED: gettext_noop(
        "It will be solved. Follow it with who runs the system. When it is solved, ask the finder to check, then close the case."
    ),
    Why.POSTPONED: gettext_noop(
        "It was postponed. Look at it again: start solving it, or close it and tell the finder why."
    ),
}

HANDS: Final[Mapping[HandTo, str]] = {
    HandTo.SYSTEM_OWNER: gettext_noop(
        "Who runs the system, or its supplier. Give them what they need, not the whole report."
    ),
    HandTo.BREACH_CONTACT: gettext_noop(
        "The contact for data leaks: a data leak may have to be reported within 72 hours."
    ),
    HandTo.INCIDENT_TEAM: gettext_noop("Who deals with incidents."),
}

HANDS_FIRST: Final[Mapping[HandTo, str]] = {
    HandTo.BREACH_CONTACT: gettext_noop(
        "the contact for data leaks, today. A data leak may have to be reported within 72 hours."
    ),
    HandTo.INCIDENT_TEAM: gettext_noop("who deals with incidents, now. Somebody may be inside at this moment."),
}
"""How it is said while nobody has the case or the finder has no answer: a clock of the law or an intruder does not wait."""

AVOIDS: Final[Mapping[Avoid, str]] = {
    Avoid.THREATEN: gettext_noop("Do not threaten: somebody who reports helps you."),
    Avoid.IGNORE: gettext_noop("Do not ignore it: who hears nothing goes to the press."),
    Avoid.PAY: gettext_noop("Do not promise or pay money on your own: ask whoever leads the desk."),
    Avoid.FORWARD: gettext_noop("Do not forward the report by mail."),
    Avoid.ARGUE: gettext_noop("Do not argue about who is right: say what you saw and ask what you miss."),
    Avoid.CLOSE_IN_SILENCE: gettext_noop("Do not close it before the finder knows."),
}
