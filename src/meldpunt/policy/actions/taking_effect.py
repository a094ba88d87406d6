"""What a version changes beside its words, from the moment it is in force: the brands, and how the organisation looks."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from meldpunt.journal.actions import transaction
from meldpunt.journal.terms import Actor
from meldpunt.people.actions import set_brands, set_look
from meldpunt.people.actions.keys import hold_organisation
from meldpunt.people.terms import HostTaken
from meldpunt.policy.models import PolicyVersion
from meldpunt.policy.queries import hosts_not_given
from meldpunt.policy.rules.fitting import brands_of
from meldpunt.policy.rules.looks import look_of
from meldpunt.policy.rules.reading import read_again
from meldpunt.policy.terms import PolicyText


def take_effect(*, organisation: UUID, by: Actor, now: datetime) -> bool:
    """Set brands and look of the version in force, where that is still to be done, and return whether it was.

    A version that cannot be read any more changes nothing. Who planned it may have had a host name then that the operator took away since: a member
    gives none that nobody has. Raises HostTaken, NotThere; then it is still to be done.
    """
    with transaction():
        hold_organisation(organisation)
        begun = PolicyVersion.objects.filter(organisation=organisation, in_force_from__lte=now)
        row = begun.order_by("-number").first()
        policy = read_again(row.source.encode()) if row and row.source and row.settled_at is None else None
        if row is None or policy is None:
            return False
        if hosts_not_given(row, policy):
            raise HostTaken
        logos = {logo.name: bytes(logo.content) for logo in row.logos.order_by("name")}
        settle(row, policy, logos, by=by, now=now)
    return True


def settle(row: PolicyVersion, policy: PolicyText, logos: Mapping[str, bytes], *, by: Actor, now: datetime) -> None:
    """Set brands and look as the policy says, and keep that nothing is to be done for this version or an older one; in the caller's transaction.

    What the policy leaves open of the organisation's look stays as the settings have it. Raises HostTaken.
    """
    set_brands(organisation=row.organisation_id, brands=brands_of(policy, logos), by=by, now=now)
    theme, logo = look_of(policy)
    set_look(organisation=row.organisation_id, theme=theme, logo=logos.get(logo or ""), by=by, now=now)
    open_ones = PolicyVersion.objects.filter(
        organisation=row.organisation_id, number__lte=row.number, settled_at__isnull=True
    )
    open_ones.update(settled_at=now)
