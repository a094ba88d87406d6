"""What the letters of warnings tell, read as who gets them reads them."""

import re
from collections.abc import Mapping
from typing import Final

from meldpunt.outbox.access import ready_letter
from meldpunt.outbox.models import Owed
from meldpunt.outbox.terms import Letter, ReadyLetter

SAYS: Final[Mapping[str, str]] = {
    "begun": "begun to run|zijn gaan lopen",
    "soon": "due soon|binnenkort aflopen",
    "late": "in time|op tijd zijn",
}


def told(letter: Letter) -> list[dict[str, int]]:
    """Return what each letter of a kind that is owed tells, as `counts` does, the oldest first."""
    return [counts(ready_letter(row)) for row in Owed.objects.filter(letter=letter).order_by("owed_at", "id")]


def counts(letter: ReadyLetter) -> dict[str, int]:
    """Return of how many a letter tells that they began, are due soon or are late; what it does not speak of is left out."""
    found = {name: re.search(rf"(?:{words})[^:.]*: (\d+)\.", letter.body) for name, words in SAYS.items()}
    return {name: int(match[1]) for name, match in found.items() if match}
