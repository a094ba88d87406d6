"""Inviting a member, and accepting."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.conf import settings

from meldpunt.journal import terms as journal
from meldpunt.journal.actions import record, transaction
from meldpunt.outbox.actions import owe
from meldpunt.outbox.terms import Letter
from meldpunt.people.access import allow, allow_unlocked, invitation_seeds, stamp_of
from meldpunt.people.actions import addresses
from meldpunt.people.actions.keys import (
    first_pin,
    hand_out,
    hold_for,
    hold_organisation,
    organisation_seeds,
    put_behind,
)
from meldpunt.people.actions.passwords import check_strength
from meldpunt.people.models import Invitation, Member, Organisation
from meldpunt.people.queries import address_of, organisation_facts
from meldpunt.people.rules import settings as rules
from meldpunt.people.rules.addresses import on_site
from meldpunt.people.rules.credentials import stretch
from meldpunt.people.rules.permissions import may_give, opens_cases
from meldpunt.people.rules.sessions import INVITATION_LIFE
from meldpunt.people.terms import Deed, LinkSpent, NotAllowed, NotThere, Role, SignedIn, Visitor
from meldpunt.sealing.rules import locks, pairs
from meldpunt.sealing.terms import BadToken, TokenLock


def invite(*, email: str, role: Role, language: str, link_to: Callable[[str], str], by: Visitor, now: datetime) -> UUID:
    """Mail a one-time link that makes its receiver a member; return the invitation's id.

    `link_to` gives the path of the page for a token; the host is the organisation's own.
    For a role that opens cases the link itself carries the organisation's keys, so only an unlocked lead may give
    it. An earlier invitation to the same address is withdrawn. Raises NotAllowed, DeskLocked, AddressTaken,
    AddressNotUsable, KeysSubstituted.
    """
    allow(by, Deed.INVITE_MEMBER)
    if not may_give(by.role, role):
        raise NotAllowed
    if opens_cases(role):
        allow_unlocked(by, Deed.INVITE_MEMBER)
    address, spoken = addresses.usable(email), rules.language(language)
    with transaction():
        organisation = hold_for(by, Deed.INVITE_MEMBER)
        addresses.refuse_taken(address)
        invitation, _ = make_invitation(
            organisation=organisation,
            email=address,
            role=role,
            language=spoken,
            seeds=organisation_seeds(by) if opens_cases(role) else {},
            life=INVITATION_LIFE,
            link_to=link_to,
            now=now,
        )
        facts = {"invitation": str(invitation.id), "role": role.value}
        record(organisation=organisation.id, case=None, by=by.actor, deed="member.invited", facts=facts, now=now)
    return invitation.id


def withdraw_invitation(*, invitation: UUID, by: Visitor, now: datetime) -> None:
    """Make an unused invitation worthless. Raises NotAllowed, NotThere."""
    allow(by, Deed.INVITE_MEMBER)
    with transaction():
        hold_for(by, Deed.INVITE_MEMBER)
        unused = Invitation.objects.filter(pk=invitation, organisation=by.organisation.id, used_at__isnull=True)
        if not unused.delete()[0]:
            raise NotThere
        facts = {"invitation": str(invitation)}
        record(
            organisation=by.organisation.id,
            case=None,
            by=by.actor,
            deed="member.invitation_withdrawn",
            facts=facts,
            now=now,
        )


def accept_invitation(*, token: str, name: str, language: str, password: str, now: datetime) -> SignedIn:
    """Use the link once: make the member, the member's key and lock, and hand over the granted keys.

    Takes no `by`: the token is who it is. Raises LinkSpent, SettingsRefused, PasswordTooWeak, AddressTaken.
    """
    lock = _open(token)
    invitation = _usable(lock, now)
    title, spoken = rules.line("name", name, longest=rules.MAX_NAME), rules.language(language)
    check_strength(password, organisation=invitation.organisation_id, about=(title, invitation.email))
    stretched, seed = stretch(password, pepper=settings.MELDPUNT_SECRETS.pepper), pairs.new_seed()
    with transaction():
        hold_organisation(invitation.organisation_id)
        invitation = _usable(lock, now)
        addresses.refuse_taken(invitation.email)
        member = _join(invitation, name=title, language=spoken, seed=seed, now=now)
        seeds = invitation_seeds(invitation, lock.seed)
        hand_out(seeds=seeds, to=member, now=now)
        put_behind(member=member, stretched=stretched, seed=seed, pin=first_pin(member.organisation_id, seeds))
        invitation.grants.all().delete()
        facts = {"invitation": str(invitation.id), "role": member.role}
        who = journal.member(member.id)
        record(organisation=member.organisation_id, case=None, by=who, deed="member.joined", facts=facts, now=now)
        stamp = stamp_of(member.id)
    return SignedIn(member=member.id, stamp=stamp, seed=seed)


def make_invitation(
    *,
    organisation: Organisation,
    email: str,
    role: Role,
    language: str,
    seeds: Mapping[UUID, bytes],
    life: timedelta,
    link_to: Callable[[str], str] | None,
    now: datetime,
) -> tuple[Invitation, str]:
    """Make an invitation with its grants, inside the caller's transaction; return it with its token."""
    token, invitation_id = locks.new_token(), uuid4()
    lock = locks.open_token(token, use="invitation")
    Invitation.objects.filter(organisation=organisation, email=email, used_at__isnull=True).delete()
    invitation = Invitation.objects.create(
        id=invitation_id,
        organisation=organisation,
        email=email,
        role=role.value,
        language=language,
        digest=lock.digest,
        public=pairs.public_key(lock.seed, invitation_id).raw,
        made_at=now,
        expires_at=now + life,
    )
    hand_out(seeds=seeds, to=invitation, now=now)
    if link_to is not None:
        _mail(invitation, link_to(token), now)
    return invitation, token


def _mail(invitation: Invitation, link: str, now: datetime) -> None:
    organisation = invitation.organisation
    facts = {
        "organisation": organisation.name,
        "link": on_site(address_of(organisation_facts(organisation.id).host), link),
        "until": invitation.expires_at.isoformat(),
    }
    owe(
        organisation=organisation.id,
        to=invitation.email,
        letter=Letter.INVITATION,
        language=invitation.language,
        facts=facts,
        sender=organisation.mail_from,
        now=now,
    )


def _open(token: str) -> TokenLock:
    try:
        return locks.open_token(token, use="invitation")
    except BadToken:
        raise LinkSpent from None


def _usable(lock: TokenLock, now: datetime) -> Invitation:
    unused = Invitation.objects.filter(digest=lock.digest, used_at__isnull=True, expires_at__gt=now)
    invitation = unused.select_related("organisation").first()
    if invitation is None:
        raise LinkSpent
    return invitation


def _join(invitation: Invitation, *, name: str, language: str, seed: bytes, now: datetime) -> Member:
    member_id = uuid4()
    member = Member.objects.create(
        id=member_id,
        organisation=invitation.organisation,
        email=invitation.email,
        name=name,
        language=language,
        role=invitation.role,
        public=pairs.public_key(seed, member_id).raw,
        joined_at=now,
    )
    Invitation.objects.filter(pk=invitation.pk).update(used_at=now, used_by=member)
    return member
