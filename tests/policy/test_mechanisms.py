"""What is said to keep a clause exists in the program; what is said to be planned does not yet."""

import pytest

from meldpunt.policy.rules.catalogue import ALL
from meldpunt.policy.rules.catalogue.mechanisms import OF_TABLES, OF_WAYS
from meldpunt.policy.terms import MechanismKind
from tests.policy.keeping import exists

USED = {clause.mechanism for clause in ALL} | set(OF_TABLES.values()) | set(OF_WAYS.values())
BUILT = sorted(
    {(each.kind, each.name) for each in USED if not each.planned}
    - {(each.kind, each.name) for each in USED if each.kind is MechanismKind.PEOPLE}
)
PLANNED = sorted({(each.kind, each.name) for each in USED if each.planned} - set(BUILT))


@pytest.mark.parametrize(("kind", "name"), BUILT)
def test_what_keeps_a_clause_exists(kind, name):
    assert exists(kind, name)


@pytest.mark.parametrize(("kind", "name"), PLANNED)
def test_what_is_planned_is_not_there_yet(kind, name):
    """When this fails the mechanism was built: take its mark away."""
    assert not exists(kind, name)
