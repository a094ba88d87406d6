"""Nobody comes in unseen: every view stands behind a guard of its own door."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.urls import URLPattern, URLResolver, get_resolver


def patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    """Yield every address there is."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern)
        else:
            yield pattern


ADDRESSES = {f"{pattern.lookup_str} {pattern.pattern}": pattern for pattern in patterns(get_resolver())}


@pytest.mark.parametrize("address", ADDRESSES)
def test_view_is_guarded(address: str) -> None:
    """What Django calls is the guard, not the view itself."""
    view = ADDRESSES[address].callback
    assert Path(view.__code__.co_filename).name == "guards.py"
