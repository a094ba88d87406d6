"""Whether progress may be withheld, and what it stands in the way of."""

from datetime import date, timedelta

from meldpunt.cases.terms import LONGEST_DAYS, TransitionRefused, WithholdingFlaw, WithholdingRefused
from meldpunt.reports.terms import gettext_noop

TELLS = gettext_noop(
    "The finder would see this, and the law forbids to tell now. End the withholding first, or write a note."
)
CLOSED = gettext_noop("This case is closed: nothing is told any more. Open it again first.")


def check_withholding(*, reason: str, review_on: date, today: date) -> None:
    """Refuse to withhold without a reason in words, and a review that is today or earlier, or too far away. Raises WithholdingRefused."""
    if not reason.strip():
        raise WithholdingRefused(WithholdingFlaw.NO_REASON)
    if review_on <= today:
        raise WithholdingRefused(WithholdingFlaw.PAST)
    if review_on > today + timedelta(days=LONGEST_DAYS):
        raise WithholdingRefused(WithholdingFlaw.FAR)


def check_open(*, is_closed: bool) -> None:
    """Refuse to withhold anything in a closed case. Raises TransitionRefused."""
    if is_closed:
        raise TransitionRefused(CLOSED, ())


def check_telling(*, is_withheld: bool) -> None:
    """Refuse what the finder would see while the law forbids to tell. Raises TransitionRefused."""
    if is_withheld:
        raise TransitionRefused(TELLS, ())
