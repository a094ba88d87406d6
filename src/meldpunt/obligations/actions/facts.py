"""Recording the facts that begin duties by law, and taking them back. Each is a decision of a person, with its reasons."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID, uuid4

from django.db.models import Max, QuerySet

from meldpunt.cases.access import open_inside
from meldpunt.cases.terms import Inside
from meldpunt.journal.actions import record, transaction
from meldpunt.journal.terms import Fact
from meldpunt.obligations.actions.settling import hold
from meldpunt.obligations.actions.starting import start_duties
from meldpunt.obligations.models import LawFact, LawSubmission
from meldpunt.obligations.queries import laws_of
from meldpunt.obligations.rules.law.recording import check_fact, check_reasons
from meldpunt.obligations.rules.law.words import BECAUSE, of_fact, open_words, seal_words
from meldpunt.obligations.terms.duties import MAX_RECORDS, DutyFlaw, DutyRefused, NewFact, NoSuchDuty, Recorded
from meldpunt.people.terms import Deed, Visitor


def record_fact(*, number: str, new: NewFact, by: Visitor, now: datetime) -> Recorded:
    """Record a fact and begin what follows from it; return what became of it. The same fact once more changes nothing.

    Of two who record a new event at once each gets a number of its own: it is given under the organisation's lock.

    Raises CaseNotFound, NotAllowed, DeskLocked, DutyRefused.
    """
    inside = open_inside(number=number, visitor=by, deed=Deed.RECORD_DUTY)
    organisation, fact = by.organisation, uuid4()
    with transaction():
        hold(organisation=organisation.id)
        rows = LawFact.objects.filter(case=inside.row)
        last = rows.aggregate(last=Max("event"))["last"] or 0
        new = _numbered(rows, new, last, inside) if new.anew else new
        check_fact(new, laws=laws_of(organisation.id), last_event=last, zone=organisation.zone, now=now)
        check_room(inside)
        if _there(rows, new, inside):
            return Recorded.THERE
        LawFact.objects.create(
            uuid=fact,
            organisation_id=organisation.id,
            case_id=inside.row,
            kind=new.kind.value,
            event=new.event,
            at=new.at,
            until=new.until,
            recorded_at=now,
            by_id=by.member,
            sealed=seal_words(_words(new), record=of_fact(fact), key=inside.key),
        )
        told: dict[str, Fact] = {"fact": new.kind.value, "event": new.event, "at": minute(new.at)}
        changed = follow_up(inside, deed="duty.fact_recorded", facts=told, by=by, now=now)
    return Recorded.CHANGED if changed else Recorded.NOTHING


def withdraw_fact(*, number: str, fact: UUID, because: str, by: Visitor, now: datetime) -> None:
    """Take a fact back, with the reasons; it stays to be read, and what it began ends. Twice changes nothing.

    Raises CaseNotFound, NotAllowed, DeskLocked, NoSuchDuty, DutyRefused.
    """
    inside = open_inside(number=number, visitor=by, deed=Deed.RECORD_DUTY)
    check_reasons(because, "because")
    with transaction():
        hold(organisation=by.organisation.id)
        found = LawFact.objects.filter(case=inside.row, uuid=fact).first()
        row = taken_back(found, inside, record=of_fact(fact), because=because, by=by, now=now)
        if row is None:
            return
        told: dict[str, Fact] = {"fact": row.kind, "event": row.event, "at": minute(row.at)}
        follow_up(inside, deed="duty.fact_withdrawn", facts=told, by=by, now=now)


def taken_back[Row: (LawFact, LawSubmission)](
    found: Row | None, inside: Inside, *, record: str, because: str, by: Visitor, now: datetime
) -> Row | None:
    """Note that a record was taken back, and why (sealed), in the caller's transaction; return None where it was already. Raises NoSuchDuty."""
    if found is None:
        raise NoSuchDuty
    if found.withdrawn_at is not None:
        return None
    found.withdrawn_at, found.withdrawn_by_id = now, by.member
    found.withdrawn_because = seal_words({"because": because}, record=record, key=inside.key, field=BECAUSE)
    found.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_because"])
    return found


def follow_up(inside: Inside, *, deed: str, facts: Mapping[str, Fact], by: Visitor, now: datetime) -> int:
    """Write down what was done, and begin, move or end what follows from it, in the caller's transaction; return how many duties did."""
    organisation = by.organisation.id
    record(organisation=organisation, case=inside.id, by=by.actor, deed=deed, facts=facts, now=now)
    return start_duties(organisation=organisation, case=inside.id, row=inside.row, by=by.actor, now=now)


def _numbered(rows: QuerySet[LawFact], new: NewFact, last: int, inside: Inside) -> NewFact:
    """Return a fact about a new event with its number: the one that the same fact got already, where it was sent twice, else the next."""
    for event in range(new.event, last + 1):
        sent = replace(new, event=event)
        row = _standing(rows, sent)
        if row is not None and _says_the_same(row, sent, inside):
            return sent
    return replace(new, event=last + 1)


def _there(rows: QuerySet[LawFact], new: NewFact, inside: Inside) -> bool:
    """Tell whether the fact stands there already; raises DutyRefused where it does with other reasons, which would be lost."""
    row = _standing(rows, new)
    if row is not None and not _says_the_same(row, new, inside):
        raise DutyRefused(DutyFlaw.THERE, "at")
    return row is not None


def _standing(rows: QuerySet[LawFact], new: NewFact) -> LawFact | None:
    same = rows.filter(kind=new.kind.value, event=new.event, at=new.at, until=new.until, withdrawn_at__isnull=True)
    return same.order_by("id").first()


def _says_the_same(row: LawFact, new: NewFact, inside: Inside) -> bool:
    return open_words(bytes(row.sealed), record=of_fact(row.uuid), key=inside.key) == _words(new)


def _words(new: NewFact) -> dict[str, str]:
    return {"reasons": new.reasons}


def check_room(inside: Inside) -> None:
    """Refuse one more record than anybody reads. Raises DutyRefused."""
    records = [LawFact.objects.filter(case=inside.row).count(), LawSubmission.objects.filter(case=inside.row).count()]
    if sum(records) >= MAX_RECORDS:
        raise DutyRefused(DutyFlaw.TOO_MANY)


def minute(moment: datetime) -> str:
    """Return a moment as the journal tells it."""
    return moment.astimezone(UTC).isoformat(timespec="seconds")
