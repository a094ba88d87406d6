"""The one way to a key ring, a draft, a place at the desk, a calendar feed, and the secret part of the OpenPGP key."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.conf import settings

from meldpunt.people.models import (
    Draft,
    FeedAddress,
    Invitation,
    KeyGrant,
    Member,
    OpenPgpKey,
    RecoveryLock,
    SecondFactor,
)
from meldpunt.people.queries import factor_state, organisation_facts
from meldpunt.people.rules.keys import draft_info, grant_info, mark_fits, seed_fits
from meldpunt.people.rules.openpgp import seal_info
from meldpunt.people.rules.permissions import may, opens_cases
from meldpunt.people.rules.second_factor import must_set_up, new_secret, offer, offered_secret
from meldpunt.people.rules.sessions import DRAFT_LIFE
from meldpunt.people.terms import (
    Deed,
    DeskLocked,
    Doubts,
    FactorOffer,
    FeedScope,
    HeldKey,
    NoKey,
    NotAllowed,
    NotThere,
    Role,
    Visitor,
)
from meldpunt.sealing.rules import bodies, locks, wraps
from meldpunt.sealing.terms import BadToken, KeyRing, PublicKey, SealingError


class Members:
    """Django's authentication back end: recognises a session's member. Signing in itself is a verb of `actions`."""

    def authenticate(self, request: object) -> None:
        """Recognise nobody by credentials."""

    def get_user(self, user_id: UUID) -> Member | None:
        """Return the member of a session, unless removed since."""
        return Member.objects.filter(pk=user_id, removed_at__isnull=True).first()


def allow(visitor: Visitor, deed: Deed) -> None:
    """Let the visitor do `deed`, or raise NotAllowed. The one place where the permission table is asked."""
    if not may(visitor.role, deed):
        raise NotAllowed


def allow_unlocked(visitor: Visitor, deed: Deed) -> KeyRing:
    """As `allow`, and return the ring of an unlocked desk that holds the organisation's key.

    Raises NotAllowed, DeskLocked.
    """
    allow(visitor, deed)
    if visitor.ring is None or not visitor.admitted:
        raise DeskLocked
    return visitor.ring


def visitor_of(*, member: UUID, seed: bytes | None) -> Visitor:
    """Return the visitor behind a session: unlocked when `seed` is still the member's. Raises NotThere."""
    row = _present(member)
    role, organisation = Role(row.role), organisation_facts(row.organisation_id)
    return Visitor(
        member=row.id,
        name=row.name,
        language=row.language,
        role=role,
        organisation=organisation,
        openpgp_until=row.openpgp_expires_at,
        ring=_ring(row, seed) if seed is not None and seed_fits(seed, bytes(row.public)) else None,
        must_set_up=must_set_up(factor_state(row), need=organisation.second_factor, role=role),
    )


def reader_of_feed(token: str) -> tuple[Visitor, FeedScope]:
    """Return whose calendar feed has this token, as a visitor at a locked desk, and which cases it is about.

    Raises NotThere for a token that is none or was revoked, and for a member who was removed or has another role by now.
    """
    try:
        digest = locks.open_token(token, use="feed").digest
    except BadToken:
        raise NotThere from None
    row = FeedAddress.objects.filter(digest=digest).first()
    if row is None:
        raise NotThere
    visitor = visitor_of(member=row.member_id, seed=None)
    if not may(visitor.role, Deed.READ_QUEUE):
        raise NotThere
    return visitor, FeedScope(row.scope)


def stamp_of(member: UUID) -> str:
    """Return what changes with a member's password and with the second factor; nothing for who is not there.

    A session ends when it does: none that began with a password alone outlives the setting up of a factor.
    """
    row = Member.objects.filter(pk=member, removed_at__isnull=True).select_related("factor").first()
    if row is None:
        return ""
    factor: SecondFactor | None = getattr(row, "factor", None)
    return f"{row.get_session_auth_hash()} {factor.set_up_at.isoformat() if factor else ''}"


def ring_of(*, member: UUID, seed: bytes) -> KeyRing:
    """Return the keys `seed` opens: the member's own and every key of the organisation granted to the member.

    Raises NotThere; grants that do not open are left out.
    """
    return _ring(_present(member), seed)


def draft_of(*, where: str, by: Visitor, now: datetime) -> bytes | None:
    """Return what the member was writing at `where` when the desk locked, or None. Raises DeskLocked."""
    if by.ring is None:
        raise DeskLocked
    draft = Draft.objects.filter(member=by.member, where=where, kept_at__gt=now - DRAFT_LIFE).first()
    if draft is None:
        return None
    info = draft_info(member=by.member, where=where)
    try:
        return wraps.open_from(bytes(draft.sealed), recipient=by.member, seed=by.ring.seeds[by.member], info=info)
    except SealingError:
        return None


def factor_offer(*, kept: str = "", by: Visitor) -> FactorOffer:
    """Offer the visitor a secret for an authenticator app: the one `kept` in the form, else a new one. Raises DeskLocked."""
    if by.ring is None:
        raise DeskLocked
    seed, account = by.ring.seeds[by.member], _present(by.member).email or ""
    secret = offered_secret(kept, member=by.member, seed=seed) or new_secret()
    return offer(secret, member=by.member, seed=seed, issuer=by.organisation.name, account=account)


