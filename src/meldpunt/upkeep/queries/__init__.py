"""How this installation is, and whether the way in works."""

from meldpunt.upkeep.queries.channel import due_for_canary, due_for_names, light_of
from meldpunt.upkeep.queries.installation import (
    examination,
    is_newer_than_program,
    is_older_than_program,
    obstacles,
)
from meldpunt.upkeep.queries.mail_test import tested_address

__all__ = (
    "due_for_canary",
    "due_for_names",
    "examination",
    "is_newer_than_program",
    "is_older_than_program",
    "light_of",
    "obstacles",
    "tested_address",
)
