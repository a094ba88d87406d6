"""The verbs of upkeep: a sign of life, testing the way in, and telling how it is."""

from meldpunt.upkeep.actions.beating import beat
from meldpunt.upkeep.actions.canaries import open_canary, send_canary
from meldpunt.upkeep.actions.looking import look_at_names, look_inside
from meldpunt.upkeep.actions.mail_canaries import mail_canary, note_mailed
from meldpunt.upkeep.actions.noting import forget_mailboxes, note

__all__ = (
    "beat",
    "forget_mailboxes",
    "look_at_names",
    "look_inside",
    "mail_canary",
    "note",
    "note_mailed",
    "open_canary",
    "send_canary",
)
