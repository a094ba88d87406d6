"""Dovecot, run by the tests on this machine with a configuration of its own: as root or as anybody else."""

import contextlib
import grp
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from meldpunt.arrivals.terms import PostboxTrouble
from meldpunt.outside.imap import ImapAccount, ImapSecurity
from tests.fakes.mail_server import make_certificate
from tests.site.program import free_port

PROGRAM = shutil.which("dovecot") or shutil.which("dovecot", path="/usr/sbin")
USER = "security"
USERS = (USER, *(f"somebody{number}" for number in range(100)))
PASSWORD = 'a password, of "the" mailbox'
NEEDS_DOVECOT = pytest.mark.skipif(PROGRAM is None, reason="needs Dovecot: apt-get install dovecot-imapd")
READY_SECONDS = 20
CONFIGURATION = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
default_internal_user = {internal}
default_internal_group = {group}
default_login_user = {login}
mail_location = maildir:{folder}/mail/%u
mailbox_list_index = no
first_valid_uid = 1
disable_plaintext_auth = no
auth_failure_delay = 0
ssl = yes
ssl_cert = <{folder}/mail-certificate.pem
ssl_key = <{folder}/mail-key.pem
imap_capability = {capabilities}
passdb {{
  driver = passwd-file
  args = {folder}/users
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/mail/%u
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {plain}
  }}
  inet_listener imaps {{
    port = {tls}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
"""


@dataclass
class Dovecot:
    """A server that runs, with mailboxes for USERS, all with the same PASSWORD."""

    folder: Path
    plain: int
    tls: int
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Run it, and return once it answers."""
        assert PROGRAM is not None
        with (self.folder / "output").open("ab") as log:
            command = [PROGRAM, "-F", "-c", str(self.folder / "dovecot.conf")]
            self.process = subprocess.Popen(command, stdout=log, stderr=log)
        _wait(self, self.process)

    def stop(self) -> None:
        """End it; the mailboxes stay."""
        if self.process is not None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait()

    def account(
        self,
        folder: str = "INBOX",
        done: str = "Meldpunt done",
        *,
        user: str = USER,
        security: ImapSecurity = ImapSecurity.TLS,
        password: str = PASSWORD,
    ) -> ImapAccount:
        """Return how to reach the mailbox of `user`."""
        port = self.tls if security is ImapSecurity.TLS else self.plain
        certificates = self.folder / "mail-certificate.pem"
        return ImapAccount("127.0.0.1", port, security, user, password, folder, done, certificates)


@contextlib.contextmanager
def dovecot(*, without: str = "") -> Iterator[Dovecot]:
    """Run Dovecot while the block lasts; of what it can do it does not tell what stands in `without`."""
    folder = Path(tempfile.mkdtemp(prefix="dovecot-", dir="/tmp"))
    place = Dovecot(folder, free_port(), free_port())
    _write(place, without)
    try:
        place.start()
        yield place
    finally:
        place.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _write(place: Dovecot, without: str) -> None:
    folder, me = place.folder, os.getuid() == 0
    make_certificate(folder)
    owner = pwd.getpwnam("mail") if me else pwd.getpwuid(os.getuid())
    own = owner.pw_name
    (folder / "mail").mkdir()
    os.chown(folder / "mail", owner.pw_uid, owner.pw_gid)
    folder.chmod(0o755)
    users = [f"{user}:{{PLAIN}}{PASSWORD}\n" for user in USERS]
    (folder / "users").write_text("".join(users), encoding="utf-8")
    (folder / "users").chmod(0o644)
    all_it_can = "IMAP4rev1 SASL-IR LOGIN-REFERRALS ID ENABLE IDLE LITERAL+ AUTH=PLAIN UIDPLUS MOVE CHILDREN NAMESPACE"
    (folder / "dovecot.conf").write_text(
        CONFIGURATION.format(
            folder=folder,
            plain=place.plain,
            tls=place.tls,
            uid=owner.pw_uid,
            gid=owner.pw_gid,
            internal="dovecot" if me else own,
            group="dovecot" if me else grp.getgrgid(owner.pw_gid).gr_name,
            login="dovenull" if me else own,
            capabilities=" ".join(word for word in all_it_can.split() if word not in without.split())
            if without
            else "",
        ),
        encoding="utf-8",
    )


def _wait(place: Dovecot, process: subprocess.Popen[bytes]) -> None:
    """Return once it answers. What it wrote is told when it does not."""
    end = time.monotonic() + READY_SECONDS
    while time.monotonic() < end and process.poll() is None:
        with contextlib.suppress(PostboxTrouble), place.account().open():
            return
        time.sleep(0.1)
    said = [
        (place.folder / name).read_text(errors="replace")
        for name in ("output", "log")
        if (place.folder / name).exists()
    ]
    raise AssertionError("Dovecot did not start:\n" + "\n".join(said))
