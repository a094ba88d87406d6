"""What somebody may have meant."""

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the known word nearest to one that is not known, or nothing where none is near."""
    found = get_close_matches(word[:80], sorted(known), n=1, cutoff=0.6)
    return found[0] if found else ""
