"""A worker that is killed where a test wants it: run as a process of its own on the data folder that the environment names.

make N          migrate, and take in N reports in each of four organisations
settle [WRITES] settle everything, and be killed (-9) at the statement that writes after so many of them
warn [WRITES]   the same for warnings
look            print what came of it, as JSON
"""

import json
import os
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import count
from pathlib import Path

import django

ORGANISATIONS = 4


def main() -> int:
    """Do one of them."""
    django.setup()
    deed, amount = sys.argv[1], int(sys.argv[2]) if sys.argv[2:] else 0
    {"make": make, "settle": settle, "warn": warn, "look": look}[deed](amount)
    return 0


def make(cases: int) -> None:
    """Fill an empty folder."""
    from django.core.management import call_command

    from tests.factories.cases import make_case
    from tests.factories.people import make_lead, make_member, make_organisation

    call_command("migrate", verbosity=0)
    for _ in range(ORGANISATIONS):
        organisation = make_organisation()
        make_member(organisation)
        make_lead(organisation)
        for _case in range(cases):
            make_case(organisation)


def settle(writes: int) -> None:
    """Settle until there is nothing to do, a day after everything was due."""
    from meldpunt.obligations.jobs import settle_obligations
    from tests.factories.people import NOW

    with _killed_after(writes):
        while settle_obligations(now=NOW + timedelta(days=9)):
            pass


def warn(writes: int) -> None:
    """Warn once."""
    from meldpunt.obligations.jobs import warn_of_obligations
    from tests.factories.people import NOW

    with _killed_after(writes):
        warn_of_obligations(now=NOW + timedelta(days=9))


def look(_amount: int) -> None:
    """Print how often each deed stands in the journal of a case, the warnings, and what the letters say."""
    from meldpunt.cases.models import Case
    from meldpunt.journal.queries import entries_of_case, first_broken_link
    from meldpunt.obligations.models import Obligation, PlannedWarning
    from meldpunt.outbox.access import ready_letter
    from meldpunt.outbox.models import Owed
    from meldpunt.outbox.terms import Letter
    from meldpunt.people.queries import organisations

    deeds: Counter[str] = Counter()
    for case in Case.objects.order_by("id"):
        lines = [entry.deed for entry in entries_of_case(case.uuid) if entry.deed.startswith("obligation.")]
        deeds[" ".join(lines)] += 1
    letters = [ready_letter(row) for row in Owed.objects.filter(letter=Letter.PROMISES_DUE).order_by("owed_at", "id")]
    found = {
        "deeds": deeds,
        "obligations": Obligation.objects.filter(broken_at__isnull=False).count(),
        "unsent": PlannedWarning.objects.filter(sent_at__isnull=True).count(),
        "sent": PlannedWarning.objects.filter(sent_at__isnull=False).count(),
        "letters": sorted(Counter(letter.to for letter in letters).values()),
        "chains": [first_broken_link(each.id) for each in organisations()],
    }
    sys.stdout.write(json.dumps(found))


@contextmanager
def _killed_after(writes: int) -> Iterator[None]:
    """Wait for the word to go, then run; end this process as kill -9 does, in the middle of whatever it writes."""
    from django.db import connection

    written, go = count(1), os.environ.get("GO")
    while go and not Path(go).exists():
        time.sleep(0.001)

    def watch(execute: Callable[..., object], sql: str, params: object, many: bool, context: object) -> object:
        if sql.startswith(("INSERT", "UPDATE", "DELETE")) and next(written) > writes > 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield


if __name__ == "__main__":
    sys.exit(main())
