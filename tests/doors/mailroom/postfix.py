"""Postfix, run by the tests on this machine with a queue and a configuration of its own; its master wants to be root."""

import contextlib
import os
import pwd
import shutil
import signal
import smtplib
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.architecture.house import ROOT
from tests.site.program import free_port

DAEMONS = Path("/usr/lib/postfix/sbin")
NEEDS_POSTFIX = pytest.mark.skipif(not (DAEMONS / "master").exists(), reason="needs Postfix: apt-get install postfix")
READY_SECONDS = 20
FAR = 25.0
QUEUES = ("active", "bounce", "corrupt", "defer", "deferred", "flush", "hold", "incoming", "private", "saved", "trace")
MAIN = """
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
maillog_file = {folder}/log/postfix
maillog_file_prefixes = {folder}
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mail.kliniek.example
mynetworks = 127.0.0.0/8
mydestination =
alias_maps =
virtual_mailbox_domains = kliniek.example, nuts.example
virtual_transport = {transport}
minimal_backoff_time = 1s
maximal_backoff_time = 1s
queue_run_delay = 1s
disable_dns_lookups = yes
"""
MASTER = """
127.0.0.1:{port} inet n - n - - smtpd
pickup unix n - n 1 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 1 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
virtual unix - n n - - virtual
lmtp unix - - y - - lmtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""


@dataclass(frozen=True)
class Postfix:
    """A mail server that runs. What it waits to deliver lies in `folder`/queue."""

    folder: Path
    port: int

    def send(self, message: bytes, *recipients: str, sender: str = "finder@research.example") -> None:
        """Hand it a message, as another mail server does."""
        with smtplib.SMTP("127.0.0.1", self.port) as client:
            assert client.sendmail(sender, list(recipients), message) == {}

    def waiting(self) -> int:
        """Return how many messages it has not delivered yet."""
        return sum(
            len([each for each in (self.folder / "queue" / name).rglob("*") if each.is_file()])
            for name in ("incoming", "active", "deferred")
        )

    def log(self) -> str:
        """Return what it wrote down."""
        return (self.folder / "log" / "postfix").read_text(encoding="utf-8", errors="replace")


@contextlib.contextmanager
def postfix_folder() -> Iterator[Path]:
    """Lend the folder of a mail server, with its queue: in `queue/meldpunt` its group reaches what lies there, as docs/operate.md says."""
    folder = Path(tempfile.mkdtemp(prefix="postfix-", dir="/tmp"))
    owner = pwd.getpwnam("postfix")
    folder.chmod(0o755)
    for name in ("queue", "data", "log"):
        (folder / name).mkdir()
    for name in QUEUES:
        (folder / "queue" / name).mkdir(mode=0o700)
        os.chown(folder / "queue" / name, owner.pw_uid, -1)
    for name, mode in (("maildrop", 0o730), ("public", 0o710), ("pid", 0o755), ("meldpunt", 0o2750)):
        (folder / "queue" / name).mkdir()
        os.chown(folder / "queue" / name, owner.pw_uid if name in {"maildrop", "public"} else 0, owner.pw_gid)
        (folder / "queue" / name).chmod(mode)
    os.chown(folder / "data", owner.pw_uid, owner.pw_gid)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def postfix(folder: Path, transport: str, *, own: str = "", services: str = "") -> Iterator[Postfix]:
    """Run Postfix while the block lasts; it delivers the mail of both organisations by `transport`, unless `own` lines of main.cf say otherwise.

    `services` are more lines of master.cf.
    """
    place = Postfix(folder, free_port())
    (folder / "main.cf").write_text(MAIN.format(folder=folder, transport=transport) + own, encoding="utf-8")
    (folder / "master.cf").write_text(MASTER.format(port=place.port) + services, encoding="utf-8")
    output = (folder / "log" / "output").open("wb")
    process = subprocess.Popen([DAEMONS / "master", "-c", folder, "-d"], stdout=output, stderr=output)
    try:
        _wait(place, process)
        yield place
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()
        output.close()


def documented(heading: str) -> list[str]:
    """Return the examples below a heading of docs/operate.md."""
    text = (ROOT / "docs" / "operate.md").read_text(encoding="utf-8")
    return text.split(f"### {heading}\n")[1].split("\n### ")[0].split("```")[1::2]


def wait_for(true: Callable[[], bool], server: Postfix) -> None:
    """Return once it is true; what the server wrote is told when it takes too long."""
    end = time.monotonic() + FAR
    while not true():
        assert time.monotonic() < end, server.log()
        time.sleep(0.05)


def _wait(place: Postfix, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + READY_SECONDS
    while time.monotonic() < end and process.poll() is None:
        with contextlib.suppress(OSError, smtplib.SMTPException), smtplib.SMTP("127.0.0.1", place.port) as client:
            client.noop()
            return
        time.sleep(0.1)
    said = [each.read_text(errors="replace") for each in (place.folder / "log").iterdir()]
    raise AssertionError("Postfix did not start:\n" + "\n".join(said))
