"""The answers to the questions of a stage, and the evidence that a person submitted it. Meldpunt submits nothing itself."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID, uuid4

from meldpunt.cases.access import open_inside
from meldpunt.cases.terms import Inside
from meldpunt.journal.actions import record, transaction
from meldpunt.journal.terms import Fact
from meldpunt.obligations.access import answers_about, duty_of, known_of
from meldpunt.obligations.actions.facts import check_room, follow_up, minute, taken_back
from meldpunt.obligations.actions.settling import hold
from meldpunt.obligations.models import LawAnswers, LawSubmission
from meldpunt.obligations.rules.law.recording import check_evidence, check_reasons, check_words, missing
from meldpunt.obligations.rules.law.words import of_answers, of_submission, open_words, seal_words
from meldpunt.obligations.terms.duties import AnswersMovedOn, DutyFlaw, DutyRefused, Evidence
from meldpunt.obligations.terms.law import Duty
from meldpunt.people.terms import Deed, Visitor


def save_answers(
    *, number: str, stage: str, event: int, answers: Mapping[str, str], seen_version: int, by: Visitor, now: datetime
) -> None:
    """Keep what was answered so far, complete or not; what the stage does not ask is left alone.

    Raises CaseNotFound, NotAllowed, DeskLocked, NoSuchDuty, DutyRefused, AnswersMovedOn.
    """
    inside = open_inside(number=number, visitor=by, deed=Deed.RECORD_DUTY)
    organisation = by.organisation.id
    for name, text in answers.items():
        check_words(text, name)
    with transaction():
        hold(organisation=organisation)
        asked = {field.id for field in duty_of(organisation, inside.id, stage, event).stage.fields}
        row, there = answers_about(inside, event)
        version = row.version if row else 0
        if version != seen_version:
            raise AnswersMovedOn(version)
        given = there | {name: text for name, text in answers.items() if name in asked}
        if given == there:
            return
        row = row or LawAnswers(case_id=inside.row, event=event)
        row.version, row.saved_at, row.by_id = version + 1, now, by.member
        row.sealed = seal_words(given, record=of_answers(event, row.version), key=inside.key)
        row.save()
        facts: dict[str, Fact] = {"stage": stage, "event": event}
        record(organisation=organisation, case=inside.id, by=by.actor, deed="duty.answered", facts=facts, now=now)


def record_submission(*, number: str, stage: str, event: int, evidence: Evidence, by: Visitor, now: datetime) -> None:
    """Record that a person submitted a stage, with the answers as they are now and which are missing; the same once more changes nothing.

    Raises CaseNotFound, NotAllowed, DeskLocked, NoSuchDuty, DutyRefused.
    """
    inside = open_inside(number=number, visitor=by, deed=Deed.RECORD_DUTY)
    with transaction():
        hold(organisation=by.organisation.id)
        duty = duty_of(by.organisation.id, inside.id, stage, event)
        there = known_of(inside, duty, by.organisation) | answers_about(inside, event)[1]
        answers = {field.id: there[field.id] for field in duty.stage.fields if there.get(field.id)}
        check_evidence(evidence, duty, answers=answers, now=now)
        if _there(inside, duty, evidence):
            return
        check_room(inside)
        _keep(inside, duty, evidence, answers, by, now)
        facts: dict[str, Fact] = {"stage": stage, "event": event, "at": minute(evidence.at)}
        follow_up(inside, deed="duty.submitted", facts=facts, by=by, now=now)


def withdraw_submission(*, number: str, submission: UUID, because: str, by: Visitor, now: datetime) -> None:
    """Say that a stage was not submitted as recorded, with the reasons; the record stays to be read. Twice changes nothing.

    Raises CaseNotFound, NotAllowed, DeskLocked, NoSuchDuty, DutyRefused.
    """
    inside = open_inside(number=number, visitor=by, deed=Deed.RECORD_DUTY)
    check_reasons(because, "because")
    with transaction():
        hold(organisation=by.organisation.id)
        found = LawSubmission.objects.filter(case=inside.row, uuid=submission).first()
        row = taken_back(found, inside, record=of_submission(submission), because=because, by=by, now=now)
        if row is None:
            return
        facts: dict[str, Fact] = {"stage": row.stage, "event": row.event, "at": minute(row.at)}
        follow_up(inside, deed="duty.submission_withdrawn", facts=facts, by=by, now=now)


def _there(inside: Inside, duty: Duty, evidence: Evidence) -> bool:
    """Tell whether it is recorded already; raises DutyRefused where it is with other evidence, which would be lost."""
    same = LawSubmission.objects.filter(case=inside.row, stage=duty.stage.id, event=duty.event, at=evidence.at)
    row = same.filter(withdrawn_at__isnull=True).order_by("id").first()
    if row is None:
        return False
    words = open_words(bytes(row.sealed), record=of_submission(row.uuid), key=inside.key)
    if any(words[name] != text for name, text in _said(evidence).items()):
        raise DutyRefused(DutyFlaw.THERE, "at")
    return True


def _said(evidence: Evidence) -> dict[str, str]:
    return {"who": evidence.who, "reference": evidence.reference, "late_reasons": evidence.late_reasons}


def _keep(
    inside: Inside, duty: Duty, evidence: Evidence, answers: Mapping[str, str], by: Visitor, now: datetime
) -> None:
    submission = uuid4()
    words = _said(evidence) | {f"answer.{name}": text for name, text in answers.items()}
    words["missing"] = " ".join(gap.field.id for gap in missing(duty.stage, answers))
    LawSubmission.objects.create(
        uuid=submission,
        organisation_id=by.organisation.id,
        case_id=inside.row,
        stage=duty.stage.id,
        event=duty.event,
        at=evidence.at,
        recorded_at=now,
        by_id=by.member,
        sealed=seal_words(words, record=of_submission(submission), key=inside.key),
    )
