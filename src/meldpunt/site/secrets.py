"""The server's secrets file: one random root, from which every secret of the server follows."""

import json
import os
import secrets
from collections.abc import Callable
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from meldpunt.sealing.terms import ServerSecrets

ROOT_BYTES = 32
USES = ("django", "pepper", "form", "mail", "notice", "locator", "openpgp")


class SecretsUnusable(Exception):
    """The secrets file cannot be used; the message names the file and what to do, never its content."""


def server_secrets(path: Path, *, has_data: Callable[[], bool]) -> ServerSecrets:
    """Read the secrets file at `path`, or make it (0600) on a first start: when nothing was stored with another one yet.

    Raises SecretsUnusable.
    """
    if path.exists():
        root = _read(path)
    elif has_data():
        message = (
            f"The secrets file {path} is missing, but the database holds data. Put the file back, or correct "
            "MELDPUNT_SECRETS_FILE; if it is lost for good, docs/operate.md (The secrets file) says what is left."
        )
        raise SecretsUnusable(message)
    else:
        root = make_secrets(path)
    return ServerSecrets(**{use: _derive(root, use) for use in USES})


def _read(path: Path) -> bytes:
    try:
        root = bytes.fromhex(json.loads(path.read_text(encoding="ascii"))["root"])
    except (OSError, ValueError, KeyError, TypeError):
        message = f"The secrets file {path} cannot be read. Restore it from your backup: without it nothing opens."
        raise SecretsUnusable(message) from None
    if len(root) != ROOT_BYTES:
        message = f"The secrets file {path} is damaged. Restore it from your backup."
        raise SecretsUnusable(message)
    return root


def make_secrets(path: Path) -> bytes:
    """Make the file with a new root, or return the root that is there; a half-written file never counts.

    Raises SecretsUnusable.
    """
    try:
        return _make(path)
    except OSError as error:
        message = f"The secrets file {path} cannot be made ({error.strerror}). Give this user the right to, or choose another with MELDPUNT_SECRETS_FILE."
        raise SecretsUnusable(message) from None


def _make(path: Path) -> bytes:
    root = secrets.token_bytes(ROOT_BYTES)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        json.dump({"format": 1, "root": root.hex()}, file)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(fresh, path)  # unlike a rename, refuses to replace what somebody else made meanwhile
    except FileExistsError:
        return _read(path)
    finally:
        fresh.unlink()
    return root


def _derive(root: bytes, use: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"meldpunt server secret 1: " + use.encode()).derive(
        root
    )
