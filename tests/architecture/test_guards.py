"""Nobody comes in unseen: every view stands behind a guard of its own door."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

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


def layers(view: Any) -> list[str]:
    """Return the files of what stands around a view, outermost first, without the view itself."""
    files = []
    while hasattr(view, "__wrapped__"):
        files.append(Path(view.__code__.co_filename).name)
        view = view.__wrapped__
    return files


@pytest.mark.parametrize("address", ADDRESSES)
def test_view_is_guarded(address: str) -> None:
    """Before the view itself, Django calls a guard of its door."""
    assert "guards.py" in layers(ADDRESSES[address].callback)
