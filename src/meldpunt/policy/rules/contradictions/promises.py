"""Promises with a clock, and how long things are kept."""

from collections.abc import Iterator
from typing import Final

from meldpunt.policy.rules.file.words import Complaint
from meldpunt.policy.rules.file.words import mark as _
from meldpunt.policy.terms import PolicyText, Span, Unit

_HOURS: Final = {Unit.HOURS: 1, Unit.DAYS: 24, Unit.WORKING_DAYS: 24, Unit.WEEKS: 168, Unit.MONTHS: 732}
"""About how long a unit is, enough to compare two spans; a working day counts as a day, the least it can be."""


def answers_hold_parts(policy: PolicyText) -> Iterator[Complaint]:
    """Only the first answer has parts that fulfil it; only working days have a calendar."""
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
        if undertaking is not None and undertaking.calendar and undertaking.within.unit is not Unit.WORKING_DAYS:
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


def _longer(one: Span, other: Span) -> bool:
    return one.amount * _HOURS[one.unit] > other.amount * _HOURS[other.unit]
