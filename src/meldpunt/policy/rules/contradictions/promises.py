"""Promises with a clock, and how long things are kept."""

from collections.abc import Iterator
from typing import Final

from meldpunt.policy.rules.file.words import Complaint
from meldpunt.policy.rules.file.words import mark as _
from meldpunt.policy.terms import ClosedEnd, Outside, PolicyText, Span, Unit

_HOURS: Final = {Unit.HOURS: 1, Unit.DAYS: 24, Unit.WORKING_DAYS: 24, Unit.WEEKS: 168, Unit.MONTHS: 732}
"""About how long a unit is, enough to compare two spans; a working day counts as a day, the least it can be."""


def answers_hold_parts(policy: PolicyText) -> Iterator[Complaint]:
    """Only the first answer has parts that fulfil it; only where working days matter is there a calendar."""
    for name in ("receipt", "silence", "solved", "fix", "publication"):
        undertaking = getattr(policy.promises, name)
        if undertaking is not None and undertaking.says:
            yield Complaint(
                ("promises", name, "says"),
                _("Only the first answer has parts."),
                _("Move this line to [promises.first_answer]."),
            )
    for name in ("first_answer", "receipt", "silence", "solved", "fix", "publication"):
        undertaking = getattr(policy.promises, name)
        if undertaking is not None and undertaking.calendar and not _has_calendar(undertaking.within, policy):
            yield Complaint(
                ("promises", name, "calendar"),
                _("Only working days have a calendar."),
                _("Take this line out, or count in working days."),
            )


def terms_follow_each_other(policy: PolicyText) -> Iterator[Complaint]:
    """Hold the promises to their order: what comes first is not promised later."""
    promises = policy.promises
    if promises.receipt and _longer(promises.receipt.within, promises.first_answer.within):
        yield Complaint(
            ("promises", "receipt", "within"),
            _("The receipt is promised later than the first answer."),
            _("Make it shorter, or take [promises.receipt] out."),
        )
    if (
        promises.publication
        and policy.publication.embargo
        and _longer(policy.publication.embargo, promises.publication.within)
    ):
        yield Complaint(
            ("publication", "embargo"),
            _("The embargo is longer than the promised publication allows."),
            _("Make the embargo shorter, or [promises.publication] longer."),
        )
    if promises.publication and promises.fix and _longer(promises.fix.within, promises.publication.within):
        yield Complaint(
            ("promises", "fix", "within"),
            _("The solution is promised later than the publication."),
            _("Make it shorter, or [promises.publication] longer."),
        )


def retention_keeps_the_page(policy: PolicyText) -> Iterator[Complaint]:
    """Nothing of a report outlives the report."""
    kept = policy.retention
    for name in ("identity", "finder_page", "files"):
        if _longer(getattr(kept, name), kept.report):
            yield Complaint(
                ("retention", name),
                _("This is kept longer than the report it belongs to."),
                _("Make it shorter, or retention.report longer."),
            )


def counting_is_whole(policy: PolicyText) -> Iterator[Complaint]:
    """Hold office hours to the choice that needs them, and that choice to them."""
    counting = policy.counting
    hours, from_opening = counting.office_hours, counting.outside_office_hours is Outside.NEXT_OPENING
    if from_opening and hours is None:
        yield Complaint(
            ("counting", "outside_office_hours"),
            _("It is not said when the office is open."),
            _('Add office_hours = "09:00-17:00".'),
        )
    if hours is not None and not from_opening:
        yield Complaint(
            ("counting", "office_hours"),
            _("Office hours alone change nothing."),
            _('Add outside_office_hours = "next_opening", or take this line out.'),
        )


def _has_calendar(within: Span, policy: PolicyText) -> bool:
    """Tell whether working days matter for a length of time: it is counted in them, or its end moves to one."""
    if policy.counting.closed_last_day is ClosedEnd.NEXT_WORKING_DAY:
        return within.unit is not Unit.HOURS
    return within.unit is Unit.WORKING_DAYS


def _longer(one: Span, other: Span) -> bool:
    return one.amount * _HOURS[one.unit] > other.amount * _HOURS[other.unit]
