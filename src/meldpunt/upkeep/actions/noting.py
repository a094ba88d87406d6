"""Keeping how a part of the way in is, and telling the operator when it is dead and when it is well again."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.conf import settings

from meldpunt.journal.actions import record, transaction
from meldpunt.journal.terms import Actor
from meldpunt.outbox.actions import owe
from meldpunt.outbox.terms import Letter
from meldpunt.people.queries import organisation_facts
from meldpunt.upkeep.models import Check
from meldpunt.upkeep.rules.channel import level_of
from meldpunt.upkeep.terms import Level, Part, Trouble

MOST_DETAIL: Final = 200


def note(
    *, organisation: UUID, part: Part, trouble: Trouble | None, detail: str = "", by: Actor, now: datetime
) -> None:
    """Keep how a part of the way in is now; None for well. `detail` is for the operator, in codes and names of the settings. What was so before is written down and told to nobody again.

    The operator gets one letter about a trouble that stops reports, when it is found the second time, and one when that is over.
    """
    with transaction():
        row = Check.objects.select_for_update().filter(organisation=organisation, part=part).first()
        before = (row.trouble, row.since, row.told_at) if row else ("", None, None)
        row = row or Check(organisation_id=organisation, part=part)
        _settle(row, trouble, now)
        row.detail = detail[:MOST_DETAIL] if trouble else ""
        if row.trouble != before[0]:
            deed = "channel.failed" if trouble else "channel.well"
            facts = {"part": part.value} | ({"trouble": trouble.value} if trouble else {})
            record(organisation=organisation, case=None, by=by, deed=deed, facts=facts, now=now)
        if before[2] and not trouble:
            _tell(organisation, Letter.CHANNEL_WELL, Trouble(before[0]), since=before[1] or now, now=now)
        if trouble and row.told_at is None and row.trouble == before[0] and level_of(trouble) is Level.RED:
            _tell(organisation, Letter.CHANNEL_DEAD, trouble, since=row.since or now, now=now)
            row.told_at = now
        row.save()


def forget_mailboxes(*, but: Sequence[UUID], by: Actor, now: datetime) -> None:
    """Keep nothing of mailboxes that are not looked into any more: those of every organisation but these. Not journalled: settings say it."""
    del by, now
    with transaction():
        Check.objects.filter(part=Part.MAILBOX).exclude(organisation__in=but).delete()


def _settle(row: Check, trouble: Trouble | None, now: datetime) -> None:
    """Bring a row to what was found; another trouble of the same part is the same trouble to who was told already."""
    row.at, row.trouble = now, trouble.value if trouble else ""
    row.since = (row.since or now) if trouble else None
    row.told_at = row.told_at if trouble else None


def _tell(organisation: UUID, letter: Letter, trouble: Trouble, *, since: datetime, now: datetime) -> None:
    to = settings.MELDPUNT.operator_mail
    if not to:
        return
    name = organisation_facts(organisation).name
    facts = {"organisation": name, "trouble": trouble.value, "since": since.isoformat(timespec="minutes")}
    owe(
        organisation=organisation,
        to=to,
        letter=letter,
        language=settings.MELDPUNT.language,
        facts=facts,
        now=now,
    )
