"""Policies to look at and to begin with: those in `examples/policies/` of this copy of Meldpunt."""

from functools import cache
from pathlib import Path
from typing import Final

_FOLDER: Final = Path(__file__).parents[4] / "examples" / "policies"


@cache
def example_policies() -> dict[str, str]:
    """Return the text of each policy by its name, presets first; nothing where the folder was not brought along."""
    files = [*sorted(_FOLDER.glob("presets/*.toml")), *sorted(_FOLDER.glob("*.toml"))]
    return {file.stem: file.read_text(encoding="utf-8") for file in files}
