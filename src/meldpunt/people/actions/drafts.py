"""What a member typed while the desk was locked. No journal: nothing happened yet."""

from datetime import datetime
from typing import Final
from uuid import UUID

from meldpunt.journal.actions import transaction
from meldpunt.people.models import Draft, Member
from meldpunt.people.queries import draft_mark
from meldpunt.people.rules.keys import draft_info
from meldpunt.people.rules.sessions import DRAFT_LIFE
from meldpunt.people.terms import DraftChanged, DraftTooLarge, NotThere, Visitor
from meldpunt.sealing.rules import wraps
from meldpunt.sealing.terms import PublicKey

MAX_BYTES: Final = 1024 * 1024
MAX_DRAFTS: Final = 50
"""Of one member, typed at a locked desk."""


def keep_draft(*, member: UUID, where: str, clear: bytes, over: str | None = None, now: datetime) -> None:
    """Seal what was typed to the member's public key; needs no unlocked desk.

    `over` is the mark of the draft whose place it takes (`queries.draft_mark`), None for any. Takes no `by`: only the member's own signed-in
    session may call it. Raises NotThere, DraftTooLarge, DraftChanged.
    """
    if len(clear) > MAX_BYTES:
        raise DraftTooLarge
    others = Draft.objects.filter(member=member).exclude(where=where)
    if over is None and others.count() >= MAX_DRAFTS:
        raise DraftTooLarge
    row = Member.objects.filter(pk=member, removed_at__isnull=True).first()
    if row is None:
        raise NotThere
    to = PublicKey(row.id, bytes(row.public))
    sealed = wraps.seal_to(clear, to=to, info=draft_info(member=row.id, where=where))
    with transaction():
        _hold(member, where, over)
        Draft.objects.update_or_create(member=row, where=where, defaults={"sealed": sealed, "kept_at": now})


def forget_draft(*, where: str, over: str | None = None, by: Visitor, now: datetime) -> None:  # noqa: ARG001 -- every verb has its moment
    """Erase the draft at `where`, if there is one; `over` as for `keep_draft`. Raises DraftChanged."""
    with transaction():
        _hold(by.member, where, over)
        Draft.objects.filter(member=by.member, where=where).delete()


def expire_drafts(*, now: datetime, limit: int = 200) -> int:
    """Erase drafts older than seven days, at most `limit`; return how many."""
    with transaction():
        old = Draft.objects.filter(kept_at__lte=now - DRAFT_LIFE).order_by("kept_at")[:limit]
        return Draft.objects.filter(pk__in=[draft.pk for draft in old]).delete()[0]


def _hold(member: UUID, where: str, over: str | None) -> None:
    """Let nobody else write the member's drafts in this transaction, and see that the one at `where` is still the one that was looked at."""
    Member.objects.select_for_update(no_key=True).filter(pk=member).values_list("pk").first()
    if over is not None and over != draft_mark(member=member, where=where):
        raise DraftChanged
