"""Obligations: those that follow from promises, and duties by law."""

from meldpunt.obligations.models.duties import DutyWarning, LawAnswers, LawDuty, LawFact, LawHeld, LawSubmission
from meldpunt.obligations.models.promises import Followed, Named, Obligation, PlannedWarning

__all__ = (
    "DutyWarning",
    "Followed",
    "LawAnswers",
    "LawDuty",
    "LawFact",
    "LawHeld",
    "LawSubmission",
    "Named",
    "Obligation",
    "PlannedWarning",
)
