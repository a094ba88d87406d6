"""Lists across capabilities: the queue, and what is due."""

from meldpunt.caseload.queries.due import due_list
from meldpunt.caseload.queries.feeds import due_feed
from meldpunt.caseload.queries.listing import queue, queue_counts
from meldpunt.caseload.queries.mailroom import mail_room, mail_room_count

__all__ = ("due_feed", "due_list", "mail_room", "mail_room_count", "queue", "queue_counts")
