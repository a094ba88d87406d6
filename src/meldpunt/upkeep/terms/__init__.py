"""Words of upkeep."""

from meldpunt.upkeep.terms.channel import DeadEnd, FilledIn, FormVisitor, Level, Light, Part, Sign, Trouble, Visit, Who
from meldpunt.upkeep.terms.installation import Certificate, Finding, Place

__all__ = (
    "Certificate",
    "DeadEnd",
    "FilledIn",
    "Finding",
    "FormVisitor",
    "Level",
    "Light",
    "Part",
    "Place",
    "Sign",
    "Trouble",
    "Visit",
    "Who",
)
