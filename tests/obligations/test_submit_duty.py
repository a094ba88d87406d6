"""Answers are kept sealed, complete or not; that a person submitted is recorded with evidence, and with reasons where it was late."""

from datetime import datetime, timedelta

import pytest

from meldpunt.obligations.access import open_duties, open_duty
from meldpunt.obligations.actions import save_answers, withdraw_submission
from meldpunt.obligations.terms.duties import MAX_ANSWER, AnswersMovedOn, DutyFlaw, DutyRefused, NoSuchDuty
from meldpunt.obligations.terms.law import FactKind, Law, Need
from meldpunt.sealing.terms import CannotOpen
from tests.factories.cases import MadeCase, make_case
from tests.factories.duties import LawAnswers, LawDuty, LawSubmission, duty, ends, hold_laws, submit, tell
from tests.factories.people import NOW, MadeMember, MadeOrganisation, make_organisation
from tests.obligations.laws import stage

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
STAGE = "gdpr-notification"
ALWAYS = [
    field.id
    for field in stage(STAGE).fields
    if field.need is Need.ALWAYS and field.id not in {"organisation", "aware_at"}
]


@pytest.fixture
def organisation() -> MadeOrganisation:
    """Give an organisation for which the GDPR and the CRA hold."""
    made = make_organisation()
    hold_laws(made, Law.GDPR, Law.CRA)
    return made


@pytest.fixture
def case(organisation: MadeOrganisation, handler: MadeMember) -> MadeCase:
    """Give a case with a breach of an hour ago."""
    made = make_case(organisation)
    tell(made, handler, FactKind.BREACH, NOW - HOUR)
    return made


def save(case: MadeCase, by: MadeMember, seen: int = 0, /, *, stage: str = STAGE, **answers: str) -> None:
    """Save answers about the first event."""
    save_answers(number=case.number, stage=stage, event=1, answers=answers, seen_version=seen, by=by.unlocked, now=NOW)


def answers(case: MadeCase, by: MadeMember, stage: str = STAGE) -> dict[str, str]:
    """Return the answers as they open, but for those that stand there from the beginning."""
    found = open_duty(number=case.number, stage=stage, event=1, visitor=by.unlocked, now=NOW).answers
    return {name: text for name, text in found.items() if name not in {"organisation", "aware_at"}}


def test_what_is_known_stands_there_until_somebody_says_otherwise(case: MadeCase, handler: MadeMember) -> None:
    opened = open_duty(number=case.number, stage=STAGE, event=1, visitor=handler.unlocked, now=NOW)
    save(case, handler, organisation="")
    again = open_duty(number=case.number, stage=STAGE, event=1, visitor=handler.unlocked, now=NOW)
    name, since = handler.unlocked.organisation.name, opened.answers["aware_at"]
    assert (opened.answers["organisation"], again.answers["organisation"]) == (name, "")
    assert datetime.fromisoformat(since) == (NOW - HOUR).replace(second=0, microsecond=0)


def test_answers_come_back_as_they_were_typed(case: MadeCase, handler: MadeMember) -> None:
    save(case, handler, breach_nature="Een bestand\r\nmet 12 namen", people_number="12")
    assert answers(case, handler) == {"breach_nature": "Een bestand\r\nmet 12 namen", "people_number": "12"}


def test_answers_are_sealed(case: MadeCase, handler: MadeMember) -> None:
    save(case, handler, breach_nature="Anna Jansen")
    assert b"Jansen" not in bytes(LawAnswers.objects.get().sealed)


def test_what_the_stage_does_not_ask_is_not_kept(case: MadeCase, handler: MadeMember) -> None:
    save(case, handler, breach_nature="x", product="y", csrfmiddlewaretoken="z")
    assert answers(case, handler) == {"breach_nature": "x"}


def test_an_answer_goes_along_to_the_next_stage(case: MadeCase, handler: MadeMember) -> None:
    tell(case, handler, FactKind.BREACH_HIGH_RISK)
    save(case, handler, consequences="Phishing")
    save(case, handler, 1, stage="gdpr-people", breach_measures="Reset")
    assert answers(case, handler, "gdpr-people") == {"consequences": "Phishing", "breach_measures": "Reset"}


def test_nobody_overwrites_another(case: MadeCase, handler: MadeMember) -> None:
    save(case, handler, breach_nature="first")
    with pytest.raises(AnswersMovedOn) as moved:
        save(case, handler, breach_nature="second")
    assert (moved.value.version, answers(case, handler)) == (1, {"breach_nature": "first"})


def test_the_same_answers_once_more_make_no_new_version(case: MadeCase, handler: MadeMember) -> None:
    save(case, handler, breach_nature="x")
    save(case, handler, 1, breach_nature="x")
    assert LawAnswers.objects.get().version == 1


def test_an_older_version_put_back_does_not_open(case: MadeCase, handler: MadeMember) -> None:
    save(case, handler, breach_nature="first")
    old = bytes(LawAnswers.objects.get().sealed)
    save(case, handler, 1, breach_nature="second")
    LawAnswers.objects.update(sealed=old)
    with pytest.raises(CannotOpen):
        answers(case, handler)


@pytest.mark.parametrize("text", ["x" * (MAX_ANSWER + 1), "a\0b", "\udfff"])
def test_an_answer_that_cannot_be_kept_is_refused(case: MadeCase, handler: MadeMember, text: str) -> None:
    with pytest.raises(DutyRefused) as refused:
        save(case, handler, breach_nature=text)
    assert (refused.value.flaw, refused.value.about, LawAnswers.objects.count()) == (
        DutyFlaw.TOO_LONG,
        "breach_nature",
        0,
    )


