"""The verbs of arrivals."""

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
    "keep_drafts",
    "take_drafts",
    "use_form",
)
