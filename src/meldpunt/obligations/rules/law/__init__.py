"""Duties by law: which stages a set of facts starts, what their forms lack, and what a person submits. Also docs/duties-by-law.md."""

from meldpunt.obligations.rules.law.catalogue import DOUBTS, FACTS, LAWS, STAGES, TO_BE_CHECKED
from meldpunt.obligations.rules.law.exporting import as_json, as_text, explain
from meldpunt.obligations.rules.law.forms import lacking
from meldpunt.obligations.rules.law.lifting import unlifted
from meldpunt.obligations.rules.law.starting import LIFTING, duties, reckoned, superseded, telling, version_on

__all__ = [
    "DOUBTS",
    "FACTS",
    "LAWS",
    "LIFTING",
    "STAGES",
    "TO_BE_CHECKED",
    "as_json",
    "as_text",
    "duties",
    "explain",
    "lacking",
    "reckoned",
    "superseded",
    "telling",
    "unlifted",
    "version_on",
]
