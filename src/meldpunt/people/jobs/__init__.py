"""What runs again and again for people; and what keeps work for one organisation from the others', for the jobs of all capabilities."""

from meldpunt.people.jobs.apart import done_apart
from meldpunt.people.jobs.expiring import expire

__all__ = ["done_apart", "expire"]
