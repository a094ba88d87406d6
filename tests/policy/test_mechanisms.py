"""What is said to keep a clause exists in the program; what is said to be planned does not yet."""

from importlib import import_module, util

import pytest
from django.urls import NoReverseMatch, reverse

from meldpunt.cases.rules.upkeep import DEFAULTS
from meldpunt.doors.portal.forms import ReportForm
from meldpunt.people.terms import Deed
from meldpunt.policy.rules.catalogue import ALL
from meldpunt.policy.rules.catalogue.mechanisms import OF_TABLES
from meldpunt.policy.terms import MechanismKind

USED = {clause.mechanism for clause in ALL} | set(OF_TABLES.values())
BUILT = sorted(
    {(each.kind, each.name) for each in USED if not each.planned}
    - {(each.kind, each.name) for each in USED if each.kind is MechanismKind.PEOPLE}
)
PLANNED = sorted({(each.kind, each.name) for each in USED if each.planned} - set(BUILT))
STEPS = {"agreement": "agree", "identity": "who"}
BEFORE_THE_FORM = {"elsewhere", "excluded"}


def verb_exists(name: str) -> bool:
    capability, _, verb = name.partition(".")
    if util.find_spec(f"meldpunt.{capability}") is None:
        return False
    return hasattr(import_module(f"meldpunt.{capability}.actions"), verb)


def page_exists(name: str) -> bool:
    for door in ("public", "portal"):
        try:
            reverse(f"{door}:{name}")
        except NoReverseMatch:
            continue
        return True
    return False


def exists(kind: MechanismKind, name: str) -> bool:
    if kind is MechanismKind.VERB:
        return verb_exists(name)
    if kind is MechanismKind.PAGE:
        return page_exists(name)
    if kind is MechanismKind.PERMISSION:
        return name in set(Deed)
    if kind is MechanismKind.OBLIGATION:
        return name in DEFAULTS
    return STEPS.get(name, name) in ReportForm.base_fields or name in BEFORE_THE_FORM


@pytest.mark.parametrize(("kind", "name"), BUILT)
def test_what_keeps_a_clause_exists(kind, name):
    assert exists(kind, name)


@pytest.mark.parametrize(("kind", "name"), PLANNED)
def test_what_is_planned_is_not_there_yet(kind, name):
    """When this fails the mechanism was built: take its mark away."""
    assert not exists(kind, name)
