"""The mails that became part of a case: its report, and messages of its conversation."""

from meldpunt.arrivals.access import opened_mails
from meldpunt.arrivals.terms import OpenedMail
from meldpunt.cases.access.finder_keys import key_in_use
from meldpunt.cases.models import Message, Thread
from meldpunt.cases.terms import CameByMail
from meldpunt.people.terms import Verdict
from meldpunt.sealing.terms import KeyRing


def mails_of_case(thread: Thread, ring: KeyRing) -> tuple[CameByMail, ...]:
    """Return the mails of a thread, oldest first, as far as this ring opens them."""
    mails = opened_mails(organisation=thread.case.organisation_id, thread=thread.pk, ring=ring)
    if not mails:
        return ()
    wanted = [mail.message for mail in mails if mail.message is not None]
    rows = dict(Message.objects.filter(uuid__in=wanted).values_list("uuid", "pk"))
    known = key_in_use(thread.pk)
    fingerprint = known.fingerprint if known else ""
    return tuple(
        CameByMail(rows.get(mail.message) if mail.message else None, mail, _signed_by(mail, fingerprint))
        for mail in mails
    )


def _signed_by(mail: OpenedMail, fingerprint: str) -> bool:
    """Tell whether the signature of a mail is good, and of this key."""
    if mail.kept is None or not fingerprint:
        return False
    found = mail.kept.mail.encryption
    return found.verdict is Verdict.VALID and found.signed_by.upper() == fingerprint.upper()
