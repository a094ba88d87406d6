"""Reading the house as it is written: its files, its functions, what they import."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "meldpunt"
NOT_CAPABILITIES = frozenset({"site", "outside", "doors", "__pycache__"})


def capabilities() -> list[Path]:
    """Return the folder of every capability."""
    return sorted(folder for folder in PACKAGE.iterdir() if folder.is_dir() and folder.name not in NOT_CAPABILITIES)


def sources(folder: Path = PACKAGE) -> list[Path]:
    """Return every Python file under `folder` that a person wrote."""
    return sorted(path for path in folder.rglob("*.py") if "migrations" not in path.parts)


@cache
def tree(path: Path) -> ast.Module:
    """Return what a file says."""
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield every function of a file, inner ones too."""
    return (node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def imports(path: Path) -> Iterator[str]:
    """Yield the full name of everything that a file imports."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def room(path: Path) -> str:
    """Return in which room of its capability a file is: `actions`, `rules`, ..."""
    return path.relative_to(PACKAGE).parts[1].removesuffix(".py")


def short(path: Path) -> str:
    """Return a file's name for a message."""
    return path.relative_to(ROOT).as_posix()
