"""Mail that belongs elsewhere: suggested by its words, never when a report is possible."""

from meldpunt.arrivals.rules.misdirected.suggesting import (
    as_facts,
    channel_for,
    from_facts,
    matters_of,
    suggested,
)

__all__ = ("as_facts", "channel_for", "from_facts", "matters_of", "suggested")
