"""Advice in words."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext

from meldpunt.cases.rules.advice import ASKED
from meldpunt.cases.rules.advice_texts import AVOIDS, HANDS, HANDS_FIRST, STEPS, WHYS
from meldpunt.cases.terms import Advice, HandTo
from meldpunt.policy.queries import text_in_force
from meldpunt.policy.terms import Person


@dataclass(frozen=True)
class AdviceText:
    """What now?, in the reader's language; `hand_to` is empty for a closed case.

    `hand_first`: bringing somebody in comes before the step itself.
    """

    step: str
    why: str
    hand_to: str
    hand_first: bool
    by: datetime | None
    avoid: tuple[str, ...]


def advice_text(advice: Advice) -> AdviceText:
    """Return the advice in the active language."""
    hands = HANDS_FIRST if advice.hand_first else HANDS
    return AdviceText(
        step=gettext(STEPS[advice.step]),
        why=gettext(WHYS[advice.why]),
        hand_to=gettext(hands[advice.hand_to]) if advice.hand_to else "",
        hand_first=advice.hand_first,
        by=advice.by,
        avoid=tuple(gettext(AVOIDS[each]) for each in advice.avoid),
    )


def people_behind(hand_to: HandTo | None, *, organisation: UUID, now: datetime) -> list[Person]:
    """Return who can be asked, by the organisation's policy in force, the first one first; nobody under the built-in policy."""
    policy = text_in_force(organisation, now=now) if hand_to else None
    return [getattr(policy.people, role) for role in ASKED[hand_to]] if policy and hand_to else []
