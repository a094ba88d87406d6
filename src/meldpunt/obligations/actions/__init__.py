"""The verbs of obligations."""

from meldpunt.obligations.actions.facts import choose_laws, record_fact, withdraw_fact
from meldpunt.obligations.actions.figures import ask_for_figures, make_figures
from meldpunt.obligations.actions.settling import follow, settle, settle_many
from meldpunt.obligations.actions.submitting import record_submission, save_answers, withdraw_submission
from meldpunt.obligations.actions.warnings import name_for_warnings, warn

__all__ = (
    "ask_for_figures",
    "choose_laws",
    "follow",
    "make_figures",
    "name_for_warnings",
    "record_fact",
    "record_submission",
    "save_answers",
    "settle",
    "settle_many",
    "warn",
    "withdraw_fact",
    "withdraw_submission",
)
