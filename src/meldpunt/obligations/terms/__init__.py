"""The words of obligations."""

from meldpunt.obligations.terms.promised import (
    Away,
    DueLine,
    Followup,
    Lapse,
    Owing,
    Settled,
    ShownObligation,
    Span,
    Standing,
    WarningStep,
)

__all__ = (
    "Away",
    "DueLine",
    "Followup",
    "Lapse",
    "Owing",
    "Settled",
    "ShownObligation",
    "Span",
    "Standing",
    "WarningStep",
)
