"""What can be recorded about duties by law: facts of the past, with reasons; what stands is never changed, only withdrawn."""

from collections.abc import Collection, Mapping
from datetime import datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from meldpunt.obligations.rules.law.catalogue import STAGES
from meldpunt.obligations.rules.law.forms import lacking
from meldpunt.obligations.terms.duties import MAX_ANSWER, MAX_EVENTS, DutyFlaw, DutyRefused, Evidence, NewFact
from meldpunt.obligations.terms.law import ASKED, Duty, FactKind, Gap, Law, Need, Stage
from meldpunt.reports.rules.limits import check_text
from meldpunt.reports.terms import ReportError

EARLIEST: Final = min(stage.in_force for stage in STAGES)
"""Facts of before this day begin nothing under any law here: a year that was mistyped."""
_TRUST: Final = "_trust"


def offered(laws: Collection[Law]) -> tuple[FactKind, ...]:
    """Return the facts that mean something under these laws, in their usual order."""
    known = {
        kind
        for stage in STAGES
        if stage.law in laws
        for kind in (stage.event, stage.runs_from, stage.only_with, stage.unless)
    }
    return tuple(kind for kind in FactKind if kind in known)


def check_laws(laws: Collection[Law]) -> None:
    """Refuse a law that is chosen both as it is and for a provider of trust services. Raises DutyRefused."""
    if any(law.value + _TRUST in laws for law in laws):
        raise DutyRefused(DutyFlaw.BOTH, "laws")


def check_fact(new: NewFact, *, laws: Collection[Law], last_event: int, zone: str, now: datetime) -> None:
    """Refuse a fact that cannot be; `last_event` is the highest number used so far, 0 for none. Raises DutyRefused."""
    if new.kind not in offered(laws):
        raise DutyRefused(DutyFlaw.NO_LAW, "kind")
    if not 1 <= new.event <= min(last_event + 1, MAX_EVENTS):
        raise DutyRefused(DutyFlaw.NO_EVENT, "event")
    if new.at > now:
        raise DutyRefused(DutyFlaw.FUTURE, "at")
    if new.at < datetime.combine(EARLIEST, time(), ZoneInfo(zone)):
        raise DutyRefused(DutyFlaw.BEFORE_ANY_LAW, "at")
    if new.until is not None and (new.kind not in ASKED or new.until < new.at):
        raise DutyRefused(DutyFlaw.UNTIL, "until")
    check_reasons(new.reasons, "reasons")


def check_evidence(evidence: Evidence, duty: Duty, *, answers: Mapping[str, str], now: datetime) -> None:
    """Refuse evidence that says too little: who and a reference, why where it was late, and that it was so although answers are missing.

    `answers` are those of the form, which may say already why it is late. Raises DutyRefused.
    """
    if evidence.at > now:
        raise DutyRefused(DutyFlaw.FUTURE, "at")
    if evidence.at < duty.started_at:
        raise DutyRefused(DutyFlaw.BEFORE_IT_BEGAN, "at")
    for name in ("who", "reference"):
        if not getattr(evidence, name).strip():
            raise DutyRefused(DutyFlaw.NO_EVIDENCE, name)
        check_words(getattr(evidence, name), name)
    check_words(evidence.late_reasons, "late_reasons")
    late = duty.due is not None and evidence.at > duty.due
    if late and not _says_why_late(duty, answers) and not evidence.late_reasons.strip():
        raise DutyRefused(DutyFlaw.NO_LATE_REASONS, "late_reasons")
    if missing(duty.stage, answers) and not evidence.incomplete:
        raise DutyRefused(DutyFlaw.GAPS, "incomplete")


def missing(stage: Stage, answers: Mapping[str, str]) -> tuple[Gap, ...]:
    """Return the questions that keep a form from being complete, but for why it is late: evidence asks that by itself."""
    return lacking(stage, answers)


def _says_why_late(duty: Duty, answers: Mapping[str, str]) -> bool:
    asked = [field.id for field in duty.stage.fields if field.need is Need.IF_LATE]
    return any(answers.get(name, "").strip() for name in asked)


def check_reasons(text: str, about: str) -> None:
    """Refuse reasons that are none, or that cannot be kept. Raises DutyRefused."""
    if not text.strip():
        raise DutyRefused(DutyFlaw.NO_REASONS, about)
    check_words(text, about)


def check_words(text: str, about: str) -> None:
    """Refuse a text that is too long, or that would not come back as it was typed. Raises DutyRefused."""
    try:
        check_text(about, text, MAX_ANSWER)
    except ReportError:
        raise DutyRefused(DutyFlaw.TOO_LONG, about) from None
