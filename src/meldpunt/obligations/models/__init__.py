"""Obligations: those that follow from promises, duties by law, and the figures."""

from meldpunt.obligations.models.duties import DutyWarning, LawAnswers, LawDuty, LawFact, LawHeld, LawSubmission
from meldpunt.obligations.models.figures import MadeFigures, WantedFigures
from meldpunt.obligations.models.promises import Followed, Named, Obligation, PlannedWarning

__all__ = (
    "DutyWarning",
    "Followed",
    "LawAnswers",
    "LawDuty",
    "LawFact",
    "LawHeld",
    "LawSubmission",
    "MadeFigures",
    "Named",
    "Obligation",
    "PlannedWarning",
    "WantedFigures",
)
