"""Many finders at once: clients that report over kept-open connections as fast as the server lets them."""

from __future__ import annotations

import re
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPException
from urllib.parse import urljoin

from benchmarks.measuring import cpu_seconds, percentile
from benchmarks.program import Program
from benchmarks.visiting import BOUNDARY, FORM_AGE, Browser, File, Page, Pairs, Unexpected, multipart

HIDDEN = re.compile(r'<input\b(?=[^>]*type="hidden")(?=[^>]*name="([^"]*)")(?=[^>]*value="([^"]*)")[^>]*>')
KIND = f"multipart/form-data; boundary={BOUNDARY}"
TEXT = (
    "The search page of the intranet answers with the rows of other people when the number in the address is changed. "
)
ACCEPTED = 200


@dataclass(frozen=True)
class Size:
    """How large each report is, in bytes."""

    text: int = 3000
    attachment: int = 0


@dataclass
class Outcome:
    """What a run brought: one latency per accepted report, in seconds."""

    seconds: float = 0.0
    cpu: float = 0.0
    latencies: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Accepted reports per second."""
        return len(self.latencies) / self.seconds if self.seconds else 0.0

    @property
    def cpu_milliseconds(self) -> float:
        """Processor time of the server per accepted report."""
        return 1000 * self.cpu / max(1, len(self.latencies))

    def followed_by(self, other: Outcome) -> Outcome:
        """Both taken together: one latency for each pair."""
        latencies = [sum(pair) for pair in zip(self.latencies, other.latencies, strict=False)]
        return Outcome(self.seconds + other.seconds, self.cpu + other.cpu, latencies, self.errors + other.errors)

    def and_then(self, later: Outcome) -> Outcome:
        """One round after the other: the latencies of both."""
        return Outcome(
            self.seconds + later.seconds,
            self.cpu + later.cpu,
            self.latencies + later.latencies,
            self.errors + later.errors,
        )

    def latency(self, share: float) -> float:
        """Milliseconds within which this share of the reports was answered."""
        return 1000 * percentile(self.latencies, share) if self.latencies else 0.0


class Client:
    """One finder who reports over and over on one connection; reads hidden fields with the least work possible."""

    def __init__(self, port: int, size: Size) -> None:
        """Fetch the form once, to learn what it holds."""
        self.browser = Browser(port)
        page = self.browser.get("/report")
        form = page.form("where", "what")
        hidden = {name for name, _ in HIDDEN.findall(page.text)}
        self.address = urljoin(page.address, form.action)
        self.fixed = [(name, value) for name, value in form.values if name not in hidden | {"where", "what"}]
        self.size = size

    def fetch(self) -> bytes:
        """Fetch a fresh form and fill it in; the answer is the body to send."""
        hidden = HIDDEN.findall(self.browser.get("/report").text)
        unlike = secrets.token_hex(8)
        what = (unlike + " " + TEXT * (self.size.text // len(TEXT) + 1))[: self.size.text]
        pairs: Pairs = [
            *dict(hidden).items(),
            *self.fixed,
            ("where", "https://intranet.example/search"),
            ("what", what),
        ]
        files = [File(f"{unlike}.bin", secrets.token_bytes(self.size.attachment))] if self.size.attachment else []
        return multipart(pairs, files)

    def send(self, body: bytes) -> Page:
        """Send a filled form."""
        return self.browser.post(self.address, body, KIND)


class Crowd:
    """Finders who report to one program, all at once: first they fetch their forms, and later they send them."""

    def __init__(self, program: Program, clients: int, size: Size) -> None:
        """Let `clients` finders come in."""
        self._program = program
        self._finders = [Client(program.port, size) for _ in range(clients)]
        self._bodies: list[list[bytes]] = [[] for _ in self._finders]

    def fetch(self, each: int) -> Outcome:
        """Let every finder fetch and fill in so many forms."""
        return self._measured(each, lambda finder: self._bodies[finder].append(self._finders[finder].fetch()))

    def send(self) -> Outcome:
        """Let every finder send what was filled in. Forms that are younger than FORM_AGE look like a machine's work."""
        for finder in self._finders:
            finder.browser.get("/readyz")  # on a new connection, where the server has closed one that idled
        return self._measured(
            len(self._bodies[0]), lambda finder: _accepted(self._finders[finder].send(self._bodies[finder].pop()))
        )

    def leave(self) -> None:
        """Close the connections."""
        for finder in self._finders:
            finder.browser.close()

    def _measured(self, each: int, act: Callable[[int], None]) -> Outcome:
        return _measured(self._program, len(self._finders), each, act)


def visits(program: Program, clients: int, each: int, size: Size) -> tuple[Outcome, Outcome]:
    """Let `clients` finders report `each` times; return what the POST alone took, and the whole visit."""
    crowd = Crowd(program, clients, size)
    fetching = crowd.fetch(each)
    time.sleep(FORM_AGE)
    sending = crowd.send()
    crowd.leave()
    return sending, fetching.followed_by(sending)


def _measured(program: Program, clients: int, each: int, act: Callable[[int], None]) -> Outcome:
    """Let all clients begin at once; each acts `each` times."""
    outcome = Outcome()
    gate = threading.Barrier(clients + 1)

    def work(client: int) -> None:
        gate.wait()
        for _ in range(each):
            _timed(outcome, client, act)

    threads = [threading.Thread(target=work, args=(client,)) for client in range(clients)]
    for thread in threads:
        thread.start()
    used = cpu_seconds(program.session)
    gate.wait()
    begun = time.perf_counter()
    for thread in threads:
        thread.join()
    outcome.seconds = time.perf_counter() - begun
    outcome.cpu = cpu_seconds(program.session) - used
    return outcome


def _timed(outcome: Outcome, client: int, act: Callable[[int], None]) -> None:
    begun = time.perf_counter()
    try:
        act(client)
    except (OSError, HTTPException, Unexpected) as error:
        outcome.errors.append(f"{type(error).__name__} {error}")
    else:
        outcome.latencies.append(time.perf_counter() - begun)


def _accepted(page: Page) -> None:
    if page.status != ACCEPTED or b'id="case-number"' not in page.body:
        message = f"status {page.status} without a receipt"
        raise Unexpected(message)
