"""The host names of an organisation."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from meldpunt.journal.actions import record, transaction
from meldpunt.journal.terms import Actor
from meldpunt.people.actions.keys import hold_organisation
from meldpunt.people.models import HostName, Organisation
from meldpunt.people.rules import settings as rules
from meldpunt.people.terms import HostTaken


def set_host_names(*, organisation: UUID, hosts: Sequence[str], by: Actor, now: datetime) -> None:
    """Set the host names of an organisation, the shown one first; for the operator.

    Raises HostTaken, SettingsRefused, NotThere.
    """
    with transaction():
        put_hosts(organisation=hold_organisation(organisation), hosts=hosts)
        facts = {"names": len(hosts)}
        record(organisation=organisation, case=None, by=by, deed="organisation.hosts_set", facts=facts, now=now)


def put_hosts(*, organisation: Organisation, hosts: Sequence[str]) -> None:
    """Replace the host names, inside the caller's transaction. Raises HostTaken, SettingsRefused."""
    names = list(dict.fromkeys(rules.host_name(host) for host in hosts))
    if HostName.objects.filter(host__in=names).exclude(organisation=organisation, brand=None).exists():
        raise HostTaken
    HostName.objects.filter(organisation=organisation, brand=None).delete()
    HostName.objects.bulk_create(
        HostName(host=host, organisation=organisation, place=place) for place, host in enumerate(names)
    )
