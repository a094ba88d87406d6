"""The verbs of obligations."""

from meldpunt.obligations.actions.facts import record_fact, withdraw_fact
from meldpunt.obligations.actions.figures import ask_for_figures, make_figures
from meldpunt.obligations.actions.late import note_late
from meldpunt.obligations.actions.laws import choose_laws
from meldpunt.obligations.actions.settling import catch_up, follow, settle, settle_many
from meldpunt.obligations.actions.submitting import record_submission, save_answers, withdraw_submission
from meldpunt.obligations.actions.warnings import name_for_warnings, warn

__all__ = (
    "ask_for_figures",
    "catch_up",
    "choose_laws",
    "follow",
    "make_figures",
    "name_for_warnings",
    "note_late",
    "record_fact",
    "record_submission",
    "save_answers",
    "settle",
    "settle_many",
    "warn",
    "withdraw_fact",
    "withdraw_submission",
)
