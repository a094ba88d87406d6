"""Questions about members and the links that make them."""

from collections import defaultdict
from datetime import date, datetime
from hashlib import sha256
from uuid import UUID

from django.db.models import Q

from meldpunt.people import models
from meldpunt.people.models import Draft, Invitation, KeyGrant, Member, PasswordReset
from meldpunt.people.queries.organisations import organisation_facts
from meldpunt.people.queries.second_factor import factor_state
from meldpunt.people.rules.permissions import ALLOWED, LEADS, MAY_GIVE, OPENS_CASES, opens_cases
from meldpunt.people.rules.sessions import DRAFT_LIFE
from meldpunt.people.terms import (
    Absence,
    Deed,
    InvitationFacts,
    MemberFacts,
    PendingInvitation,
    Role,
    Standing,
    Visitor,
)
from meldpunt.sealing.rules import locks
from meldpunt.sealing.rules.pairs import fingerprint_words
from meldpunt.sealing.terms import BadToken


def members_of(organisation: UUID, *, doubted: frozenset[UUID] = frozenset()) -> list[MemberFacts]:
    """Return the present members, by name; `doubted` are those whose key bears no mark that fits (`access.doubts`)."""
    admitted = set(
        KeyGrant.objects.filter(
            key__organisation=organisation, key__retired_at__isnull=True, member__isnull=False
        ).values_list("member", flat=True)
    )
    present = Member.objects.filter(organisation=organisation, removed_at__isnull=True).order_by("name", "id")
    return [
        MemberFacts(
            id=member.id,
            name=member.name,
            role=Role(member.role),
            standing=_standing(member, is_admitted=member.id in admitted, is_doubted=member.id in doubted),
            joined_at=member.joined_at,
            fingerprint=fingerprint_words(bytes(member.public)),
            email=member.email or "",
            second_factor=factor_state(member),
        )
        for member in present.select_related("factor")
    ]


def is_address_of_member(organisation: UUID, address: str) -> bool:
    """Tell whether a present member of this organisation has this mail address."""
    return Member.objects.filter(organisation=organisation, email=address.lower(), removed_at__isnull=True).exists()


def member_names(organisation: UUID) -> dict[UUID, str]:
    """Return the name of every member there ever was, by id."""
    return dict(Member.objects.filter(organisation=organisation).order_by("name", "id").values_list("id", "name"))


def absences_of(organisation: UUID, *, since: date) -> list[Absence]:
    """Return when present members are away on or after a day, the soonest first."""
    rows = models.Absence.objects.filter(
        member__organisation=organisation, member__removed_at__isnull=True, last__gte=since
    )
    return [
        Absence(row.pk, row.member_id, row.member.name, row.first, row.last)
        for row in rows.select_related("member").order_by("first", "last", "id")
    ]


def handlers_of(organisation: UUID) -> dict[UUID, str]:
    """Return the present members to whom a case can be assigned, by id, in order of name."""
    present = Member.objects.filter(organisation=organisation, removed_at__isnull=True, role__in=OPENS_CASES)
    return dict(present.order_by("name", "id").values_list("id", "name"))


def members_without_cases() -> dict[UUID, list[UUID]]:
    """Return, by organisation, the members to whom no case can be assigned: who was removed, and whose role opens none."""
    found: defaultdict[UUID, list[UUID]] = defaultdict(list)
    rows = Member.objects.filter(Q(removed_at__isnull=False) | ~Q(role__in=OPENS_CASES)).order_by("organisation", "id")
    for organisation, member in rows.values_list("organisation_id", "id"):
        found[organisation].append(member)
    return found


def leads_of(organisation: UUID) -> dict[UUID, str]:
    """Return the present leads, by id, in order of name."""
    present = Member.objects.filter(organisation=organisation, removed_at__isnull=True, role__in=LEADS)
    return dict(present.order_by("name", "id").values_list("id", "name"))


def members_who_may(organisation: UUID, deed: Deed) -> dict[UUID, str]:
    """Return the present members whose role may do this, by id, in order of name."""
    present = Member.objects.filter(organisation=organisation, removed_at__isnull=True, role__in=ALLOWED[deed])
    return dict(present.order_by("name", "id").values_list("id", "name"))


def pending_invitations(organisation: UUID, *, now: datetime) -> list[PendingInvitation]:
    """Return invitations that can still be used, newest first."""
    unused = Invitation.objects.filter(organisation=organisation, used_at__isnull=True, expires_at__gt=now)
    return [
        PendingInvitation(id=row.id, role=Role(row.role), expires_at=row.expires_at, email=row.email)
        for row in unused.order_by("-made_at", "id")
    ]


def invitation_behind(token: str, *, now: datetime) -> InvitationFacts | None:
    """Return what an invitation link offers, or None when it is unknown, used or expired. Uses nothing up."""
    digest = _digest(token, use="invitation")
    row = Invitation.objects.filter(digest=digest, used_at__isnull=True, expires_at__gt=now).first()
    if row is None:
        return None
    return InvitationFacts(
        organisation=organisation_facts(row.organisation_id),
        role=Role(row.role),
        language=row.language,
        email=row.email,
    )


def reset_is_open(token: str, *, now: datetime) -> bool:
    """Tell whether a password link can still be used. Uses nothing up."""
    digest = _digest(token, use="reset")
    return PasswordReset.objects.filter(digest=digest, expires_at__gt=now, member__removed_at__isnull=True).exists()


def reset_needs_spare_code(token: str, *, now: datetime) -> bool:
    """Tell whether the member behind a password link has a second factor, so that the link alone is not enough."""
    reset = PasswordReset.objects.filter(digest=_digest(token, use="reset"), expires_at__gt=now)
    return reset.filter(member__factor__isnull=False).exists()


def draft_waits(*, member: UUID, page: str, now: datetime) -> bool:
    """Tell whether something that the member was writing on `page` is kept, whichever of its forms it belongs to."""
    kept = Draft.objects.filter(member=member, kept_at__gt=now - DRAFT_LIFE)
    return kept.filter(Q(where=page) | Q(where__startswith=f"{page}#")).exists()


def draft_mark(*, member: UUID, where: str) -> str:
    """Return what changes whenever something else is kept at `where`; "" where nothing is."""
    sealed = Draft.objects.filter(member=member, where=where).values_list("sealed", flat=True).first()
    return "" if sealed is None else sha256(sealed).hexdigest()


def roles_to_give(visitor: Visitor) -> tuple[Role, ...]:
    """Return the roles this visitor may give to others, now: those that open cases only from an unlocked desk."""
    return tuple(
        role for role in Role if role in MAY_GIVE[visitor.role] and (visitor.admitted or not opens_cases(role))
    )


def _standing(member: Member, *, is_admitted: bool, is_doubted: bool) -> Standing:
    if not opens_cases(Role(member.role)):
        return Standing.NO_ACCESS
    if not is_admitted:
        return Standing.WAITING
    return Standing.DOUBTED if is_doubted else Standing.ADMITTED


def _digest(token: str, *, use: str) -> bytes:
    """Return what finds the row of a token; for what is no token, bytes that find none."""
    try:
        return locks.open_token(token, use=use).digest
    except BadToken:
        return b""
