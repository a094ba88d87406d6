"""Duties by law as pages show them, in the reader's language: their texts are data of the law, in both."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.functional import lazy
from django.utils.timezone import get_current_timezone_name
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from meldpunt.doors.desk.words import Words, word
from meldpunt.obligations.rules.law import DOUBTS, FACTS, LAWS, STAGES, explain
from meldpunt.obligations.terms.duties import DutyEnd, DutyFlaw, RecordedSubmission
from meldpunt.obligations.terms.law import ASKED, Duty, Gap, Lack, Need, Stage, Unlifted
from meldpunt.obligations.terms.law import Words as Both

TITLES: Final = {stage.id: stage.title for stage in STAGES}

FLAWS: Words = {
    DutyFlaw.FUTURE: _("This moment is still to come. Record what already is so."),
    DutyFlaw.BEFORE_ANY_LAW: _("No law here was in force then. Look at the year once more."),
    DutyFlaw.NO_LAW: _("No law that holds for your organisation knows this fact. Choose another one."),
    DutyFlaw.NO_EVENT: _("There is no such event. Choose one of these."),
    DutyFlaw.UNTIL: _("Only an authority that asked for something names an end, and never before it asked."),
    DutyFlaw.NO_REASONS: _("Write down why. Somebody will ask later."),
    DutyFlaw.NO_LATE_REASONS: _("This is after the end. Write down why it is late."),
    DutyFlaw.NO_EVIDENCE: _("Please fill this in: it shows later that it was done."),
    DutyFlaw.TOO_LONG: _("This is too long, or holds a character that we cannot keep. Use up to 20,000 characters."),
    DutyFlaw.TOO_MANY: _("This case holds as many records as it can. Nothing was recorded."),
    DutyFlaw.BEFORE_IT_BEGAN: _("This is before the duty began. Look at the day and the time once more."),
    DutyFlaw.BOTH: _("Choose a law either as it is, or for a provider of trust services, not both."),
    DutyFlaw.THERE: _("This stands there already for the same moment, in other words. Take that back first."),
    DutyFlaw.GAPS: _(
        "Not every question is answered here. Answer them first, or say that it was submitted all the same."
    ),
}
"""What is wrong with something that was to be recorded, and what to do."""

NEVER_WAS: Final = _("The clock never showed this time: it was put forward that night. Look once more.")

LACKS: Words = {
    Lack.EMPTY: _("not answered yet"),
    Lack.NO_DATE: _("not a day"),
    Lack.NO_MOMENT: _("not a day and a time"),
    Lack.NO_NUMBER: _("not a whole number"),
    Lack.NO_CHOICE: _("not one of the answers"),
}

NEEDS_OF_FIELDS: Words = {
    Need.ALWAYS: _("must be answered"),
    Need.IF_KNOWN: _("as far as you know"),
    Need.IF_LATE: _("only when it is late"),
}

STANDS: Words = {
    "runs": _("runs"),
    "late": _("the end has passed"),
    "submitted": _("submitted"),
    "submitted_late": _("submitted late"),
    "lifted": _("fell away"),
}

FELL: Words = {
    DutyEnd.GONE: _("fell away: what began it was taken back"),
    DutyEnd.LAW_OUT: _("fell away: the law was taken out"),
    DutyEnd.SUBMITTED: _("submitted; the law was taken out afterwards"),
    DutyEnd.LIFTED: _("fell away; the law was taken out afterwards"),
}
"""Why a duty is over that nothing begins any more."""

UNLIFTED: Words = {
    Unlifted.DISPUTED: _(
        "This lifts nothing as long as it stands here that the breach is likely to be a high risk. Is it not? Then take that back."
    ),
    Unlifted.TOO_LATE: _(
        "The end had passed when this was recorded, and what was missed is not decided away. Submit it still, and say why it is late."
    ),
}
"""Why a decision lifts no duty, and what to do."""


@dataclass(frozen=True)
class ShownDuty:
    """One stage in words. `stands` is a code of `STANDS`; `checks` names what is still to be checked of the law."""

    duty: Duty
    title: str
    law: str
    to: str
    stands: str
    explained: str
    checks: str
    asked: bool

    @property
    def owed(self) -> bool:
        """Tell whether somebody still has to submit it."""
        return self.stands in {"runs", "late"}

    @property
    def passed(self) -> datetime | None:
        """Return the end that had passed, where nothing else here says so: it was moved, lifted or recorded afterwards."""
        broken_at, said = self.duty.broken_at, self.stands in {"late", "submitted_late"}
        return None if said and broken_at == self.duty.due else broken_at

    @property
    def was_late(self) -> bool:
        """Tell whether the end that passed makes it late: not where it was submitted in time, and that was recorded afterwards."""
        return self.stands != "submitted"


def in_language(both: Both) -> str:
    """Return a text of the law in the reader's language."""
    return both.of(_language())


def _language() -> str:
    return "nl" if (get_language() or "").startswith("nl") else "en"


def later[Code: str](texts: Mapping[Code, Both]) -> Words:
    """Return texts of the law by their codes, each in the language of whoever reads it then."""
    return {str(code): lazy(in_language, str)(both) for code, both in texts.items()}


FACT_WORDS: Final = later(FACTS)
LAW_WORDS: Final = later(LAWS)
STAGE_WORDS: Final = later(TITLES)


def shown(duties: Iterable[Duty], *, now: datetime) -> list[ShownDuty]:
    """Return duties in words."""
    return [shown_duty(duty, now=now) for duty in duties]


def shown_duty(duty: Duty, *, now: datetime) -> ShownDuty:
    """Return one duty in words."""
    stage = duty.stage
    return ShownDuty(
        duty=duty,
        title=in_language(stage.title),
        law=in_language(LAWS[stage.law]),
        to=in_language(stage.to),
        stands=_stands(duty, now),
        explained=explain(duty, _language(), get_current_timezone_name()),
        checks=", ".join(_checks(stage)),
        asked=stage.event in ASKED,
    )


def questions_of(submission: RecordedSubmission) -> str:
    """Return the questions that a submission left without an answer, in words."""
    labels = {field.id: field.label for stage in STAGES if stage.id == submission.stage for field in stage.fields}
    return "; ".join(in_language(labels[name]) for name in submission.missing if name in labels)


def _stands(duty: Duty, now: datetime) -> str:
    if duty.submitted_at is not None:
        return "submitted_late" if duty.late else "submitted"
    if duty.lifted:
        return "lifted"
    return "late" if duty.due is not None and duty.due < now else "runs"


def _checks(stage: Stage) -> list[str]:
    doubts = [in_language(DOUBTS[doubt]) for doubt in stage.doubts]
    return doubts + ([str(_("the questions with an asterisk"))] if any(each.check for each in stage.fields) else [])


def gaps_in_words(gaps: Iterable[Gap]) -> list[tuple[str, str, str]]:
    """Return what keeps a form from being complete: the field, its label, and what is wrong."""
    return [(gap.field.id, in_language(gap.field.label), word(LACKS, gap.lack)) for gap in gaps]
