"""A fact that a handler records begins the stages of the laws that hold; taken back, it ends them; nothing is edited away."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from meldpunt.cases.terms import CaseNotFound
from meldpunt.journal.queries import entries_of_case
from meldpunt.obligations.access import open_duties
from meldpunt.obligations.actions import withdraw_fact
from meldpunt.obligations.terms.duties import MAX_ANSWER, MAX_RECORDS, DutyFlaw, DutyRefused, NoSuchDuty, Recorded
from meldpunt.obligations.terms.law import FactKind, Law
from meldpunt.people.terms import DeskLocked, NotAllowed, Role
from tests.factories.cases import MadeCase, make_case
from tests.factories.duties import REASONS, LawDuty, LawFact, duty, ends, hold_laws, submit, tell
from tests.factories.people import NOW, MadeMember, MadeOrganisation, make_member, make_organisation

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def organisation() -> MadeOrganisation:
    """Give an organisation for which the GDPR and the CRA hold."""
    made = make_organisation()
    hold_laws(made, Law.GDPR, Law.CRA)
    return made


@pytest.fixture
def case(organisation: MadeOrganisation) -> MadeCase:
    """Give a case."""
    return make_case(organisation)


def deeds(case: MadeCase) -> list[str]:
    """Return what the journal tells of duties, in order."""
    return [entry.deed for entry in entries_of_case(case.row.uuid) if entry.deed.startswith("duty.")]


def test_a_fact_begins_a_stage_with_its_end(case: MadeCase, handler: MadeMember) -> None:
    tell(case, handler, FactKind.BREACH, NOW - HOUR)
    found = duty(case, "gdpr-notification")
    assert (found.started_at, found.due_at, found.ended_at) == (NOW - HOUR, NOW + 71 * HOUR, None)


def test_a_law_that_does_not_hold_begins_nothing(organisation: MadeOrganisation, handler: MadeMember) -> None:
    case = make_case(organisation)
    with pytest.raises(DutyRefused) as refused:
        tell(case, handler, FactKind.SIGNIFICANT_INCIDENT)
    assert (refused.value.flaw, LawFact.objects.count()) == (DutyFlaw.NO_LAW, 0)


def test_the_journal_tells_it_in_codes(case: MadeCase, handler: MadeMember) -> None:
    tell(case, handler, FactKind.BREACH, reasons="Anna Jansen called")
    told = [(entry.deed, dict(entry.facts)) for entry in entries_of_case(case.row.uuid) if "duty." in entry.deed]
    moment = NOW.astimezone(UTC).isoformat(timespec="seconds")
    due = (NOW + 72 * HOUR).astimezone(UTC).isoformat(timespec="seconds")
    assert told == [
        ("duty.fact_recorded", {"fact": "breach", "event": 1, "at": moment}),
        ("duty.started", {"stage": "gdpr-notification", "event": 1, "due": due}),
    ]


def test_reasons_are_sealed(case: MadeCase, handler: MadeMember) -> None:
    tell(case, handler, FactKind.BREACH, reasons="Anna Jansen called")
    assert b"Jansen" not in bytes(LawFact.objects.get().sealed)


def test_reasons_open_for_who_may_open_the_case(case: MadeCase, handler: MadeMember) -> None:
    tell(case, handler, FactKind.BREACH)
    opened = open_duties(number=case.number, visitor=handler.unlocked, now=NOW)
    assert [(fact.kind, fact.by, fact.reasons) for fact in opened.facts] == [(FactKind.BREACH, "Hanna", REASONS)]


def test_opening_is_journaled(case: MadeCase, handler: MadeMember) -> None:
    open_duties(number=case.number, visitor=handler.unlocked, now=NOW)
    assert deeds(case) == ["duty.opened"]


def test_the_same_once_more_changes_nothing(case: MadeCase, handler: MadeMember) -> None:
    tell(case, handler, FactKind.BREACH)
    tell(case, handler, FactKind.BREACH)
    assert (LawFact.objects.count(), deeds(case)) == (1, ["duty.fact_recorded", "duty.started"])


def test_other_reasons_for_the_same_moment_are_not_lost_unseen(case: MadeCase, handler: MadeMember) -> None:
    tell(case, handler, FactKind.BREACH)
    with pytest.raises(DutyRefused) as refused:
        tell(case, handler, FactKind.BREACH, reasons="Something else")
    assert (refused.value.flaw, LawFact.objects.count()) == (DutyFlaw.THERE, 1)


def test_an_end_that_an_authority_names_later_counts(case: MadeCase, handler: MadeMember) -> None:
    tell(case, handler, FactKind.CRA_REPORT_ASKED)
    tell(case, handler, FactKind.CRA_REPORT_ASKED, until=NOW + 5 * HOUR)
    assert (LawFact.objects.count(), duty(case, "cra-asked").due_at) == (2, NOW + 5 * HOUR)


def test_of_two_of_one_kind_the_earlier_counts(case: MadeCase, handler: MadeMember) -> None:
    tell(case, handler, FactKind.BREACH, NOW - HOUR)
    tell(case, handler, FactKind.BREACH, NOW - 2 * HOUR)
    tell(case, handler, FactKind.BREACH, NOW)
    assert (LawFact.objects.count(), duty(case, "gdpr-notification").due_at) == (3, NOW + 70 * HOUR)


def test_events_have_clocks_of_their_own(case: MadeCase, handler: MadeMember) -> None:
    tell(case, handler, FactKind.EXPLOITED, NOW - HOUR)
    tell(case, handler, FactKind.EXPLOITED, NOW, event=2)
    found = [duty(case, "cra-exploited-warning", event=event).due_at for event in (1, 2)]
    assert found == [NOW + 23 * HOUR, NOW + 24 * HOUR]


@pytest.mark.parametrize("over", ["lifted", "submitted", "runs"])
def test_a_second_breach_under_the_same_event_begins_nothing_and_says_so(
    case: MadeCase, handler: MadeMember, over: str
) -> None:
    first = tell(case, handler, FactKind.BREACH, NOW - HOUR)
    if over == "lifted":
        tell(case, handler, FactKind.BREACH_NO_RISK)
    if over == "submitted":
        submit(case, handler, "gdpr-notification")
    assert (first, tell(case, handler, FactKind.BREACH)) == (Recorded.CHANGED, Recorded.NOTHING)
    assert (tell(case, handler, FactKind.BREACH), LawDuty.objects.count()) == (Recorded.THERE, 1)


def test_a_second_breach_as_a_new_event_has_a_clock_of_its_own(case: MadeCase, handler: MadeMember) -> None:
    tell(case, handler, FactKind.BREACH, NOW - HOUR)
    tell(case, handler, FactKind.BREACH_NO_RISK)
    assert tell(case, handler, FactKind.BREACH, event=2) == Recorded.CHANGED
    assert (duty(case, "gdpr-notification", event=2).due_at, duty(case, "gdpr-notification", event=2).ended_at) == (
        NOW + 72 * HOUR,
        None,
    )


def test_an_earlier_moment_moves_the_end_and_says_so(case: MadeCase, handler: MadeMember) -> None:
    tell(case, handler, FactKind.BREACH)
    assert tell(case, handler, FactKind.BREACH, NOW - HOUR) == Recorded.CHANGED


def test_taken_back_it_ends_what_it_began_and_stays_to_be_read(case: MadeCase, handler: MadeMember) -> None:
    tell(case, handler, FactKind.BREACH)
    withdraw_fact(
        number=case.number, fact=LawFact.objects.get().uuid, because="It was test data.", by=handler.unlocked, now=NOW
    )
    fact = open_duties(number=case.number, visitor=handler.unlocked, now=NOW).facts[0]
    assert fact.withdrawn is not None
    assert (fact.reasons, fact.withdrawn.because, fact.withdrawn.by) == (REASONS, "It was test data.", "Hanna")
    assert ends(LawDuty.objects.all()) == {"gdpr-notification": "gone"}


def test_taken_back_twice_changes_nothing(case: MadeCase, handler: MadeMember) -> None:
    tell(case, handler, FactKind.BREACH)
    fact = LawFact.objects.get().uuid
    for because in ("first", "second"):
        withdraw_fact(number=case.number, fact=fact, because=because, by=handler.unlocked, now=NOW)
    assert deeds(case) == ["duty.fact_recorded", "duty.started", "duty.fact_withdrawn", "duty.gone"]


def test_recorded_anew_it_runs_again(case: MadeCase, handler: MadeMember) -> None:
    """A moment is corrected by taking the fact back and recording it anew."""
    tell(case, handler, FactKind.BREACH, NOW - HOUR)
    fact = LawFact.objects.get().uuid
    withdraw_fact(number=case.number, fact=fact, because="wrong hour", by=handler.unlocked, now=NOW)
    tell(case, handler, FactKind.BREACH, NOW)
    assert (duty(case, "gdpr-notification").ended_at, duty(case, "gdpr-notification").due_at) == (None, NOW + 72 * HOUR)


def test_what_was_submitted_stays_when_its_fact_goes(case: MadeCase, handler: MadeMember) -> None:
    tell(case, handler, FactKind.BREACH)
    submit(case, handler, "gdpr-notification")
    fact = LawFact.objects.get().uuid
    withdraw_fact(number=case.number, fact=fact, because="no data after all", by=handler.unlocked, now=NOW)
    opened = open_duties(number=case.number, visitor=handler.unlocked, now=NOW)
    assert ([each.stage for each in opened.submissions], opened.duties) == (["gdpr-notification"], ())


@pytest.mark.parametrize(
    ("at", "flaw"),
    [
        (NOW + timedelta(seconds=1), DutyFlaw.FUTURE),
        (datetime(9999, 12, 31, 23, 59, tzinfo=UTC), DutyFlaw.FUTURE),
        (datetime(2018, 5, 24, 21, 59, tzinfo=UTC), DutyFlaw.BEFORE_ANY_LAW),
        (datetime(1, 1, 1, tzinfo=UTC), DutyFlaw.BEFORE_ANY_LAW),
    ],
)
def test_a_moment_that_cannot_be_is_refused(case: MadeCase, handler: MadeMember, at: datetime, flaw: DutyFlaw) -> None:
    with pytest.raises(DutyRefused) as refused:
        tell(case, handler, FactKind.BREACH, at)
    assert (refused.value.flaw, LawFact.objects.count()) == (flaw, 0)


def test_the_first_moment_of_the_first_law_is_one(case: MadeCase, handler: MadeMember) -> None:
    tell(case, handler, FactKind.BREACH, datetime(2018, 5, 24, 22, 0, tzinfo=UTC))
    assert duty(case, "gdpr-notification").due_at == datetime(2018, 5, 27, 22, 0, tzinfo=UTC)


def test_a_fact_of_before_its_law_begins_nothing(case: MadeCase, handler: MadeMember) -> None:
    tell(case, handler, FactKind.EXPLOITED, datetime(2026, 9, 10, 12, 0, tzinfo=UTC))
    assert LawDuty.objects.count() == 0


@pytest.mark.parametrize(
    ("reasons", "flaw"),
    [
        ("", DutyFlaw.NO_REASONS),
        (" \n", DutyFlaw.NO_REASONS),
        ("x" * (MAX_ANSWER + 1), DutyFlaw.TOO_LONG),
        ("a\0b", DutyFlaw.TOO_LONG),
        ("\ud800", DutyFlaw.TOO_LONG),
    ],
)
def test_reasons_that_are_none_or_cannot_be_kept_are_refused(
    case: MadeCase, handler: MadeMember, reasons: str, flaw: DutyFlaw
) -> None:
    with pytest.raises(DutyRefused) as refused:
        tell(case, handler, FactKind.BREACH, reasons=reasons)
    assert refused.value.flaw == flaw


@pytest.mark.parametrize("event", [0, -1, 2, 51, 10**30])
def test_an_event_that_is_not_there_is_refused(case: MadeCase, handler: MadeMember, event: int) -> None:
    with pytest.raises(DutyRefused) as refused:
        tell(case, handler, FactKind.BREACH, event=event)
    assert refused.value.flaw == DutyFlaw.NO_EVENT


def test_only_what_an_authority_asked_has_an_end_of_its_own(case: MadeCase, handler: MadeMember) -> None:
    tell(case, handler, FactKind.CRA_REPORT_ASKED, until=NOW + 5 * HOUR)
    with pytest.raises(DutyRefused) as refused:
        tell(case, handler, FactKind.BREACH, until=NOW + 5 * HOUR)
    assert (duty(case, "cra-asked").due_at, refused.value.flaw) == (NOW + 5 * HOUR, DutyFlaw.UNTIL)


def test_a_case_holds_so_many_records_and_no_more(case: MadeCase, handler: MadeMember) -> None:
    tell(case, handler, FactKind.BREACH)
    row = LawFact.objects.get()
    for number in range(1, MAX_RECORDS):
        row.pk, row.uuid, row.at = None, uuid4(), NOW - number * HOUR
        row.save(force_insert=True)
    with pytest.raises(DutyRefused) as refused:
        tell(case, handler, FactKind.BREACH_HIGH_RISK)
    assert refused.value.flaw == DutyFlaw.TOO_MANY


def test_the_table_refuses_what_is_still_to_come(case: MadeCase, handler: MadeMember) -> None:
    tell(case, handler, FactKind.BREACH)
    with pytest.raises(IntegrityError), transaction.atomic():
        LawFact.objects.update(at=NOW + HOUR)


def test_another_organisation_finds_no_such_case(case: MadeCase) -> None:
    stranger = make_member(make_organisation(name="Other"), name="Stranger")
    with pytest.raises(CaseNotFound):
        tell(case, stranger, FactKind.BREACH)


def test_a_fact_of_another_case_is_not_there(
    organisation: MadeOrganisation, case: MadeCase, handler: MadeMember
) -> None:
    tell(case, handler, FactKind.BREACH)
    other, fact = make_case(organisation), LawFact.objects.get().uuid
    with pytest.raises(NoSuchDuty):
        withdraw_fact(number=other.number, fact=fact, because="x", by=handler.unlocked, now=NOW)


def test_an_administrator_records_nothing(organisation: MadeOrganisation, case: MadeCase) -> None:
    administrator = make_member(organisation, Role.ADMINISTRATOR, name="Ada")
    with pytest.raises(NotAllowed):
        tell(case, administrator, FactKind.BREACH)


def test_a_locked_desk_records_nothing(case: MadeCase, handler: MadeMember) -> None:
    with pytest.raises(DeskLocked):
        open_duties(number=case.number, visitor=handler.locked, now=NOW)
