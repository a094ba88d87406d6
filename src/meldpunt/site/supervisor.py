"""One foreground process that prepares everything, then keeps its children alive: the web server, the worker and, where mail comes in, the mail room.

Invariants: the port and the lock on the data belong to this process, so children come and go without refusing anybody; when
this process ends, however it ends, so do its children.
"""

import gc
import os
import select
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import structlog

from meldpunt.site import preparing
from meldpunt.site.environment import Environment

LOOK_EVERY = 15.0  # seconds between looks at the certificate
STOP_WITHIN = 8.0  # seconds before a child that does not stop is killed
STEADY = 60.0  # seconds after which a child counts as well
LONGEST_WAIT = 30.0  # seconds, at most, before a child that keeps dying is started again
HEARD = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
log = structlog.get_logger("meldpunt.supervisor")


@dataclass
class Child:
    """One process under supervision: what it runs, and how it has been doing."""

    name: str
    run: Callable[[], None]
    pid: int = 0
    started: float = 0.0
    failures: int = 0
    start_at: float = field(default=0.0)

    def ended(self, now: float) -> None:
        """Note that it ended unexpectedly; the next start waits longer each time."""
        self.failures = 1 if now - self.started > STEADY else self.failures + 1
        self.start_at = now + min(2.0 ** (self.failures - 1), LONGEST_WAIT)
        self.pid = 0


class Supervisor:
    """Starts, watches and stops the children."""

    def __init__(self, children: list[Child], environment: Environment, keep: Callable[[], None]) -> None:
        """Prepare to keep `children` running; `environment` says which certificate to watch, `keep` looks after a lock."""
        self._children = children
        self._environment = environment
        self._keep = keep
        self._stopping = False
        self._restart = False
        self._lifeline = os.pipe()
        self._certificate = self._certificate_stamp()

    def run(self, welcome: Callable[[], None]) -> None:
        """Say `welcome` once a stop would be heard, then keep the children running until SIGINT or SIGTERM.

        At a terminal SIGHUP means that it was closed, and stops too; elsewhere it restarts the web server. What `keep` raises
        stops it as well.
        """
        woken = self._listen_to_signals()
        try:
            welcome()
            while not self._stopping:
                self._start_due()
                select.select([woken], [], [], self._pause())
                _drain(woken)
                self._reap()
                self._renew()
                self._keep()
        finally:
            self._stop_all()

    def _listen_to_signals(self) -> socket.socket:
        woken, waker = socket.socketpair()
        woken.settimeout(0)
        waker.settimeout(0)
        self._waker = waker
        signal.set_wakeup_fd(waker.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGINT, self._stop)
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGHUP, self._stop if _is_at_terminal() else self._ask_restart)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        return woken

    def _stop(self, *_: object) -> None:
        self._stopping = True

    def _ask_restart(self, *_: object) -> None:
        self._restart = True

    def _pause(self) -> float:
        waits = [child.start_at - time.monotonic() for child in self._children if not child.pid]
        return max(0.0, min([*waits, LOOK_EVERY]))

    def _start_due(self) -> None:
        for child in self._children:
            if not child.pid and child.start_at <= time.monotonic():
                child.started = time.monotonic()
                child.pid = self._fork(child)

    def _fork(self, child: Child) -> int:
        sys.stdout.flush()
        sys.stderr.flush()
        signal.pthread_sigmask(
            signal.SIG_BLOCK, HEARD
        )  # until the child listens: it would take a stop for its parent's
        pid = os.fork()
        if pid:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, HEARD)
            return pid
        code = 1
        try:
            self._become_child()
            child.run()
            code = 0
        except BaseException:
            log.exception("ended by an error", child=child.name)
        finally:
            sys.stdout.flush()
            os._exit(code)

    def _become_child(self) -> None:
        """Forget the parent's handlers, and end when the parent is gone: then the other end of the pipe closes."""
        signal.set_wakeup_fd(-1)
        for number in (*HEARD, signal.SIGCHLD):
            signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, HEARD)
        read, write = self._lifeline
        os.close(write)
        threading.Thread(target=_end_with_parent, args=(read,), daemon=True).start()

    def _reap(self) -> None:
        for child in self._children:
            if child.pid and os.waitpid(child.pid, os.WNOHANG)[0]:
                child.ended(time.monotonic())
                if not self._stopping:
                    log.error("ended unexpectedly and will be started again", child=child.name, failures=child.failures)

    def _renew(self) -> None:
        """Restart the web server after SIGHUP or when a usable new certificate is there."""
        stamp = self._certificate_stamp()
        renewed = stamp != self._certificate and preparing.certificate_fits(self._environment)
        if not (renewed or self._restart) or self._stopping:
            return
        self._certificate, self._restart = stamp, False
        web = self._children[0]
        if web.pid:
            _end([web.pid])
            web.pid, web.start_at, web.failures = 0, 0.0, 0
            log.info("web server is started again", new_certificate=renewed)

    def _certificate_stamp(self) -> tuple[int, ...]:
        paths = [p for p in (self._environment.tls_certificate, self._environment.tls_key) if p]
        return tuple(_changed_at(path) for path in paths)

    def _stop_all(self) -> None:
        for number in HEARD:
            signal.signal(number, signal.SIG_IGN)
        _end([child.pid for child in self._children if child.pid])


def supervise(
    children: list[Child], environment: Environment, welcome: Callable[[], None], keep: Callable[[], None]
) -> None:
    """Run `children` (the web server first) until this process is asked to stop; `welcome` tells people that it can be.

    `keep` is called every few seconds, and what it raises stops everything.
    """
    gc.collect()
    gc.freeze()  # so that the children share what is loaded instead of copying it
    Supervisor(children, environment, keep).run(welcome)


def _is_at_terminal() -> bool:
    return any(os.isatty(stream) for stream in (0, 1))


def _end(pids: list[int]) -> None:
    """Ask these children to stop, and kill those that do not within a few seconds."""
    for pid in pids:
        os.kill(pid, signal.SIGTERM)
    until = time.monotonic() + STOP_WITHIN
    left = set(pids)
    while left:
        left -= {pid for pid in left if os.waitpid(pid, os.WNOHANG)[0]}
        if left and time.monotonic() > until:
            for pid in left:
                os.kill(pid, signal.SIGKILL)
        time.sleep(0.02)


def _end_with_parent(lifeline: int) -> None:
    """Wait in a child until the parent is gone, then stop, politely first."""
    os.read(lifeline, 1)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(STOP_WITHIN)
    os._exit(1)


def _changed_at(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def _drain(woken: socket.socket) -> None:
    try:
        while woken.recv(64):
            pass
    except BlockingIOError:
        pass
