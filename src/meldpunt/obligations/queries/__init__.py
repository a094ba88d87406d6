"""Questions about obligations."""

from meldpunt.obligations.queries.apologising import late_towards
from meldpunt.obligations.queries.due import count_due, followed, list_due, named_by
from meldpunt.obligations.queries.feeds import list_for_feed
from meldpunt.obligations.queries.overdue import due_cases
from meldpunt.obligations.queries.standing import obligations_of, obligations_to

__all__ = (
    "count_due",
    "due_cases",
    "followed",
    "late_towards",
    "list_due",
    "list_for_feed",
    "named_by",
    "obligations_of",
    "obligations_to",
)
