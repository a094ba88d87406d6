"""What is made sure before anything else."""

import resource
import subprocess
import sys
from pathlib import Path

import pytest

from meldpunt.site.environment import Environment
from meldpunt.site.preparing import CannotStart, check_secrets, lock


@pytest.mark.parametrize(("before", "after"), [(0, 0), (resource.RLIM_INFINITY, 1), (4096, 1)])
def test_no_core_dump_and_no_handler_that_gets_one(before: int, after: int) -> None:
    """On Linux a limit of 0 does not stop a handler in a pipe, and 1 does; nobody may raise a limit of 0."""
    code = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_CORE, (int(sys.argv[1]),) * 2); "
        "from meldpunt.site.preparing import harden; harden(); print(*resource.getrlimit(resource.RLIMIT_CORE))"
    )
    done = subprocess.run([sys.executable, "-c", code, str(before)], capture_output=True, text=True, check=True)
    assert done.stdout.split() == [str(after)] * 2


def test_secrets_inside_the_data_are_refused(tmp_path: Path) -> None:
    """Unless both are named apart."""
    with pytest.raises(CannotStart):
        check_secrets(Environment(data=tmp_path))
    check_secrets(Environment(data=tmp_path / "data", secrets_file=tmp_path / "secrets.json"))


def test_a_lock_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """As after a command that another user ran on this data."""
    (tmp_path / "lock").mkdir()
    with pytest.raises(CannotStart, match="cannot be written"):
        lock(tmp_path)
