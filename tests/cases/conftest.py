"""A case and a handler for the tests that say no more of them."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.storage import storages

from meldpunt.people.terms import Visitor
from tests.factories.cases import MAILED, MadeCase, make_case
from tests.factories.people import make_member, make_organisation


@pytest.fixture
def case() -> MadeCase:
    """Give a case whose finder chose to be mailed."""
    return make_case(make_organisation(), contact=MAILED)


@pytest.fixture
def anna(case: MadeCase) -> Visitor:
    """Give a handler at an unlocked desk."""
    return make_member(case.organisation, name="Anna").unlocked


@pytest.fixture
def new_files() -> Callable[[], set[str]]:
    """Tell the names of what was put into the sealed store since the test began."""
    store = Path(storages["sealed"].path(""))
    before = set(store.rglob("*"))
    return lambda: {str(file.relative_to(store)) for file in set(store.rglob("*")) - before if file.is_file()}
