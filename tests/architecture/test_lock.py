"""The lock names the public index and nothing of the machine it was made on."""

import re
import tomllib

from tests.architecture.house import ROOT

HOSTS = {"https://pypi.org", "https://files.pythonhosted.org"}


def test_only_the_public_index() -> None:
    """Anybody can install from it."""
    assert set(re.findall(r"https?://[^/\"]+", (ROOT / "uv.lock").read_text(encoding="utf-8"))) == HOSTS


def test_every_dependency_says_what_for() -> None:
    """A line without a reason is a dependency without a reason."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    project = tomllib.loads(text)
    named = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    assert [name for name in named if not re.search(rf'"{re.escape(name)}", +# \w', text)] == []
