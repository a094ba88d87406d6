"""Whose a domain is that signed a mail."""

import pytest

from meldpunt.arrivals.rules.domains import is_domain_of


@pytest.mark.parametrize(
    ("domain", "is_theirs"),
    [
        ("finder.example", True),
        ("Finder.EXAMPLE", True),
        ("mail.a.finder.example", True),
        ("other.example", False),
        ("nofinder.example", False),
        ("example", False),
        ("", False),
    ],
)
def test_domain_of_an_address(domain: str, is_theirs: bool) -> None:
    assert [is_domain_of(domain, f"anna@{one}") for one in ("finder.example", "a.finder.example")] == [is_theirs] * 2
