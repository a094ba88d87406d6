"""The verbs of obligations."""

from meldpunt.obligations.actions.figures import ask_for_figures, make_figures
from meldpunt.obligations.actions.settling import follow, settle, settle_many
from meldpunt.obligations.actions.warnings import name_for_warnings, warn

__all__ = ("ask_for_figures", "follow", "make_figures", "name_for_warnings", "settle", "settle_many", "warn")
