"""Everything that must be right before a server starts; what is wrong is one line that says what to do."""

import fcntl
import ipaddress
import os
import resource
import socket
import ssl
from pathlib import Path
from typing import IO

from pydantic import ValidationError

import meldpunt
from meldpunt.site.environment import Environment
from meldpunt.site.server.process import BACKLOG

PACKAGE = Path(meldpunt.__file__).resolve().parent
NO_CORE = 1  # bytes: too few for a file, and Linux gives nothing to a handler in a pipe either, which it does with 0


class CannotStart(Exception):
    """The server cannot start; the message is for the operator, one line, with what to do."""


class AlreadyRuns(CannotStart):
    """Another process serves this data."""


def read_environment() -> Environment:
    """Return the settings. Raises CannotStart, naming the variable but never its value."""
    try:
        return Environment()
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        name = "MELDPUNT_" + "_".join(str(part) for part in first["loc"]).upper()
        message = f"The setting {name} is not usable: {first['msg']}. Correct it and start again."
        raise CannotStart(message) from None


def check_secrets(environment: Environment) -> None:
    """Refuse to make a real organisation whose secrets lie inside its data. Raises CannotStart."""
    if environment.secrets_path.resolve().is_relative_to(environment.data.resolve()):
        message = (
            f"Set MELDPUNT_SECRETS_FILE to a file outside the data folder {environment.data} first (after a trial: "
            "move its secrets.json there). Whoever copies the data must not have the secrets too."
        )
        raise CannotStart(message)


def harden() -> None:
    """Leave no clear text behind: no core dumps, and files that only this user reads."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_CORE)
    least = NO_CORE if hard else 0  # nobody may raise a limit of 0
    resource.setrlimit(resource.RLIMIT_CORE, (least, least))
    os.umask(0o077)


def prepare_data(data: Path) -> None:
    """Make the data folder and its parts. Raises CannotStart when that is not allowed, or inside the program itself."""
    if data.resolve().is_relative_to(PACKAGE):
        message = (
            f"The data folder {data} lies inside the program, which an upgrade replaces. Choose another with --data."
        )
        raise CannotStart(message)
    try:
        for folder in (data, data / "files", data / "outgoing", data / "static"):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        probe = data / f".writable.{os.getpid()}"
        probe.touch(mode=0o600)
        probe.unlink()
    except OSError as error:
        message = f"The data folder {data} cannot be written ({error.strerror}). Give this user the right to, or choose another with --data."
        raise CannotStart(message) from None


def lock(data: Path) -> IO[str]:
    """Return the lock that says who serves this data; it is held until it is closed. Raises AlreadyRuns, CannotStart."""
    try:
        file = (data / "lock").open("a+", encoding="ascii")
    except OSError as error:
        message = f"The file {data / 'lock'} cannot be written ({error.strerror}). Was a command run as another user? Give this user the file, or remove it while nothing runs."
        raise CannotStart(message) from None
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        message = f"Meldpunt already runs on {data}. Stop it first, or choose another folder with --data."
        raise AlreadyRuns(message) from None
    file.truncate(0)
    file.write(str(os.getpid()))
    file.flush()
    return file


def listen(host: str, port: int) -> socket.socket:
    """Return a listening socket. Raises CannotStart when the port is taken or not allowed."""
    try:
        return socket.create_server((host, port), family=_family(host), backlog=BACKLOG)
    except OSError as error:
        reason = error.strerror or "unknown address"
        message = f"Cannot listen on {host} port {port} ({reason}). Choose another with --port or --host."
        raise CannotStart(message) from None


def check_transport(environment: Environment) -> None:
    """Refuse plain HTTP where others could listen in. Raises CannotStart."""
    if bool(environment.tls_certificate) != bool(environment.tls_key):
        message = "Set both MELDPUNT_TLS_CERTIFICATE and MELDPUNT_TLS_KEY, or none of them."
        raise CannotStart(message)
    if environment.has_tls and not certificate_fits(environment):
        message = (
            f"The certificate {environment.tls_certificate} and its key cannot be used together. Check both files."
        )
        raise CannotStart(message)
    if not environment.is_secure and not _is_loopback(environment.host):
        message = (
            f"Plain HTTP on {environment.host} would show reports to others. Set MELDPUNT_TLS_CERTIFICATE and "
            "MELDPUNT_TLS_KEY, or name your proxy in MELDPUNT_TRUSTED_PROXIES, or use --host 127.0.0.1."
        )
        raise CannotStart(message)


def certificate_fits(environment: Environment) -> bool:
    """Whether the certificate and the key can be read and belong together."""
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(
            str(environment.tls_certificate), str(environment.tls_key)
        )
    except (OSError, ValueError):
        return False
    return True


def address(environment: Environment, port: int) -> str:
    """Return the address people use, as far as the settings say."""
    if environment.public_url:
        return environment.public_url.rstrip("/")
    scheme = "https" if environment.has_tls else "http"
    host = f"[{environment.host}]" if ":" in environment.host else environment.host
    return f"{scheme}://{host}:{port}"


def reached_at(listener: socket.socket) -> tuple[str, int]:
    """Return where this machine itself reaches what listens here."""
    host, port = listener.getsockname()[:2]
    every = ipaddress.ip_address(host).is_unspecified
    return ("::1" if ":" in host else "127.0.0.1") if every else host, port


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
