"""Lists across capabilities: the queue, and what is due."""

from meldpunt.caseload.queries.due import due_list
from meldpunt.caseload.queries.queue import queue, queue_counts

__all__ = ("due_list", "queue", "queue_counts")
