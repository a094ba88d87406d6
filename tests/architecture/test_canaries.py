"""The daily test of the way in counts nowhere: every question that could meet one is named here, with why it does not count it."""

import re
from typing import Final

from tests.architecture.house import PACKAGE, sources

MEETS: Final = re.compile(r"case__organisation|with_canaries")
KNOWN: Final = {
    "cases/access/canaries.py": "opens canaries for the check",
    "cases/access/sessions.py": "asks for one session by its cookie",
    "cases/access/titles.py": "asked for cases by their ids, which a list without canaries gave",
    "cases/actions/canaries.py": "forgets canaries",
    "cases/actions/code_links.py": "asks for one link by its token, which only its finder has",
    "cases/actions/expiry.py": "only threads with an address for notices, and a canary has none",
    "cases/actions/finder.py": "asks for one thread by its access code, which only the test has",
    "cases/actions/mail/judging.py": "asks for the threads of a number, and tells nobody what it found of a canary",
    "cases/actions/reviews.py": "asks for what a handler withheld, and no handler has a canary",
    "cases/models/cases.py": "says what is left out",
    "cases/queries/past.py": "leaves canaries out by itself",
    "cases/queries/promised.py": "asked for cases that have promises or lines in the journal, and a canary has neither",
    "cases/queries/receipts.py": "asks for one thread by its access code",
    "cases/queries/withholding.py": "asks for what a handler withheld, and no handler has a canary",
}


def test_every_question_that_could_count_a_canary_is_known() -> None:
    """Whoever asks past `Case.objects` for what an organisation has says here why no canary is among it."""
    found = {str(path.relative_to(PACKAGE)) for path in sources() if MEETS.search(path.read_text(encoding="utf-8"))}
    assert found == set(KNOWN)
