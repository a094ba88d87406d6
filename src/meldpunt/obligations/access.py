"""The one way to what was written about duties by law. Every opening is written into the journal before anything is shown."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Min

from meldpunt.cases.access import open_inside
from meldpunt.cases.terms import Inside
from meldpunt.journal.actions import record, transaction
from meldpunt.obligations.models import LawAnswers, LawFact, LawSubmission
from meldpunt.obligations.queries import duties_of, fallen_of, laws_of
from meldpunt.obligations.rules.law import STAGES, superseded, telling
from meldpunt.obligations.rules.law.fields import AWARE_AT, ORGANISATION
from meldpunt.obligations.rules.law.recording import offered
from meldpunt.obligations.rules.law.words import BECAUSE, of_answers, of_fact, of_submission, open_words
from meldpunt.obligations.terms.duties import (
    Evidence,
    NoSuchDuty,
    OpenedDuties,
    OpenedDuty,
    RecordedFact,
    RecordedSubmission,
    Withdrawal,
)
from meldpunt.obligations.terms.law import Duty, FactKind
from meldpunt.people.queries import member_names
from meldpunt.people.terms import Deed, OrganisationFacts, Visitor

_ANSWER = "answer."


def open_duties(*, number: str, visitor: Visitor, now: datetime) -> OpenedDuties:
    """Open everything that was recorded about the duties by law of a case. Raises CaseNotFound, NotAllowed, DeskLocked."""
    inside, organisation = open_inside(number=number, visitor=visitor, deed=Deed.OPEN_CASE), visitor.organisation.id
    _write_down(inside, visitor, "duty.opened", {}, now)
    names, laws = member_names(organisation), laws_of(organisation)
    facts = LawFact.objects.filter(case=inside.row).order_by("event", "at", "id")
    duties = duties_of(organisation, inside.id)
    return OpenedDuties(
        number=number,
        laws=laws,
        offered=offered(laws),
        duties=duties,
        facts=tuple(_fact(row, inside, names) for row in facts),
        submissions=_submissions(inside, names),
        fallen=fallen_of(inside.id, besides=duties),
    )


def open_duty(
    *, number: str, stage: str, event: int, visitor: Visitor, now: datetime, deed: str = "duty.opened"
) -> OpenedDuty:
    """Open one stage with its answers; `deed` is what the journal calls it. Raises as `open_duties`, and NoSuchDuty."""
    inside, organisation = open_inside(number=number, visitor=visitor, deed=Deed.OPEN_CASE), visitor.organisation
    duty = duty_of(organisation.id, inside.id, stage, event)
    _write_down(inside, visitor, deed, {"stage": stage, "event": event}, now)
    row, answers = answers_about(inside, event)
    known = known_of(inside, duty, organisation)
    sent = _submissions(inside, member_names(organisation.id))
    return OpenedDuty(
        number=number,
        duty=duty,
        submissions=tuple(each for each in sent if (each.stage, each.event) == (stage, event)),
        answers=known | answers,
        answers_version=row.version if row else 0,
        newer=superseded(duty, STAGES, now.astimezone(ZoneInfo(organisation.zone)).date()),
    )


def duty_of(organisation: UUID, case: UUID, stage: str, event: int) -> Duty:
    """Return one stage of a case. Raises NoSuchDuty."""
    found = duties_of(organisation, case)
    duty = next((each for each in found if (each.stage.id, each.event) == (stage, event)), None)
    if duty is None:
        raise NoSuchDuty
    return duty


def known_of(inside: Inside, duty: Duty, organisation: OrganisationFacts) -> dict[str, str]:
    """Return the answers that stand there before anybody typed: who the organisation is, and since when it knows."""
    facts = LawFact.objects.filter(case=inside.row, event=duty.event, withdrawn_at__isnull=True)
    since = facts.filter(kind__in=telling(duty.stage.event)).aggregate(since=Min("at"))["since"]
    moment = since.astimezone(ZoneInfo(organisation.zone)).isoformat(timespec="minutes") if since else ""
    known = {ORGANISATION.id: organisation.name, AWARE_AT.id: moment}
    return {field.id: known[field.id] for field in duty.stage.fields if field.id in known}


def answers_about(inside: Inside, event: int) -> tuple[LawAnswers | None, dict[str, str]]:
    """Return the row of the answers about an event, None while there are none, and the answers. Raises CannotOpen."""
    row = LawAnswers.objects.filter(case=inside.row, event=event).first()
    if row is None:
        return None, {}
    return row, open_words(bytes(row.sealed), record=of_answers(event, row.version), key=inside.key)


def _write_down(inside: Inside, visitor: Visitor, deed: str, facts: dict[str, str | int], now: datetime) -> None:
    organisation = visitor.organisation.id
    with transaction():
        record(organisation=organisation, case=inside.id, by=visitor.actor, deed=deed, facts=facts, now=now)


def _fact(row: LawFact, inside: Inside, names: Mapping[UUID, str]) -> RecordedFact:
    return RecordedFact(
        id=row.uuid,
        kind=FactKind(row.kind),
        event=row.event,
        at=row.at,
        until=row.until,
        recorded_at=row.recorded_at,
        by=names.get(row.by_id, ""),
        reasons=open_words(bytes(row.sealed), record=of_fact(row.uuid), key=inside.key)["reasons"],
        withdrawn=_withdrawal(row, of_fact(row.uuid), inside, names),
    )


def _submissions(inside: Inside, names: Mapping[UUID, str]) -> tuple[RecordedSubmission, ...]:
    rows = LawSubmission.objects.filter(case=inside.row).order_by("at", "id")
    return tuple(_submission(row, inside, names) for row in rows)


def _submission(row: LawSubmission, inside: Inside, names: Mapping[UUID, str]) -> RecordedSubmission:
    words = open_words(bytes(row.sealed), record=of_submission(row.uuid), key=inside.key)
    return RecordedSubmission(
        id=row.uuid,
        stage=row.stage,
        event=row.event,
        recorded_at=row.recorded_at,
        by=names.get(row.by_id, ""),
        evidence=Evidence(row.at, words["who"], words["reference"], words["late_reasons"]),
        answers={name.removeprefix(_ANSWER): text for name, text in words.items() if name.startswith(_ANSWER)},
        missing=tuple(words.get("missing", "").split()),
        withdrawn=_withdrawal(row, of_submission(row.uuid), inside, names),
    )


def _withdrawal(
    row: LawFact | LawSubmission, record_name: str, inside: Inside, names: Mapping[UUID, str]
) -> Withdrawal | None:
    if row.withdrawn_at is None or row.withdrawn_by_id is None or row.withdrawn_because is None:
        return None
    words = open_words(bytes(row.withdrawn_because), record=record_name, key=inside.key, field=BECAUSE)
    return Withdrawal(row.withdrawn_at, names.get(row.withdrawn_by_id, ""), words["because"])
