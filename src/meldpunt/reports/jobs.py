"""What runs again and again: removing files that no row names."""

from datetime import datetime

from meldpunt.reports.actions import remove_orphans


def remove_orphaned_files(*, now: datetime) -> int:
    """Look through the folder of this minute; return how many files went."""
    return remove_orphans(now=now)
