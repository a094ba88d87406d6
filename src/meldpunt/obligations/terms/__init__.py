"""The words of obligations."""

from meldpunt.obligations.terms.feeds import FeedAbout, FeedLine
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
from meldpunt.obligations.terms.settling import Settlement

__all__ = (
    "Away",
    "DueLine",
    "FeedAbout",
    "FeedLine",
    "Followup",
    "Lapse",
    "Owing",
    "Settled",
    "Settlement",
    "ShownObligation",
    "Span",
    "Standing",
    "WarningStep",
)
