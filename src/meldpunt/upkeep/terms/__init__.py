"""Words of upkeep."""

from meldpunt.upkeep.terms.channel import (
    DeadEnd,
    FilledIn,
    FormVisitor,
    Level,
    Light,
    Mailed,
    Part,
    Sign,
    Trouble,
    Visit,
    Who,
)
from meldpunt.upkeep.terms.installation import Certificate, Finding, Place
from meldpunt.upkeep.terms.names import Names, NamesSilent, Record

__all__ = (
    "Certificate",
    "DeadEnd",
    "FilledIn",
    "Finding",
    "FormVisitor",
    "Level",
    "Light",
    "Mailed",
    "Names",
    "NamesSilent",
    "Part",
    "Place",
    "Record",
    "Sign",
    "Trouble",
    "Visit",
    "Who",
)
