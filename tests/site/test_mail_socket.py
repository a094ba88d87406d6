"""Where mail servers reach us: on this machine, and nowhere else unless it was plainly asked for."""

import os
import socket
import stat
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from meldpunt.site.environment import Environment
from meldpunt.site.mail_socket import mail_socket
from meldpunt.site.preparing import CannotStart
from tests.site.program import free_port

pytestmark = [pytest.mark.network]


@pytest.fixture
def folder():
    """Lend a folder whose path is short enough for a socket."""
    with TemporaryDirectory(dir="/tmp") as name:
        yield Path(name)


def environment(lmtp: str, **others: Any) -> Environment:
    return Environment(lmtp=lmtp, **others)


def refusal(lmtp: str) -> str:
    with pytest.raises(CannotStart) as caught, mail_socket(environment(lmtp)):
        pass
    return str(caught.value)


def test_nothing_without_the_setting() -> None:
    with mail_socket(Environment()) as listener:
        assert listener is None


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]"])
def test_an_address_of_this_machine(host: str) -> None:
    port = free_port()
    with mail_socket(environment(f"{host}:{port}")) as listener:
        assert listener is not None
        with socket.create_connection((host.strip("[]"), port)):
            pass


@pytest.mark.parametrize("host", ["0.0.0.0", "[::]", "192.0.2.1"])
def test_no_other_address(host: str) -> None:
    assert "MELDPUNT_LMTP_FROM_ELSEWHERE" in refusal(f"{host}:2424")


def test_another_address_when_asked_for() -> None:
    with mail_socket(environment(f"0.0.0.0:{free_port()}", lmtp_from_elsewhere=True)) as listener:
        assert listener is not None


@pytest.mark.parametrize(
    "wrong", ["", "2424", "localhost:2424", "127.0.0.1", "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:99999"]
)
def test_what_is_no_address(wrong: str) -> None:
    assert "MELDPUNT_LMTP" in refusal(wrong)


def test_a_port_that_is_taken() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        assert "Cannot listen" in refusal(f"127.0.0.1:{other.getsockname()[1]}")


def test_a_path(folder: Path) -> None:
    """Its user and group may deliver; it is gone afterwards."""
    path = folder / "lmtp"
    with mail_socket(environment(f"unix:{path}")):
        assert stat.S_IMODE(path.stat().st_mode) == 0o660
        with socket.socket(socket.AF_UNIX) as caller:
            caller.connect(str(path))
    assert not path.exists()


def test_the_group_of_its_folder(folder: Path) -> None:
    """A folder with the set-group-ID bit gives the socket its group: so a mail server of that group may deliver."""
    group = next((each for each in os.getgroups() if each != os.getegid()), None)
    if group is None and os.getuid() == 0:
        group = os.getegid() + 1
    if group is None:
        group = os.getegid()
    os.chown(folder, -1, group)
    folder.chmod(0o2750)
    with mail_socket(environment(f"unix:{folder / 'lmtp'}")):
        assert (folder / "lmtp").stat().st_gid == group


def test_what_a_killed_program_left(folder: Path) -> None:
    path = folder / "lmtp"
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(str(path))
    with mail_socket(environment(f"unix:{path}")) as listener:
        assert listener is not None


def test_what_another_program_uses(folder: Path) -> None:
    path = folder / "lmtp"
    with socket.socket(socket.AF_UNIX) as other:
        other.bind(str(path))
        other.listen()
        assert "nobody else uses" in refusal(f"unix:{path}")
        assert path.exists()


def test_no_file_is_removed(folder: Path) -> None:
    path = folder / "letters.txt"
    path.write_text("kept", encoding="utf-8")
    assert "Cannot listen" in refusal(f"unix:{path}")
    assert path.read_text(encoding="utf-8") == "kept"


def test_a_path_that_is_too_long(folder: Path) -> None:
    assert "Cannot listen" in refusal(f"unix:{folder}/{'x' * 200}")
