"""Every capability has the same rooms, and keeps to them."""

import ast

import pytest
from django.apps import apps
from django.db.models import ForeignKey

from tests.architecture.house import PACKAGE, capabilities, functions, imports, room, short, sources

ROOMS = frozenset({"__init__", "terms", "rules", "models", "queries", "access", "actions", "jobs"})
CUPBOARDS = frozenset({"migrations", "locale", "templates", "apps", "__pycache__"})  # what Django wants, and data
NO_NAMES = frozenset({"common", "core", "utils", "helpers", "lib", "shared", "services"})
FROM_HIGH_TO_LOW = [
    *("upkeep", "erasure", "caseload", "advisories", "recognition", "obligations", "embargo", "triage", "conduct"),
    *("cases", "reports", "arrivals", "policy", "people", "outbox", "journal", "sealing"),
]
WEB = ("http", "shortcuts", "urls", "views", "forms", "middleware", "test", "core.handlers", "contrib.sessions")
CLOCKS = frozenset({"now", "utcnow", "today", "time", "time_ns", "localtime", "localdate", "gmtime"})
CLOCK_OWNERS = frozenset({"datetime", "date", "timezone", "time"})
FOLDERS = capabilities()
NAMES = [folder.name for folder in FOLDERS]


def test_no_room_of_another_kind() -> None:
    """A capability is made of the rooms in ARCHITECTURE.md."""
    strange = [
        f"{folder.name}/{path.name}"
        for folder in FOLDERS
        for path in folder.iterdir()
        if path.name.removesuffix(".py") not in ROOMS | CUPBOARDS
    ]
    assert strange == []


def test_no_folder_for_whatever() -> None:
    """A folder says what is in it."""
    assert [short(path) for path in PACKAGE.rglob("*") if path.name.removesuffix(".py") in NO_NAMES] == []


def test_every_capability_says_what_it_is() -> None:
    """One or two sentences at its front door, and nothing else."""
    silent = [
        folder.name for folder in FOLDERS if not (folder / "__init__.py").read_text(encoding="utf-8").startswith('"""')
    ]
    assert silent == []


def test_nobody_reads_another_capabilitys_tables() -> None:
    """`models` are for their own capability; others ask `queries`."""
    reached = [
        f"{short(path)}: {name}"
        for path in sources()
        for name in imports(path)
        for owner in NAMES
        if name.startswith(f"meldpunt.{owner}.models") and PACKAGE / owner not in path.parents
    ]
    assert reached == []


def test_capabilities_know_no_web() -> None:
    """What the system can do does not depend on who came in how."""
    known = [
        f"{short(path)}: {name}"
        for folder in FOLDERS
        for path in sources(folder)
        for name in imports(path)
        if any(name.startswith(f"django.{part}") for part in WEB)
    ]
    assert known == []


def test_only_jobs_read_the_clock() -> None:
    """In a capability the moment is an argument."""
    read = [
        f"{short(path)}:{node.lineno}"
        for folder in FOLDERS
        for path in sources(folder)
        if room(path) != "jobs"
        for function in functions(path)
        for node in ast.walk(function)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in CLOCKS
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id in CLOCK_OWNERS
    ]
    assert read == []


def test_foreign_keys_point_down() -> None:
    """A table knows the tables of its own capability and of lower ones."""
    height = {name: index for index, name in enumerate(FROM_HIGH_TO_LOW)}
    upward = [
        str(field)
        for model in apps.get_models()
        if model._meta.app_label in height
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey)
        and height.get(field.related_model._meta.app_label, 99) < height[model._meta.app_label]
    ]
    assert upward == []


@pytest.mark.parametrize("name", sorted({model._meta.app_label for model in apps.get_models()} & set(NAMES)))
def test_tables_have_a_factory(name: str) -> None:
    """Every capability with tables has a file that makes their rows for tests."""
    assert (PACKAGE.parents[1] / "tests" / "factories" / f"{name}.py").exists()
