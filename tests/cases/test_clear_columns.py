"""What is stored in clear stands in the documentation, column by column."""

from pathlib import Path

from django.apps import apps

PAGE = Path(__file__).parents[2] / "docs" / "clear-text.md"


def listed() -> list[str]:
    rows = [line.split("|")[1:3] for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    return [f"{table.strip()}.{column.strip()}" for table, columns in rows[1:] for column in columns.split(",")]


def stored() -> list[str]:
    tables = apps.get_models(include_auto_created=True)
    return [f"{table._meta.label}.{column.name}" for table in tables for column in table._meta.local_concrete_fields]


def test_every_column_is_listed_once_and_exists() -> None:
    """A new column says whether it is sealed, and why it may be clear if not."""
    assert sorted(listed()) == sorted(stored())
