"""The real gpg, in a folder of its own."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

GPG = shutil.which("gpg")


@dataclass(frozen=True)
class Gpg:
    """One key ring; what is asked is done without a terminal."""

    home: Path

    def run(self, *arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        """Run it, and return what it said."""
        around = {"GNUPGHOME": str(self.home), "PATH": os.environ["PATH"], "LC_ALL": "C"}
        options = ["--batch", "--quiet", "--no-tty", "--pinentry-mode", "loopback", "--status-fd", "2"]
        return subprocess.run(
            [GPG or "gpg", *options, *arguments], input=given, capture_output=True, check=False, env=around, timeout=60
        )

    def make(self, address: str, *, until: str = "2y", password: str = "", kind: str = "default") -> None:
        """Make a key as people have them."""
        made = self.run("--passphrase", password, "--quick-gen-key", f"Anna <{address}>", kind, "default", until)
        assert made.returncode == 0, made.stderr

    def export(self, *addresses: str) -> bytes:
        """Return public keys, armoured."""
        return self.run("--armor", "--export", *addresses).stdout

    def export_secret(self, address: str, password: str = "") -> bytes:
        """Return a secret key, armoured."""
        return self.run("--passphrase", password, "--armor", "--export-secret-keys", address).stdout

    def listed(self, content: bytes) -> list[list[str]]:
        """Return what gpg shows of the keys in a file: the fields of its lines (doc/DETAILS)."""
        shown = self.run("--with-colons", "--show-keys", given=content)
        assert shown.returncode == 0, shown.stderr
        return [line.split(":") for line in shown.stdout.decode().splitlines()]


@contextmanager
def gnupg() -> Iterator[Gpg]:
    """Give a gpg with an empty ring; skip where there is none."""
    if GPG is None:
        pytest.skip("there is no gpg on this machine: apt install gnupg")
    with TemporaryDirectory(prefix="gpg-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        home.chmod(0o700)
        try:
            yield Gpg(home)
        finally:
            stop = {"GNUPGHOME": folder, "PATH": os.environ["PATH"]}
            subprocess.run(["gpgconf", "--kill", "all"], check=False, env=stop, capture_output=True)
