"""What happens to a member after joining."""

from datetime import datetime
from typing import Final
from uuid import UUID

from meldpunt.journal.actions import record, transaction
from meldpunt.outbox.terms import Letter
from meldpunt.people.access import allow, allow_unlocked
from meldpunt.people.actions.keys import hand_out, hold_for, organisation_seeds
from meldpunt.people.actions.telling import tell_members
from meldpunt.people.models import FeedAddress, Invitation, Member, PasswordLock, PasswordReset, SecondFactor
from meldpunt.people.rules import settings as rules
from meldpunt.people.rules.permissions import LEADS, OPENS_CASES, may_give, opens_cases
from meldpunt.people.terms import Deed, FingerprintChanged, LastLead, NotAllowed, NotThere, Role, Visitor
from meldpunt.sealing.rules.pairs import fingerprint_words

_NO_OPENPGP: Final = {"openpgp": None, "openpgp_fingerprint": "", "openpgp_expires_at": None}


def readmit(*, member: UUID, fingerprint: str, by: Visitor, now: datetime) -> None:
    """Give a member the organisation's keys after the fingerprint words were compared by another channel.

    `fingerprint` is the words that stood on the page: if the member's key changed since, nothing is given. All
    leads are told. Raises NotAllowed, DeskLocked, NotThere, FingerprintChanged, KeysSubstituted.
    """
    allow_unlocked(by, Deed.READMIT_MEMBER)
    with transaction():
        hold_for(by, Deed.READMIT_MEMBER)
        row = _present(member, by)
        if not opens_cases(Role(row.role)):
            raise NotAllowed
        if fingerprint.split() != fingerprint_words(bytes(row.public)).split():
            raise FingerprintChanged
        hand_out(seeds=organisation_seeds(by), to=row, now=now)
        _record(row, "member.readmitted", by, now)
        facts = {"member": row.name, "lead": by.name}
        tell_members(
            organisation=by.organisation.id, letter=Letter.MEMBER_READMITTED, facts=facts, roles=LEADS, now=now
        )


def remove_member(*, member: UUID, by: Visitor, now: datetime) -> None:
    """Take everything from a member: sessions, lock, second factor, keys, drafts, absences, addresses, and what a lead has under way.

    The name stays, so that what the member did can be read later. Raises NotAllowed, NotThere, LastLead.
    """
    allow(by, Deed.REMOVE_MEMBER)
    with transaction():
        hold_for(by, Deed.REMOVE_MEMBER)
        row = _present(member, by)
        _keep_a_lead(row)
        PasswordLock.objects.filter(member=row).delete()
        PasswordReset.objects.filter(member=row).delete()
        row.grants.all().delete()
        row.drafts.all().delete()
        row.absences.all().delete()
        SecondFactor.objects.filter(member=row).delete()
        FeedAddress.objects.filter(member=row).delete()
        _stop_keys_on_their_way(row, by, now)
        Invitation.objects.filter(used_by=row).delete()
        Member.objects.filter(pk=row.pk).update(
            removed_at=now, removed_by=by.member, email=None, password="", **_NO_OPENPGP
        )
        _record(row, "member.removed", by, now)


def change_role(*, member: UUID, role: Role, by: Visitor, now: datetime) -> None:
    """Give a member another role; keys and calendar feed go with a role that opens no cases, and what a lead has under way with the lead's.

    Who gains such a role waits until a lead re-admits. Nobody changes their own role. Raises NotAllowed,
    DeskLocked, NotThere, LastLead.
    """
    allow(by, Deed.CHANGE_ROLE)
    if member == by.member or not may_give(by.role, role):
        raise NotAllowed
    if opens_cases(role):
        allow_unlocked(by, Deed.CHANGE_ROLE)
    with transaction():
        hold_for(by, Deed.CHANGE_ROLE)
        row = _present(member, by)
        if role is not Role.LEAD:
            _keep_a_lead(row)
        if not opens_cases(role):
            row.grants.all().delete()
            FeedAddress.objects.filter(member=row).delete()
        if role is not Role.LEAD:
            _stop_keys_on_their_way(row, by, now)
        Member.objects.filter(pk=row.pk).update(role=role.value)
        _record(row, "member.role_changed", by, now, role=role.value)


def change_own_details(*, name: str, language: str, by: Visitor, now: datetime) -> None:
    """Change the visitor's own name and language. Raises NotAllowed, SettingsRefused."""
    allow(by, Deed.KEEP_OWN_ACCOUNT)
    tidy, spoken = rules.line("name", name, longest=rules.MAX_NAME), rules.language(language)
    with transaction():
        hold_for(by, Deed.KEEP_OWN_ACCOUNT)
        row = _present(by.member, by)
        Member.objects.filter(pk=row.pk).update(name=tidy, language=spoken)
        _record(row, "member.details_changed", by, now)


def _present(member: UUID, by: Visitor) -> Member:
    row = Member.objects.filter(pk=member, organisation=by.organisation.id, removed_at__isnull=True).first()
    if row is None:
        raise NotThere
    return row


def _keep_a_lead(leaving: Member) -> None:
    """Make sure that another lead holds the current key. Raises LastLead."""
    if leaving.role != Role.LEAD.value:
        return
    others = Member.objects.filter(
        organisation=leaving.organisation_id,
        role=Role.LEAD.value,
        removed_at__isnull=True,
        grants__key__retired_at__isnull=True,
        grants__isnull=False,
    )
    if not others.exclude(pk=leaving.pk).exists():
        raise LastLead


def _stop_keys_on_their_way(leaving: Member, by: Visitor, now: datetime) -> None:
    """Withdraw the open invitations that carry keys when a lead stops being one: who left could have sent them to themselves."""
    if leaving.role != Role.LEAD.value:
        return
    carrying = [role.value for role in OPENS_CASES]
    unused = Invitation.objects.filter(organisation=leaving.organisation_id, used_at__isnull=True, role__in=carrying)
    for invitation in unused.order_by("made_at", "id"):
        facts = {"invitation": str(invitation.id)}
        invitation.delete()
        record(
            organisation=leaving.organisation_id,
            case=None,
            by=by.actor,
            deed="member.invitation_withdrawn",
            facts=facts,
            now=now,
        )


def _record(row: Member, deed: str, by: Visitor, now: datetime, **facts: str) -> None:
    about = {"member": str(row.id), **facts}
    record(organisation=row.organisation_id, case=None, by=by.actor, deed=deed, facts=about, now=now)
