"""The verbs of policy."""

from meldpunt.policy.actions.beside import add_file, remove_file, replace_file
from meldpunt.policy.actions.calendar import change_settings
from meldpunt.policy.actions.looks import change_logo, change_theme
from meldpunt.policy.actions.proposals import approve, propose, send_back, withdraw_proposal
from meldpunt.policy.actions.publishing import keep_first_version, publish
from meldpunt.policy.actions.security_text import sign_security_text
from meldpunt.policy.actions.taking_effect import take_effect

__all__ = (
    "add_file",
    "approve",
    "change_logo",
    "change_settings",
    "change_theme",
    "keep_first_version",
    "propose",
    "publish",
    "remove_file",
    "replace_file",
    "send_back",
    "sign_security_text",
    "take_effect",
    "withdraw_proposal",
)
