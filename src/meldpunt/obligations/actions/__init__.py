"""The verbs of obligations."""

from meldpunt.obligations.actions.settling import follow, settle, settle_many
from meldpunt.obligations.actions.warnings import name_for_warnings, warn

__all__ = ("follow", "name_for_warnings", "settle", "settle_many", "warn")
