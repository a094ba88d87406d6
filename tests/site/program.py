"""The whole program, run as an operator runs it."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PATIENCE = 60  # seconds; only a broken program takes so long


class Program:
    """A running `python -m meldpunt`."""

    def __init__(self, data: Path, *options: str, **variables: str) -> None:
        self.data = data
        self.port = free_port()
        self.process = run("--data", str(data), "--port", str(self.port), *options, **variables)

    def get(self, path: str) -> int:
        """Return the status of a page, 0 when nobody answers."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as answer:
            with answer:
                return answer.code
        except OSError:
            return 0

    def until_ready(self) -> None:
        """Wait for the first page."""
        until(lambda: self.get("/healthz") == 200, self)

    def children(self) -> set[int]:
        """Return the processes of the web server and the worker."""
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return {int(pid) for pid in listed.split()}

    def stop(self) -> str:
        """End it and return what it printed."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.communicate(timeout=PATIENCE)[0]


def run(*arguments: str, **variables: str) -> subprocess.Popen[str]:
    """Start the program with a clean environment."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("MELDPUNT_")} | variables
    command = [sys.executable, "-m", "meldpunt", *arguments]
    output = subprocess.PIPE
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT, text=True)


def until(condition: Callable[[], bool], program: Program | None = None, *, patience: float = PATIENCE) -> None:
    """Wait until something is so; fail when it never is, or when the program ended."""
    end = time.monotonic() + patience
    while not condition():
        if time.monotonic() > end or (program and program.process.poll() is not None):
            pytest.fail(f"never came true: {program.stop() if program else ''}")
        time.sleep(0.05)


def free_port() -> int:
    """Return a port nobody uses."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def is_alive(pid: int) -> bool:
    """Tell whether a process still runs; one that nobody has waited for does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def failure(*arguments: str, **variables: str) -> tuple[int, list[str]]:
    """Return the exit code of a start that fails, and the lines it printed."""
    process = run(*arguments, **variables)
    printed = process.communicate(timeout=PATIENCE)[0]
    return process.returncode, printed.splitlines()
