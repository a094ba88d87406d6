"""When name and contact details lay here, as a rule of their changes."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from meldpunt.cases.rules.details import details_of
from meldpunt.cases.terms import Details, DetailsChange
from tests.factories.people import NOW

HOUR = timedelta(hours=1)
CHANGES = st.tuples(st.booleans(), st.lists(st.booleans(), max_size=12))


def changes(began: bool, given_: list[bool]) -> list[DetailsChange]:
    """Return changes an hour apart, each of which says truly what was there before it."""
    before = [began, *given_]
    return [
        DetailsChange(NOW + (place + 1) * HOUR, before=before[place], after=after) for place, after in enumerate(given_)
    ]


def test_replacing_begins_nothing_new() -> None:
    found = details_of(changes(True, [True, False, True]), received_at=NOW, held=True)
    assert found == (Details(NOW, NOW + 2 * HOUR), Details(NOW + 3 * HOUR, None))


@given(CHANGES)
def test_at_every_moment_it_says_what_the_changes_said(drawn: tuple[bool, list[bool]]) -> None:
    began, given_ = drawn
    found = details_of(changes(began, given_), received_at=NOW, held=[began, *given_][-1])
    for place, held in enumerate([began, *given_]):
        moment = NOW + place * HOUR + HOUR / 2
        assert any(each.since <= moment and (each.until is None or moment < each.until) for each in found) == held


@given(CHANGES)
def test_times_follow_each_other(drawn: tuple[bool, list[bool]]) -> None:
    began, given_ = drawn
    found = details_of(changes(began, given_), received_at=NOW, held=[began, *given_][-1])
    ends = [moment for each in found for moment in (each.since, each.until) if moment is not None]
    assert ends == sorted(set(ends))
    assert [each for each in found[:-1] if each.until is None] == []
