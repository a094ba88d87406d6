"""Dates in a policy."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from meldpunt.policy.rules.file.words import Complaint
from meldpunt.policy.rules.file.words import mark as _
from meldpunt.policy.terms import PolicyText

FURTHEST: Final = timedelta(days=366)
"""A version that is planned further ahead is a slip of the pen, and would keep its host names from everybody."""


def days_to_come(policy: PolicyText, today: date) -> Iterator[Complaint]:
    """Hold the format to one we know, and the dates to days that are still to come."""
    if policy.format != 1:
        yield Complaint(("format",), _("This format is not known."), _("Write format = 1."))
    if policy.takes_effect and policy.takes_effect < today:
        yield Complaint(
            ("takes_effect",),
            _("This date is in the past."),
            _("Write today (%(today)s) or later, or take the line out: then it takes effect when it is published."),
            {"today": today.isoformat()},
        )
    if policy.takes_effect and policy.takes_effect > today + FURTHEST:
        yield Complaint(
            ("takes_effect",),
            _("This date is more than a year away."),
            _("Write a day up to %(latest)s, and publish what is to hold after that when it comes near."),
            {"latest": (today + FURTHEST).isoformat()},
        )
    if policy.review_by and policy.review_by <= max(today, policy.takes_effect or today):
        yield Complaint(
            ("review_by",),
            _("This date is too early."),
            _("Write a day after %(today)s and after takes_effect."),
            {"today": today.isoformat()},
        )


def days_are_open_or_closed(policy: PolicyText) -> Iterator[Complaint]:
    """No day is both."""
    for number, day in enumerate(policy.organisation.open):
        if day in policy.organisation.closed:
            yield Complaint(
                ("organisation", "open", number),
                _("This day is open and closed."),
                _("Take it out of one of the two lists."),
            )
