"""Whether a mail is taken now: not where its sender floods us. Nothing was read of it yet, and nothing is kept."""

from typing import Final

from meldpunt.arrivals.actions import admit_mail
from meldpunt.arrivals.terms import Way
from meldpunt.cases.actions.mail.arrived import Arrived
from meldpunt.cases.queries.mail_threads import thread_of_recipients
from meldpunt.people.queries import is_address_of_member
from meldpunt.policy.queries import platforms

BROUGHT: Final = frozenset({Way.LMTP, Way.PIPE})
"""The ways by which a mail server brings a mail, and brings it again."""


def is_admitted(arrived: Arrived) -> bool:
    """Tell whether one more mail of its envelope sender is taken.

    Members, who hand mail on, and platforms of the policy are not counted, nor is what goes to the address of a case: its token is known to few.
    """
    sender = arrived.envelope.sender
    if arrived.envelope.way not in BROUGHT or sender is None:
        return True
    sender = sender.strip().lower().replace("\0", "\N{REPLACEMENT CHARACTER}")  # PostgreSQL keeps no NUL
    organisation = arrived.organisation.id
    if is_address_of_member(organisation, sender) or _is_of_platform(sender, arrived):
        return True
    if thread_of_recipients(organisation, arrived.envelope.recipients) is not None:
        return True
    return admit_mail(organisation=organisation, sender=sender, by=arrived.by, now=arrived.now)


def _is_of_platform(sender: str, arrived: Arrived) -> bool:
    named = platforms(arrived.organisation.id, now=arrived.now)
    domains = {str(way.mail_from).rpartition("@")[2].lower() for way in named if way.mail_from}
    return sender.rpartition("@")[2] in domains - {""}
