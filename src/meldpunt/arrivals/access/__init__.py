"""The one way to what is on its way in: forms, waiting uploads, and mails."""

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
)
