"""The one way to what is on its way in: forms, waiting uploads, and mails."""

from meldpunt.arrivals.access.canaries import awaited_words, canary_of, word_of_canary
from meldpunt.arrivals.access.forms import is_canary, mark_as_canary, new_form, open_drafts, read_form
from meldpunt.arrivals.access.mails import (
    entry_to_sort,
    open_entry,
    open_part,
    open_raw,
    opened_mails,
    read_entry,
    read_mail_file,
)

__all__ = (
    "awaited_words",
    "canary_of",
    "entry_to_sort",
    "is_canary",
    "mark_as_canary",
    "new_form",
    "open_drafts",
    "open_entry",
    "open_part",
    "open_raw",
    "opened_mails",
    "read_entry",
    "read_form",
    "read_mail_file",
    "word_of_canary",
)