@pytest.mark.parametrize(("stage", "event"), [("nonsense", 1), (STAGE, 2), ("cra-asked", 1), (STAGE, 10**30)])
def test_a_stage_that_did_not_begin_is_not_there(case: MadeCase, handler: MadeMember, stage: str, event: int) -> None:
    with pytest.raises(NoSuchDuty):
        open_duty(number=case.number, stage=stage, event=event, visitor=handler.unlocked, now=NOW)


def test_submitted_it_is_over(case: MadeCase, handler: MadeMember) -> None:
    submit(case, handler, STAGE)
    assert (duty(case, STAGE).ended_at, duty(case, STAGE).ended_because) == (NOW, "submitted")


def test_evidence_is_sealed_and_keeps_the_answers_of_then(case: MadeCase, handler: MadeMember) -> None:
    save(case, handler, breach_nature="as it was")
    submit(case, handler, STAGE)
    save(case, handler, 1, breach_nature="as it is")
    found = open_duties(number=case.number, visitor=handler.unlocked, now=NOW).submissions[0]
    assert (found.evidence.who, found.evidence.reference, found.answers["breach_nature"]) == (
        "Hanna",
        "AP-2026-1",
        "as it was",
    )
    assert b"AP-2026-1" not in bytes(LawSubmission.objects.get().sealed)


def test_submitting_begins_what_follows(case: MadeCase, handler: MadeMember) -> None:
    tell(case, handler, FactKind.SEVERE_INCIDENT, NOW - HOUR)
    assert "cra-incident-final" not in ends(LawDuty.objects.all())
    submit(case, handler, "cra-incident-notification")
    assert ends(LawDuty.objects.all())["cra-incident-final"] == ""


def test_late_asks_for_reasons(case: MadeCase, handler: MadeMember) -> None:
    late = NOW + 72 * HOUR
    with pytest.raises(DutyRefused) as refused:
        submit(case, handler, STAGE, late, now=late)
    submit(case, handler, STAGE, late, why="We were flooded.", now=late)
    assert (refused.value.flaw, LawSubmission.objects.count()) == (DutyFlaw.NO_LATE_REASONS, 1)


def test_reasons_in_the_form_are_enough(case: MadeCase, handler: MadeMember) -> None:
    save(case, handler, delay_reasons="We were flooded.")
    submit(case, handler, STAGE, NOW + 72 * HOUR, now=NOW + 72 * HOUR)
    assert duty(case, STAGE).ended_because == "submitted"


def test_without_every_answer_somebody_says_that_it_was_submitted_all_the_same(
    case: MadeCase, handler: MadeMember
) -> None:
    save(case, handler, breach_nature="A list")
    with pytest.raises(DutyRefused) as refused:
        submit(case, handler, STAGE, incomplete=False)
    submit(case, handler, STAGE)
    found = open_duties(number=case.number, visitor=handler.unlocked, now=NOW).submissions[0]
    assert (refused.value.flaw, refused.value.about, LawSubmission.objects.count()) == (DutyFlaw.GAPS, "incomplete", 1)
    assert found.missing == tuple(each for each in ALWAYS if each != "breach_nature")


def test_with_every_answer_nobody_is_asked(case: MadeCase, handler: MadeMember) -> None:
    """Why it is late is asked by the evidence itself."""
    save(case, handler, **dict.fromkeys(ALWAYS, "12"), aware_at=NOW.isoformat())
    submit(case, handler, STAGE, NOW + 72 * HOUR, why="Flooded.", incomplete=False, now=NOW + 72 * HOUR)
    found = open_duties(number=case.number, visitor=handler.unlocked, now=NOW).submissions[0]
    assert found.missing == ()


@pytest.mark.parametrize(
    ("at", "flaw"),
    [(NOW + timedelta(seconds=1), DutyFlaw.FUTURE), (NOW - 2 * HOUR, DutyFlaw.BEFORE_IT_BEGAN)],
)
def test_a_moment_at_which_it_cannot_be_is_refused(
    case: MadeCase, handler: MadeMember, at: object, flaw: DutyFlaw
) -> None:
    with pytest.raises(DutyRefused) as refused:
        submit(case, handler, STAGE, at)  # type: ignore[arg-type]
    assert refused.value.flaw == flaw


def test_sent_twice_it_is_recorded_once(case: MadeCase, handler: MadeMember) -> None:
    submit(case, handler, STAGE)
    submit(case, handler, STAGE)
    assert LawSubmission.objects.count() == 1


def test_other_evidence_for_the_same_moment_is_not_lost_unseen(case: MadeCase, handler: MadeMember) -> None:
    submit(case, handler, STAGE)
    with pytest.raises(DutyRefused) as refused:
        submit(case, handler, STAGE, why="Something else")
    assert (refused.value.flaw, LawSubmission.objects.count()) == (DutyFlaw.THERE, 1)


def test_withdrawn_it_is_owed_again_and_stays_to_be_read(case: MadeCase, handler: MadeMember) -> None:
    submit(case, handler, STAGE)
    submission = LawSubmission.objects.get().uuid
    withdraw_submission(
        number=case.number, submission=submission, because="It did not arrive.", by=handler.unlocked, now=NOW
    )
    found = open_duties(number=case.number, visitor=handler.unlocked, now=NOW).submissions[0]
    assert found.withdrawn is not None
    assert (found.withdrawn.because, duty(case, STAGE).ended_at) == ("It did not arrive.", None)
