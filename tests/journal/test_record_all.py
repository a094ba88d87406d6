"""Adding many lines to the journal at once: the same lines, in the same chain, as one by one."""

from uuid import UUID, uuid4

import pytest
from django.db import transaction as database

from meldpunt.journal.actions import record, record_all, transaction
from meldpunt.journal.models import Entry, Head
from meldpunt.journal.queries import beginnings_of_cases, ends_of_cases, first_broken_link
from meldpunt.journal.terms import SYSTEM, DeedNotAllowed, FactNotAllowed, Happening, OutsideTransaction
from tests.factories.journal import NOW, make_entry

pytestmark = pytest.mark.django_db
ONE, OTHER = UUID(int=1), UUID(int=2)
HAPPENINGS = (
    Happening(ONE, "obligation.started", {"kind": "first_answer", "due": "2026-11-30"}),
    Happening(None, "obligation.warned", {"warnings": 3}),
    Happening(OTHER, "obligation.kept", {}),
)


def chain(organisation: UUID) -> list[tuple[object, ...]]:
    """Return every line with its digest, and the head."""
    lines = Entry.objects.filter(organisation=organisation).order_by("number")
    heads = Head.objects.filter(organisation=organisation)
    columns = ("number", "at", "case", "actor_kind", "actor_id", "deed", "facts", "digest")
    return [*lines.values_list(*columns), *heads.values_list("number", "digest")]


def write_all(organisation: UUID, *happenings: Happening) -> None:
    with transaction():
        record_all(organisation=organisation, happenings=happenings, by=SYSTEM, now=NOW)


def test_they_are_the_lines_that_one_by_one_would_be() -> None:
    organisation = uuid4()
    make_entry(organisation)
    with database.atomic():
        for each in HAPPENINGS:
            record(organisation=organisation, case=each.case, by=SYSTEM, deed=each.deed, facts=each.facts, now=NOW)
        alone = chain(organisation)
        database.set_rollback(True)
    write_all(organisation, *HAPPENINGS)
    assert chain(organisation) == alone


def test_the_chain_goes_on_after_them() -> None:
    organisation = uuid4()
    write_all(organisation, *HAPPENINGS)
    make_entry(organisation)
    assert (len(chain(organisation)), first_broken_link(organisation)) == (5, None)


def test_nothing_to_write_leaves_nothing() -> None:
    organisation = uuid4()
    write_all(organisation)
    assert chain(organisation) == []


@pytest.mark.parametrize(
    ("bad", "error"),
    [
        (Happening(None, "obligation.kept", {"word": "two words"}), FactNotAllowed),
        (Happening(None, "Kept", {}), DeedNotAllowed),
    ],
)
def test_one_that_is_refused_refuses_all(bad: Happening, error: type[Exception]) -> None:
    organisation = uuid4()
    with pytest.raises(error):
        write_all(organisation, HAPPENINGS[0], bad)
    assert Entry.objects.filter(organisation=organisation).count() == 0


@pytest.mark.django_db(transaction=True)
def test_lines_outside_a_transaction_are_refused() -> None:
    with pytest.raises(OutsideTransaction):
        record_all(organisation=uuid4(), happenings=HAPPENINGS, by=SYSTEM, now=NOW)


def test_a_case_is_known_from_its_first_line_to_its_newest() -> None:
    """Each by its own organisation's numbers; what has no line is not there."""
    for organisation, case, hours in ((ONE, ONE, 5), (ONE, OTHER, 4), (ONE, ONE, 3), (OTHER, UUID(int=3), 2)):
        make_entry(organisation, case=case, now=NOW.replace(hour=hours))
    asked = [ONE, OTHER, UUID(int=3), UUID(int=4)]
    assert beginnings_of_cases(asked) == {
        ONE: NOW.replace(hour=5),
        OTHER: NOW.replace(hour=4),
        UUID(int=3): NOW.replace(hour=2),
    }
    assert ends_of_cases(asked) == {ONE: 3, OTHER: 2, UUID(int=3): 1}
