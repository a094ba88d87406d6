"""Whether the way in is tested by mail, and at which address."""

from datetime import datetime

from django.conf import settings

from meldpunt.arrivals.queries import mail_came, mail_canaries
from meldpunt.outbox.queries import fates
from meldpunt.people.terms import OrganisationFacts
from meldpunt.policy.queries import mail_comes_to
from meldpunt.upkeep.models import Check
from meldpunt.upkeep.rules.channel import is_silent
from meldpunt.upkeep.terms import Part, Trouble


def tested_address(organisation: OrganisationFacts, *, now: datetime) -> str:
    """Return where a test is mailed; empty where none is: switched off, nothing sends mail, or nothing says that mail comes in here.

    The settings of the organisation say so, or its policy where this server takes mail: by LMTP, from mailboxes, or, as a pipe
    stands in no setting, where a mail came before.
    """
    if not (organisation.tests_way_in and organisation.tests_mail) or settings.MELDPUNT.smtp_host is None:
        return ""
    takes = organisation.mail_in or settings.MELDPUNT.lmtp is not None or settings.MELDPUNT.mailboxes is not None
    return mail_comes_to(organisation, now=now) if takes or mail_came(organisation.id) else ""


def noted_of_mail(organisation: OrganisationFacts) -> tuple[datetime | None, Trouble | None]:
    """Return when the way in by mail was noted last, and with which trouble; None for never and for well."""
    row = Check.objects.filter(organisation=organisation.id, part=Part.MAIL).first()
    return (row.at, Trouble(row.trouble) if row.trouble else None) if row else (None, None)


def never_worked(organisation: OrganisationFacts) -> bool:
    """Tell whether it is not known that mail comes in here: only the policy names the address, and no test came back yet."""
    at, trouble = noted_of_mail(organisation)
    return not organisation.mail_in and (at is None or trouble is Trouble.MAIL_NEVER)


def is_mail_silent(organisation: OrganisationFacts, *, now: datetime) -> bool:
    """Tell whether there should have been another test by mail by now; one that still waits to leave is told as a letter that waits."""
    sent = next(iter(mail_canaries(organisation.id)), None)
    if sent is None or not tested_address(organisation, now=now):
        return False
    fate = fates([sent.letter]).get(sent.letter)
    return (fate is None or fate.is_settled) and is_silent(since=sent.sent_at, now=now)
