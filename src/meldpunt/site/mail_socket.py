"""Where mail servers reach us: a socket of this machine that belongs to the supervisor, so that a restart refuses nobody."""

import ipaddress
import os
import socket
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from meldpunt.site.environment import Environment
from meldpunt.site.preparing import CannotStart

BACKLOG: Final = 128
PORTS: Final = range(1, 65536)
MODE: Final = 0o660
"""Who reaches the socket may deliver: its user and its group, which a folder with the set-group-ID bit hands down."""
UNIX: Final = "unix:"


@contextmanager
def mail_socket(environment: Environment) -> Iterator[socket.socket | None]:
    """Lend the listening socket of MELDPUNT_LMTP, None where it is not set. Raises CannotStart."""
    if environment.lmtp is None:
        yield None
        return
    if environment.lmtp.startswith(UNIX):
        path = Path(environment.lmtp.removeprefix(UNIX))
        with _of_path(path) as listener:
            try:
                yield listener
            finally:
                with suppress(OSError):
                    path.unlink()
    else:
        with _of_address(environment) as listener:
            yield listener


def _of_path(path: Path) -> socket.socket:
    """Listen on a path; what a program that was killed left there is removed, what another one uses is not."""
    listener = socket.socket(socket.AF_UNIX)
    try:
        if _is_left_over(path):
            path.unlink()
        listener.bind(str(path))
        path.chmod(MODE)
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        reason = error.strerror or str(error)
        message = f"Cannot listen on {UNIX}{path} ({reason}). Name a path in MELDPUNT_LMTP that this user may write and nobody else uses."
        raise CannotStart(message) from None
    return listener


def _is_left_over(path: Path) -> bool:
    """Tell whether there is a socket on which nobody listens."""
    try:
        if not stat.S_ISSOCK(os.lstat(path).st_mode):
            return False
    except FileNotFoundError:
        return False
    with socket.socket(socket.AF_UNIX) as caller:
        try:
            caller.connect(str(path))
        except ConnectionRefusedError:
            return True
    return False


def _of_address(environment: Environment) -> socket.socket:
    """Listen on an address of this machine, on another one only where that was plainly asked for."""
    host, _, port = str(environment.lmtp).rpartition(":")
    try:
        address = ipaddress.ip_address(host.strip("[]"))
        number = PORTS[PORTS.index(int(port))]
    except ValueError:
        message = (
            "MELDPUNT_LMTP is not usable: write unix:/a/path, or an IP address with a port, such as 127.0.0.1:2424."
        )
        raise CannotStart(message) from None
    if not (address.is_loopback or environment.lmtp_from_elsewhere):
        message = (
            f"Whoever reaches {environment.lmtp} could deliver mail, unencrypted and without a password. Use 127.0.0.1 or a "
            "unix socket; where a firewall lets only your mail server through, set MELDPUNT_LMTP_FROM_ELSEWHERE=1."
        )
        raise CannotStart(message)
    family = socket.AF_INET6 if address.version == 6 else socket.AF_INET  # noqa: PLR2004 (its name)
    try:
        return socket.create_server((str(address), number), family=family, backlog=BACKLOG)
    except OSError as error:
        message = f"Cannot listen on {environment.lmtp} ({error.strerror}). Choose another one in MELDPUNT_LMTP."
        raise CannotStart(message) from None
