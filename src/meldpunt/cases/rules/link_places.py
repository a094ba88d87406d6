"""Where a one-time link to an access code leads, and taking its token out of a text. Read in the child that reads mail, so it needs nothing else."""

import re
from typing import Final

PLACE: Final = "/case/link/"
"""What stands in the address of such a link before its token."""
_WITH_TOKEN: Final = re.compile(rf"({PLACE})[\w%-]+(?:\r?\n[> \t]*\w{{0,6}}(?:-\w{{2,6}})+)?", re.IGNORECASE)
"""Also one that a mail program broke in two lines."""


def without_links(text: str) -> str:
    """Return a text without the tokens of such links: who quotes our mail does not hand their code to whoever reads the answer."""
    return _WITH_TOKEN.sub(r"\1…", text)
