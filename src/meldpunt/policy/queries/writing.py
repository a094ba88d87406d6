"""Questions of somebody who writes a policy: whether it can be published, what it would say, what to go on with."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from meldpunt.journal.terms import OPERATOR, Actor
from meldpunt.people.queries import (
    faces_of,
    is_server_name,
    left_by_brands,
    names_of,
    openpgp_key,
    organisation_by_host,
)
from meldpunt.people.terms import OpenPgp, OrganisationFacts
from meldpunt.policy.queries.mail_addresses import is_address_taken
from meldpunt.policy.queries.proposals import needs_two
from meldpunt.policy.queries.succession import falling_away
from meldpunt.policy.queries.versions import newest_files, newest_number, policy_in_force, policy_source, policy_text
from meldpunt.policy.rules.changed_keys import changed_keys
from meldpunt.policy.rules.differences import Tried, differences, files_changed
from meldpunt.policy.rules.file.beside import documents_of, files_named, logos_of
from meldpunt.policy.rules.file.source import decode
from meldpunt.policy.rules.fitting import hosts_of, mail_addresses_of, misfits
from meldpunt.policy.rules.own_key import not_in_use
from meldpunt.policy.rules.proposals import digest_of
from meldpunt.policy.rules.reading import placed, read, read_again
from meldpunt.policy.rules.settled import in_force_from, terms_of
from meldpunt.policy.rules.starting import placeholders, starting_text
from meldpunt.policy.rules.statements import numberless
from meldpunt.policy.terms import Policy, PolicyRefused, PolicyText, Problem


def read_for(
    organisation: OrganisationFacts,
    *,
    content: bytes,
    files: Mapping[str, bytes],
    keys: OpenPgp | None = None,
    written_at: datetime | None = None,
    by: Actor,
    now: datetime,
) -> PolicyText:
    """Return the policy in a file that `by` can publish for this organisation; raises PolicyRefused with every problem.

    `files` are the files beside it, by name; `keys` looks into a key file, where it was not looked into before. A key of one's own must be in
    use already, and still. Dates may be those of `written_at`, where it waited since. The name and the organisation's own host names are those it has; new ones of brands are
    the operator's alone to give.
    """
    today = (written_at or now).astimezone(ZoneInfo(organisation.zone)).date()
    found: tuple[Problem, ...] = ()
    try:
        policy = read(content, today=today, files=files, keys=keys)
    except PolicyRefused as refused:
        whole = read_again(content)
        if whole is None:
            raise
        policy, found = whole, refused.problems
    taken = {host for path, host in hosts_of(policy) if _is_taken(host, organisation, brand=path[0] == "brand")}
    for _place, address in mail_addresses_of(policy):
        if is_address_taken(address, subaddress=organisation.subaddress, by=organisation.id, now=now):
            taken.add(address)
    may_give = {"brand"} if by == OPERATOR else set()
    new = {host for path, host in hosts_of(policy) if path[0] not in may_give and organisation_by_host(host) is None}
    complaints = [
        *misfits(policy, organisation, taken=taken, new=new, today=today),
        *not_in_use(policy, openpgp_key(organisation.id), now=now),
    ]
    told = {_name(problem.key) for problem in found}
    found = tuple(sorted((*found, *(each for each in placed(content, complaints) if _name(each.key) not in told))))
    if found:
        raise PolicyRefused(found)
    return policy


def _name(key: str) -> str:
    """Return the last name of a key: of `brand[2].hosts[1]` it is `hosts`. What is wrong by itself is not held against the settings too."""
    return key.rpartition(".")[2].partition("[")[0]


def leaving_hosts(organisation: UUID, policy: PolicyText) -> tuple[str, ...]:
    """Return the host names that lead to a brand now, and to none under this policy: finders there see the organisation then."""
    kept = {host for brand in policy.brand for host in brand.hosts}
    brands = [face for face in faces_of(organisation) if face.brand]
    return tuple(host for face in brands for host in names_of(face) if host not in kept)


def _is_taken(host: str, organisation: OrganisationFacts, *, brand: bool) -> bool:
    """Tell whether a host name leads to somebody else already, or is the organisation's or server's own where it should be a brand's."""
    owner = organisation_by_host(host)
    if owner is None:
        return brand and is_server_name(host)
    return owner.id != organisation.id or (brand and not owner.brand and host not in left_by_brands(organisation.id))


def try_out(
    organisation: OrganisationFacts,
    *,
    content: bytes,
    files: Mapping[str, bytes],
    keys: OpenPgp | None = None,
    by: Actor,
    now: datetime,
) -> Tried:
    """Return what a policy would say and what would change. Nothing is kept. Arguments as for `read_for`.

    Raises PolicyRefused with every problem.
    """
    policy = read_for(organisation, content=content, files=files, keys=keys, by=by, now=now)
    named = {name: files[name] for _path, name in files_named(policy)}
    number = newest_number(organisation.id)
    begins = in_force_from(policy.takes_effect, zone=organisation.zone, published_at=now)
    before = policy_in_force(organisation.id, now=max(now, begins - timedelta.resolution))
    tried = Policy(organisation.id, number + 1, now, begins, terms_of(policy))
    two = policy.second_eyes or needs_two(organisation.id, now=now)
    return Tried(
        number,
        tried,
        digest_of(after=number, source=decode(content), files=named),
        differences(before.terms.clauses, tried.terms.clauses),
        needs_two=two,
        changed=changed_keys(policy_text(organisation.id, before.number) if before.row else None, policy),
        before=before.number if before.row else 0,
        falls_away=falling_away(organisation.id, begins=begins, now=now),
        files=files_changed(newest_files(organisation.id), documents_of(policy, files) | logos_of(policy, files)),
        leaving=leaving_hosts(organisation.id, policy),
        numberless=numberless(policy.people),
        placeholders=placeholders(policy),
    )


def problems_with(
    organisation: OrganisationFacts,
    *,
    content: bytes,
    files: Mapping[str, bytes],
    keys: OpenPgp | None = None,
    by: Actor,
    now: datetime,
) -> tuple[Problem, ...]:
    """Return everything that keeps `by` from publishing a file, by line; nothing where it can be. Arguments as for `read_for`."""
    try:
        read_for(organisation, content=content, files=files, keys=keys, by=by, now=now)
    except PolicyRefused as refused:
        return refused.problems
    return ()


def editable_text(organisation: OrganisationFacts) -> str:
    """Return the file to go on with: of the newest version, else one to begin with."""
    number = newest_number(organisation.id)
    return (policy_source(organisation.id, number) if number else "") or starting_text(organisation)
