"""Whether a part of the program that is said to keep a clause is there."""

from importlib import import_module, util

from django.urls import NoReverseMatch, reverse

from meldpunt.doors.portal.forms import ReportForm
from meldpunt.obligations.rules.making import KEPT
from meldpunt.people.terms import Deed
from meldpunt.policy.terms import MechanismKind

STEPS = {"agreement": "agree", "identity": "who"}
BEFORE_THE_FORM = {"elsewhere", "excluded"}


def exists(kind: MechanismKind, name: str) -> bool:
    """Tell whether the program has this verb, page, permission, clock or step of the form."""
    if kind is MechanismKind.VERB:
        return _verb_exists(name)
    if kind is MechanismKind.PAGE:
        return _page_exists(name)
    if kind is MechanismKind.PERMISSION:
        return name in set(Deed)
    if kind is MechanismKind.OBLIGATION:
        return name in KEPT
    return STEPS.get(name, name) in ReportForm.base_fields or name in BEFORE_THE_FORM


def _verb_exists(name: str) -> bool:
    capability, _, verb = name.partition(".")
    if util.find_spec(f"meldpunt.{capability}") is None:
        return False
    return hasattr(import_module(f"meldpunt.{capability}.actions"), verb)


def _page_exists(name: str) -> bool:
    for door in ("public", "portal"):
        try:
            reverse(f"{door}:{name}")
        except NoReverseMatch:
            continue
        return True
    return False
