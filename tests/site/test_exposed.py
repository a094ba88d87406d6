"""Who is served without https where a proxy should speak it: this machine itself, and nobody who only says so."""

from dataclasses import dataclass
from typing import Any

import pytest

from meldpunt.site.server.environs import is_exposed


def test_nothing_is_served_in_clear_beside_the_proxy() -> None:
    """Somebody reaches the port from elsewhere, and pretends to be a proxy."""
    scope = Asked(client="192.0.2.7:4000", headers=[("host", "h"), ("x-forwarded-proto", "https")])
    assert is_exposed(scope, frozenset({"127.0.0.1"}))


@pytest.mark.parametrize("forwarded", [False, True])
def test_this_machine_is_served_at_whatever_address_it_listens(forwarded: bool) -> None:
    """Nobody else comes from that address; what came by a proxy is another's."""
    headers = [("host", "h"), *([("x-forwarded-for", "192.0.2.7")] if forwarded else [])]
    scope = Asked(client="10.0.0.5:4000", headers=headers, server="10.0.0.5:8000")
    assert is_exposed(scope, frozenset({"10.0.0.9"})) is forwarded


@dataclass
class Asked:
    """A request that came from somewhere."""

    client: str
    headers: Any
    http_version: str = "1.1"
    server: str = "127.0.0.1:8000"
    scheme: str = "http"
    method: str = "GET"
    path: str = "/"
    query_string: str = ""
    authority: str | None = None

    def __post_init__(self) -> None:
        self.headers = Listed(self.headers)


class Listed(list[tuple[str, str]]):
    """Headers, as granian gives them."""

    def items(self) -> list[tuple[str, str]]:
        return list(self)

    def get(self, key: str) -> str | None:
        return next((value for name, value in self if name == key), None)
