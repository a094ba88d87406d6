"""The words of obligations."""

from meldpunt.obligations.terms.promised import (
    Away,
    Lapse,
    Owing,
    Settled,
    ShownObligation,
    Standing,
)

__all__ = ("Away", "Lapse", "Owing", "Settled", "ShownObligation", "Standing")
