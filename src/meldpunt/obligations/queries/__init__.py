"""Questions about obligations."""

from meldpunt.obligations.queries.apologising import late_towards
from meldpunt.obligations.queries.due import count_due, followed, list_due, named_by
from meldpunt.obligations.queries.duties import (
    count_duties,
    duties_of,
    ending_with,
    fallen_of,
    has_facts,
    late_duties,
    laws_of,
    list_duties,
)
from meldpunt.obligations.queries.feeds import duties_for_feed, list_for_feed
from meldpunt.obligations.queries.figures import (
    calendar_of,
    counted_in,
    due_figures,
    figures_file,
    figures_for,
    figures_wanted,
    has_begun,
    recounted_in,
    told_otherwise,
)
from meldpunt.obligations.queries.keeping import outlook
from meldpunt.obligations.queries.overdue import due_cases
from meldpunt.obligations.queries.standing import obligations_of, obligations_to

__all__ = (
    "calendar_of",
    "count_due",
    "count_duties",
    "counted_in",
    "due_cases",
    "due_figures",
    "duties_for_feed",
    "duties_of",
    "ending_with",
    "fallen_of",
    "figures_file",
    "figures_for",
    "figures_wanted",
    "followed",
    "has_begun",
    "has_facts",
    "late_duties",
    "late_towards",
    "laws_of",
    "list_due",
    "list_duties",
    "list_for_feed",
    "named_by",
    "obligations_of",
    "obligations_to",
    "outlook",
    "recounted_in",
    "told_otherwise",
)