def openpgp_secret(organisation: UUID, *, fingerprint: str = "") -> bytes:
    """Return the OpenPGP key in use with its secret part, opened, or the one with this fingerprint, also when it was replaced.

    Raises NoKey where the server does not hold that, CannotOpen.
    """
    which = {"fingerprint": fingerprint} if fingerprint else {"retired_at__isnull": True}
    row = OpenPgpKey.objects.filter(organisation=organisation, secret__isnull=False, **which).first()
    if row is None:
        raise NoKey
    info = seal_info(organisation=organisation, key=row.id)
    return bodies.open_under(settings.MELDPUNT_SECRETS.openpgp, bytes(row.secret or b""), info)


def openpgp_keyring(organisation: UUID) -> list[HeldKey]:
    """Return every OpenPGP key the organisation ever had, newest first, with the secret parts that this server holds and can open."""
    rows = OpenPgpKey.objects.filter(organisation=organisation).order_by("-added_at", "id")
    return [HeldKey(row.fingerprint, bytes(row.certificate), _openpgp_secret(row)) for row in rows]


def _openpgp_secret(row: OpenPgpKey) -> bytes | None:
    info = seal_info(organisation=row.organisation_id, key=row.id)
    try:
        return bodies.open_under(settings.MELDPUNT_SECRETS.openpgp, bytes(row.secret), info) if row.secret else None
    except SealingError:
        return None


def member_seeds(member: Member, seed: bytes) -> dict[UUID, bytes]:
    """Return the organisation's keys granted to a member whose role opens cases."""
    if not opens_cases(Role(member.role)):
        return {}
    return _opened(member.grants.select_related("key"), member.id, seed)


def invitation_seeds(invitation: Invitation, seed: bytes) -> dict[UUID, bytes]:
    """Return the organisation's keys granted to an invitation, with the seed its token yields."""
    return _opened(invitation.grants.select_related("key"), invitation.id, seed)


def recovery_seeds(recovery: RecoveryLock, seed: bytes) -> dict[UUID, bytes]:
    """Return the organisation's keys behind the recovery code, with the seed the code yields."""
    return _opened(recovery.grants.select_related("key"), recovery.id, seed)


def kind_of(recipient: Member | RecoveryLock | Invitation) -> str:
    """Return what a recipient of grants is; also the name of its column."""
    return {Member: "member", RecoveryLock: "recovery", Invitation: "invitation"}[type(recipient)]


def is_proven(grant: KeyGrant, *, ring: KeyRing) -> bool:
    """Tell whether a grant's recipient has the public key to which the grant was made, as far as this ring can know.

    A member's own key is proven by having its seed. Without the granted seed nothing is.
    """
    to, seed = grant.recipient, ring.seeds.get(grant.key_id)
    public = PublicKey(to.id, bytes(to.public))
    if grant.member_id in ring.seeds:
        return seed_fits(ring.seeds[grant.member_id], public.raw)
    if seed is None:
        return False
    where = {"organisation": to.organisation_id, "key": grant.key_id}
    return mark_fits(bytes(grant.mark), seed, **where, kind=kind_of(to), to=public)


def doubts(visitor: Visitor) -> Doubts:
    """Return who would not get the next key, because their own stands in the database without a mark that fits.

    The recovery lock is also doubted when it holds no grant of the current key at all: the code then opens nothing new.
    Only a desk that holds the keys can tell; any other has no doubts.
    """
    ring = visitor.ring
    if ring is None or not visitor.admitted:
        return Doubts()
    grants = KeyGrant.objects.filter(key__organisation=visitor.organisation.id, key__retired_at__isnull=True)
    found: dict[str, set[UUID]] = {"member": set(), "recovery": set(), "invitation": set()}
    proven: set[str] = set()
    for grant in grants.select_related("member", "recovery", "invitation"):
        kind = kind_of(grant.recipient)
        if is_proven(grant, ring=ring):
            proven.add(kind)
        else:
            found[kind].add(grant.recipient.id)
    return Doubts(frozenset(found["member"]), frozenset(found["invitation"]), recovery="recovery" not in proven)


def _present(member: UUID) -> Member:
    row = Member.objects.filter(pk=member, removed_at__isnull=True).select_related("factor").first()
    if row is None:
        raise NotThere
    return row


def _ring(member: Member, seed: bytes) -> KeyRing:
    return KeyRing({member.id: seed} | member_seeds(member, seed))


def _opened(grants: Iterable[KeyGrant], recipient: UUID, seed: bytes) -> dict[UUID, bytes]:
    opened = {}
    for grant in grants:
        info = grant_info(organisation=grant.key.organisation_id, key=grant.key_id)
        try:
            opened[grant.key_id] = wraps.open_from(bytes(grant.sealed), recipient=recipient, seed=seed, info=info)
        except SealingError:
            continue
    return opened
