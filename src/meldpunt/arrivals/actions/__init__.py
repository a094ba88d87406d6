"""The verbs of arrivals."""

from meldpunt.arrivals.actions.entries import forget_entry, take_entry
from meldpunt.arrivals.actions.expiry import expire
from meldpunt.arrivals.actions.forms import use_form
from meldpunt.arrivals.actions.uploads import (
    OpenUpload,
    begin_upload,
    discard_file,
    drop_draft,
    keep_drafts,
    take_drafts,
)

__all__ = (
    "OpenUpload",
    "begin_upload",
    "discard_file",
    "drop_draft",
    "expire",
    "forget_entry",
    "keep_drafts",
    "take_drafts",
    "take_entry",
    "use_form",
)
