"""Earlier mails of a finder, judged with a key that is known only now."""

from contextlib import suppress
from datetime import datetime

from meldpunt.arrivals.actions import judge_mails_again
from meldpunt.arrivals.terms import MailReader
from meldpunt.cases.access.finder_keys import signers_of
from meldpunt.cases.models import Thread
from meldpunt.people.terms import DeskLocked, Visitor


def judge_again(*, number: str, reader: MailReader, by: Visitor, now: datetime) -> None:
    """Look again at the signatures in a case that were by an unknown key, with the key in use; at a locked desk nothing is done.

    Raises NotAllowed.
    """
    threads = Thread.objects.filter(case__number=number, case__organisation=by.organisation.id).values_list(
        "pk", flat=True
    )
    for thread in threads:
        signers = signers_of(thread)
        if signers:
            with suppress(DeskLocked):
                judge_mails_again(thread=thread, signers=signers, reader=reader, by=by, now=now)
