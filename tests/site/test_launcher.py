"""The one script that must run on any Python somebody may have."""

import ast
import subprocess
import sys
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from typing import Any

import pytest

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


@pytest.mark.parametrize(("words", "code"), [(["lintt"], 2), (["lint", "lintt"], 2), (["--help"], 0), (["-h"], 0)])
def test_check_that_is_not_there(words: list[str], code: int) -> None:
    """One line that says which there are; nothing is run, and nothing has passed."""
    ran = subprocess.run([sys.executable, str(LAUNCHER), "check", *words], capture_output=True, text=True, check=False)
    asked, lines = "lintt" in words, (ran.stdout + ran.stderr).splitlines()
    assert (ran.returncode, len(lines), "lintt" in lines[0], "'dead code'" in lines[0]) == (code, 1, asked, True)


@pytest.fixture
def launcher(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """Give the script, on a machine whose home is empty."""
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("PYENV_ROOT", "UV_PYTHON_INSTALL_DIR", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    spec = spec_from_loader("launcher", SourceFileLoader("launcher", str(LAUNCHER)))
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("variable", "root", "folder"),
    [
        ("PYENV_ROOT", "elsewhere", "elsewhere/versions/3.13.5/bin"),
        ("PYENV_ROOT", "", ".pyenv/versions/3.13.5/bin"),
        ("UV_PYTHON_INSTALL_DIR", "kept", "kept/cpython-3.13.5-linux-x86_64-gnu/bin"),
        ("XDG_DATA_HOME", "data", "data/uv/python/cpython-3.13.5-linux-x86_64-gnu/bin"),
        ("XDG_DATA_HOME", "", ".local/share/uv/python/cpython-3.13.5-linux-x86_64-gnu/bin"),
    ],
)
def test_looks_where_version_managers_keep_pythons(
    launcher: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, variable: str, root: str, folder: str
) -> None:
    """In the folder of the variable, or else in the home of whoever runs it."""
    monkeypatch.setenv(variable, root and str(tmp_path / root))
    (tmp_path / folder).mkdir(parents=True)
    assert str(tmp_path / folder / "python3.13") in list(launcher.python_folders("3.13"))


def test_looks_beside_the_shims_of_the_path(launcher: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A home that is empty hides the Pythons of pyenv, where its shims are still on the path."""
    (tmp_path / "elsewhere/versions/3.13.5/bin").mkdir(parents=True)
    monkeypatch.setenv("PATH", f"{tmp_path}/elsewhere/shims:/nowhere/bin")
    assert str(tmp_path / "elsewhere/versions/3.13.5/bin/python3.13") in list(launcher.python_folders("3.13"))


def test_says_what_to_install(launcher: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """No Python was found, and none could be downloaded."""
    monkeypatch.setattr(launcher, "ENVIRONMENT", "/nowhere")
    monkeypatch.setattr(launcher, "PYTHON", "/nowhere/bin/python")
    monkeypatch.setattr(launcher, "find_python", lambda: None)
    monkeypatch.setattr(launcher, "find_uv", lambda _: "false")
    with pytest.raises(SystemExit, match=r"apt install python3"):
        launcher.set_up(developing=False)


def test_too_old_for_uv(launcher: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Such a Python can look for a newer one, and do nothing else."""
    monkeypatch.setattr(launcher, "TOOLS", "/nowhere")
    monkeypatch.setattr(launcher, "OLDEST_FOR_UV", (9, 0))
    with pytest.raises(SystemExit, match=r"apt install python3"):
        launcher.install_uv(sys.executable)


def test_trusts_whom_the_machine_trusts(launcher: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """An organisation's own certificate authority, as its proxies need it."""
    asked: list[dict[str, str]] = []
    monkeypatch.setattr(launcher, "ENVIRONMENT", "/nowhere")
    monkeypatch.setattr(launcher, "PYTHON", "/nowhere/bin/python")
    monkeypatch.setattr(launcher, "find_uv", lambda _: "uv")

    def failing(*_: object, env: dict[str, str], **__: object) -> int:
        asked.append(env)
        return 1

    monkeypatch.setattr(launcher.subprocess, "call", failing)
    with pytest.raises(SystemExit):
        launcher.set_up(developing=False)
    assert [(env["UV_SYSTEM_CERTS"], env["UV_NATIVE_TLS"]) for env in asked] == [("true", "true")]
