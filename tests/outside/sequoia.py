"""The real sq, in a folder of its own: Debian's, whose words changed with its first version."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

SQ = shutil.which("sq")


@dataclass(frozen=True)
class Sq:
    """One key, and what is done with it."""

    home: Path
    is_old: bool

    def make(self, address: str) -> None:
        """Make a key."""
        if self.is_old:
            self._run("key", "generate", "--userid", f"Anna <{address}>", "--export", "key.pgp")
            self._run("key", "extract-cert", "--output", "cert.pgp", "key.pgp")
        else:
            options = ("--own-key", "--without-password", "--output", "key.pgp", "--rev-cert", "key.rev")
            self._run("key", "generate", *options, "--userid", f"Anna <{address}>")
            self._run("key", "delete", "--cert-file", "key.pgp", "--output", "cert.pgp")

    def certificate(self) -> bytes:
        """Return the public part."""
        return (self.home / "cert.pgp").read_bytes()

    def encrypted(self, content: bytes, to: bytes) -> bytes:
        """Encrypt to a key, and sign."""
        self._keep("to.pgp", to)
        self._keep("content", content)
        words = (
            ("--recipient-cert", "to.pgp", "--signer-key") if self.is_old else ("--for-file", "to.pgp", "--signer-file")
        )
        return self._run("encrypt", *words, "key.pgp", "content")

    def opened(self, message: bytes, signer: bytes) -> bytes:
        """Open a message that must carry a good signature of this signer."""
        self._keep("message", message)
        self._keep("signer.pgp", signer)
        kind = "key" if self.is_old else "file"
        signed = "--signer-cert" if self.is_old else "--signer-file"
        return self._run("decrypt", f"--recipient-{kind}", "key.pgp", signed, "signer.pgp", "message")

    def _keep(self, name: str, content: bytes) -> None:
        (self.home / name).write_bytes(content)

    def _run(self, *arguments: str) -> bytes:
        around = {"HOME": str(self.home), "SEQUOIA_HOME": str(self.home / "home")}
        done = subprocess.run(
            [SQ or "sq", *arguments], cwd=self.home, env=around, capture_output=True, check=False, timeout=60
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


@contextmanager
def sq() -> Iterator[Sq]:
    """Give an sq; skip where there is none."""
    if SQ is None:
        pytest.skip("there is no sq on this machine: apt install sq")
    said = subprocess.run([SQ, "--version"], capture_output=True, text=True, check=False)
    with TemporaryDirectory(prefix="sq-") as folder:
        yield Sq(Path(folder), is_old=said.stdout.startswith("sq 0."))
