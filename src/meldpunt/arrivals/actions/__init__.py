"""The verbs of arrivals."""

from meldpunt.arrivals.actions.forms import use_form
from meldpunt.arrivals.actions.uploads import OpenUpload, begin_upload, drop_draft, keep_drafts

__all__ = ("OpenUpload", "begin_upload", "drop_draft", "keep_drafts", "use_form")
