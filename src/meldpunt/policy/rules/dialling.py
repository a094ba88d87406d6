"""Telephone numbers as people of a country write them among themselves, and as programs call them."""

from typing import Final

DIALLED: Final = {"NL": "+31", "BE": "+32"}
"""Countries in which a number may be written without its country, with a 0 in front (ITU-T E.164 gives the codes)."""


def international(number: str, *, country: str) -> str:
    """Return a number with its country; `country` is that of the policy, such as `NL` or `NL-ATW`."""
    code = DIALLED.get(country.partition("-")[0])
    return f"{code} {number[1:]}" if code and number.startswith("0") else number
