"""The verbs of reports: keeping what came in, and destroying the part that says who sent it."""

from meldpunt.reports.actions.images import scrub
from meldpunt.reports.actions.keeping import (
    add_files,
    empty_report,
    forget_person,
    forget_report,
    keep_report,
    remove_orphans,
    replace_person,
)

__all__ = (
    "add_files",
    "empty_report",
    "forget_person",
    "forget_report",
    "keep_report",
    "remove_orphans",
    "replace_person",
    "scrub",
)
