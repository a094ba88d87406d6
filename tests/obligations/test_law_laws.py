"""What holds of duties by law for any facts."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from meldpunt.obligations.rules.law import STAGES, duties
from meldpunt.obligations.terms.law import Fact, FactKind, Law, Submission
from meldpunt.policy.terms import Region, Unit

moments = st.datetimes(datetime(2018, 1, 1), datetime(2030, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis wants naive bounds
facts = st.lists(st.builds(Fact, st.sampled_from(FactKind), moments, st.integers(1, 2)), max_size=6)
submissions = st.lists(
    st.builds(Submission, st.sampled_from([each.id for each in STAGES]), moments, st.integers(1, 2)), max_size=3
)
regions = st.builds(Region, st.sampled_from(["NL", "BE"]), st.sampled_from(["Europe/Amsterdam", "UTC"]))


@given(facts, submissions, regions, st.randoms())
def test_the_order_of_facts_changes_nothing(facts, submissions, region, random) -> None:
    mixed = random.sample(facts, len(facts))
    assert duties(mixed, submissions, Law, region) == duties(facts, submissions, Law, region)


@given(facts, submissions, regions)
def test_nothing_is_due_before_it_began(facts, submissions, region) -> None:
    assert [each for each in duties(facts, submissions, Law, region) if each.due and each.due <= each.started_at] == []


@given(facts, submissions, regions)
def test_a_duty_begins_with_its_fact_or_later(facts, submissions, region) -> None:
    """Or with one that says it too: who knows of a high risk knows of the breach."""
    also = {FactKind.BREACH: FactKind.BREACH_HIGH_RISK}
    for duty in duties(facts, submissions, Law, region):
        kinds = {duty.stage.event, also.get(duty.stage.event)}
        assert duty.started_at >= min(each.at for each in facts if each.event == duty.event and each.kind in kinds)


@given(facts, submissions, regions)
def test_a_stage_comes_once_for_an_event(facts, submissions, region) -> None:
    keys = [(each.stage.id, each.event) for each in duties(facts, submissions, Law, region)]
    assert len(keys) == len(set(keys))


@given(facts, submissions, regions)
def test_hours_are_never_longer_than_regulation_1182_71_allows(facts, submissions, region) -> None:
    for duty in duties(facts, submissions, Law, region):
        if duty.stage.term and duty.due and duty.stage.term.unit is Unit.HOURS:
            begins = duty.started_at.replace(minute=0, second=0, microsecond=0)
            begins += timedelta(hours=1 if begins < duty.started_at else 0)
            allowed = begins + timedelta(hours=duty.stage.term.amount)
            assert timedelta() <= allowed - duty.due < timedelta(hours=1)


@given(facts, submissions, regions, facts)
def test_more_facts_never_make_an_end_later(facts, submissions, region, more) -> None:
    """Whoever records another fact gains no time; only a report in place of another may come."""
    before = {
        (each.stage.id, each.event, each.stage.in_force): each for each in duties(facts, submissions, Law, region)
    }
    after = {
        (each.stage.id, each.event, each.stage.in_force): each
        for each in duties([*facts, *more], submissions, Law, region)
    }
    later = [key for key in before.keys() & after.keys() if (before[key].due or 0) != (after[key].due or 0)]
    assert [key for key in later if _later(before[key].due, after[key].due)] == []


def _later(before: datetime | None, after: datetime | None) -> bool:
    return before is not None and after is not None and after > before
