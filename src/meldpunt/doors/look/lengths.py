"""Lengths of time in the reader's words."""

from typing import Protocol

from django.utils.translation import ngettext_lazy

from meldpunt.policy.terms import Unit

_UNITS = {
    Unit.HOURS: ngettext_lazy("%(amount)d hour", "%(amount)d hours", "amount"),
    Unit.WORKING_DAYS: ngettext_lazy("%(amount)d working day", "%(amount)d working days", "amount"),
    Unit.DAYS: ngettext_lazy("%(amount)d day", "%(amount)d days", "amount"),
    Unit.WEEKS: ngettext_lazy("%(amount)d week", "%(amount)d weeks", "amount"),
    Unit.MONTHS: ngettext_lazy("%(amount)d month", "%(amount)d months", "amount"),
}


class Length(Protocol):
    """A number of units: a span or a promise."""

    @property
    def amount(self) -> int:
        """Return how many."""

    @property
    def unit(self) -> Unit:
        """Return of what."""


def length_in_words(length: Length | None) -> str:
    """Say how long that is: "5 working days"; nothing where there is none."""
    return "" if length is None else _UNITS[length.unit] % {"amount": length.amount}
