"""What a member typed while the desk was locked. No journal: nothing happened yet."""

from datetime import datetime
from typing import Final
from uuid import UUID

from meldpunt.journal.actions import transaction
from meldpunt.people.models import Draft, Member
from meldpunt.people.rules.keys import draft_info
from meldpunt.people.rules.sessions import DRAFT_LIFE
from meldpunt.people.terms import DraftTooLarge, NotThere, Visitor
from meldpunt.sealing.rules import wraps
from meldpunt.sealing.terms import PublicKey

MAX_BYTES: Final = 1024 * 1024


def keep_draft(*, member: UUID, where: str, clear: bytes, now: datetime) -> None:
    """Seal what was typed to the member's public key; needs no unlocked desk.

    Takes no `by`: only the member's own signed-in session may call it. Raises NotThere, DraftTooLarge.
    """
    if len(clear) > MAX_BYTES:
        raise DraftTooLarge
    row = Member.objects.filter(pk=member, removed_at__isnull=True).first()
    if row is None:
        raise NotThere
    to = PublicKey(row.id, bytes(row.public))
    sealed = wraps.seal_to(clear, to=to, info=draft_info(member=row.id, where=where))
    with transaction():
        Draft.objects.update_or_create(member=row, where=where, defaults={"sealed": sealed, "kept_at": now})


def forget_draft(*, where: str, by: Visitor, now: datetime) -> None:  # noqa: ARG001 -- every verb has its moment
    """Erase the draft at `where`, if there is one."""
    with transaction():
        Draft.objects.filter(member=by.member, where=where).delete()


def expire_drafts(*, now: datetime, limit: int = 200) -> int:
    """Erase drafts older than seven days, at most `limit`; return how many."""
    with transaction():
        old = Draft.objects.filter(kept_at__lte=now - DRAFT_LIFE).order_by("kept_at")[:limit]
        return Draft.objects.filter(pk__in=[draft.pk for draft in old]).delete()[0]
