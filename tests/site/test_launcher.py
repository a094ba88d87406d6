"""The one script that must run on any Python somebody may have."""

import ast
import subprocess
import sys

from tests.architecture.house import ROOT

LAUNCHER = ROOT / "meldpunt"


def test_parses_on_old_pythons() -> None:
    """Python 3.6 is the oldest that still starts it, to find a newer one."""
    ast.parse(LAUNCHER.read_text(encoding="utf-8"), feature_version=(3, 6))


def test_needs_the_standard_library_only() -> None:
    """It runs before anything is installed."""
    tree = ast.parse(LAUNCHER.read_text(encoding="utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    others = [node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert (names <= sys.stdlib_module_names, others) == (True, [])


def test_says_what_it_can_do() -> None:
    """Asking for help sets nothing up."""
    printed = subprocess.run([sys.executable, str(LAUNCHER), "--help"], capture_output=True, text=True, check=True)
    assert [word for word in ("init", "doctor", "test", "check", "bench", "manage") if word not in printed.stdout] == []
