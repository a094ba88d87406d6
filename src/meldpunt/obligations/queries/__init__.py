"""Questions about obligations."""

from meldpunt.obligations.queries.due import count_due, due_cases, followed, list_due, named_by
from meldpunt.obligations.queries.duties import count_duties, duties_of, has_facts, laws_of, list_duties
from meldpunt.obligations.queries.standing import obligations_of, obligations_to

__all__ = (
    "count_due",
    "count_duties",
    "due_cases",
    "duties_of",
    "followed",
    "has_facts",
    "laws_of",
    "list_due",
    "list_duties",
    "named_by",
    "obligations_of",
    "obligations_to",
)
