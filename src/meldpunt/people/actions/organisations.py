"""Making an organisation, with its first keys."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from itertools import chain, count
from uuid import UUID, uuid4

from meldpunt.journal.actions import record, transaction
from meldpunt.journal.terms import Actor
from meldpunt.people.actions import addresses
from meldpunt.people.actions.hosts import put_hosts
from meldpunt.people.actions.invitations import make_invitation
from meldpunt.people.actions.keys import hand_out
from meldpunt.people.models import Organisation, OrganisationKey, RecoveryLock
from meldpunt.people.rules import settings as rules
from meldpunt.people.rules.sessions import FIRST_INVITATION_LIFE
from meldpunt.people.terms import FirstKeys, Role, SettingsRefused
from meldpunt.sealing.rules import locks, pairs


def create_organisation(
    *,
    name: str,
    languages: Sequence[str],
    handler_email: str,
    host_names: Sequence[str] = (),
    slug: str = "",
    zone: str = "Europe/Amsterdam",
    region: str = "NL",
    link_to: Callable[[str], str] | None = None,
    by: Actor,
    now: datetime,
) -> FirstKeys:
    """Make an organisation that can receive reports at once, and the invitation of its first lead.

    `link_to` gives the path of the page for the invitation's token; when given, the invitation is mailed as well.
    The slug is made from the name when empty; days are reckoned in `zone`, with the public holidays of `region`. Raises SettingsRefused, HostTaken, AddressNotUsable, AddressTaken.
    """
    email = addresses.usable(handler_email)
    spoken, title = rules.languages(languages), rules.line("name", name, longest=rules.MAX_NAME)
    rules.check_place(zone=zone, region=region)
    seed, code = pairs.new_seed(), locks.new_token()
    with transaction():
        addresses.refuse_taken(email)
        row = Organisation(slug=_free_slug(slug, title), name=title, languages=list(spoken), zone=zone, region=region)
        organisation = _kept(row, host_names, now)
        seeds = {_first_key(organisation, seed, now): seed}
        hand_out(seeds=seeds, to=put_recovery_lock(organisation, code, now), now=now)
        token = _invited(organisation, email, seeds, link_to, now)
        record(organisation=organisation.id, case=None, by=by, deed="organisation.created", facts={}, now=now)
    return FirstKeys(organisation=organisation.id, slug=organisation.slug, recovery_code=code, invitation_token=token)


def _kept(row: Organisation, host_names: Sequence[str], now: datetime) -> Organisation:
    """Store an organisation with its host names. Raises HostTaken, SettingsRefused."""
    row.created_at = now
    row.save(force_insert=True)
    put_hosts(organisation=row, hosts=host_names)
    return row


def _invited(
    organisation: Organisation,
    email: str,
    seeds: Mapping[UUID, bytes],
    link_to: Callable[[str], str] | None,
    now: datetime,
) -> str:
    """Invite the first lead, in the organisation's first language, and return the token."""
    _, token = make_invitation(
        organisation=organisation,
        email=email,
        role=Role.LEAD,
        language=organisation.languages[0],
        seeds=seeds,
        life=FIRST_INVITATION_LIFE,
        link_to=link_to,
        now=now,
    )
    return token


def put_recovery_lock(organisation: Organisation, code: str, now: datetime) -> RecoveryLock:
    """Store the public half of a recovery code, in place of an older one; nothing is granted to it yet."""
    RecoveryLock.objects.filter(organisation=organisation).delete()
    lock_id = uuid4()
    public = pairs.public_key(locks.open_token(code, use="recovery").seed, lock_id)
    return RecoveryLock.objects.create(id=lock_id, organisation=organisation, public=public.raw, made_at=now)


def _first_key(organisation: Organisation, seed: bytes, now: datetime) -> UUID:
    key = uuid4()
    public = pairs.public_key(seed, key).raw
    OrganisationKey.objects.create(id=key, organisation=organisation, public=public, made_at=now)
    return key


def _free_slug(wanted: str, name: str) -> str:
    if wanted:
        if Organisation.objects.filter(slug=rules.slug(wanted)).exists():
            raise SettingsRefused("slug", "taken")
        return wanted
    base = rules.slug_from(name)
    tries = chain([base], (f"{base}-{number}" for number in count(2)))
    return next(slug for slug in tries if not Organisation.objects.filter(slug=slug).exists())
