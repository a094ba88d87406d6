"""Questions about obligations."""

from meldpunt.obligations.queries.apologising import late_towards
from meldpunt.obligations.queries.due import count_due, followed, list_due, named_by
from meldpunt.obligations.queries.duties import count_duties, duties_of, has_facts, laws_of, list_duties
from meldpunt.obligations.queries.feeds import list_for_feed
from meldpunt.obligations.queries.overdue import due_cases
from meldpunt.obligations.queries.standing import obligations_of, obligations_to

__all__ = (
    "count_due",
    "count_duties",
    "due_cases",
    "duties_of",
    "followed",
    "has_facts",
    "late_towards",
    "laws_of",
    "list_due",
    "list_duties",
    "list_for_feed",
    "named_by",
    "obligations_of",
    "obligations_to",
)
