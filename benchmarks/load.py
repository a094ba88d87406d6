"""Many finders at once: clients that report over kept-open connections as fast as the server lets them."""

import re
import secrets
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from http.client import HTTPException
from urllib.parse import urljoin

from benchmarks.measuring import cpu_seconds, percentile
from benchmarks.program import Program
from benchmarks.visiting import BOUNDARY, Browser, File, Page, Pairs, multipart

HIDDEN = re.compile(r'<input\b(?=[^>]*type="hidden")(?=[^>]*name="([^"]*)")(?=[^>]*value="([^"]*)")[^>]*>')
KIND = f"multipart/form-data; boundary={BOUNDARY}"
TEXT = "The search page of the intranet answers with the rows of other people when the number in the address is changed. "
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
        pairs: Pairs = [*dict(hidden).items(), *self.fixed, ("where", "https://intranet.example/search"), ("what", what)]
        files = [File(f"{unlike}.bin", secrets.token_bytes(self.size.attachment))] if self.size.attachment else []
        return multipart(pairs, files)

    def send(self, body: bytes) -> Page:
        """Send a filled form."""
        return self.browser.post(self.address, body, KIND)


def post_alone(program: Program, clients: int, each: int, size: Size, *, age: float = 0.0) -> Outcome:
    """Forms are fetched and filled in beforehand and are `age` seconds old; only sending them is measured."""
    finders = [Client(program.port, size) for _ in range(clients)]
    bodies = [[finder.fetch() for _ in range(each)] for finder in finders]
    time.sleep(age)

    def report(finder: int, number: int) -> Page:
        return finders[finder].send(bodies[finder][number])

    return _measured(program, finders, each, report)


def whole_visit(program: Program, clients: int, each: int, size: Size) -> Outcome:
    """Form, filling in, sending and receipt are measured as one."""
    finders = [Client(program.port, size) for _ in range(clients)]

    def visit(finder: int, _number: int) -> Page:
        return finders[finder].send(finders[finder].fetch())

    return _measured(program, finders, each, visit)


def _measured(program: Program, finders: Sequence[Client], each: int, act: Callable[[int, int], Page]) -> Outcome:
    """Let all finders begin at once; each acts `each` times."""
    outcome = Outcome()
    gate = threading.Barrier(len(finders) + 1)

    def work(finder: int) -> None:
        gate.wait()
        for number in range(each):
            _timed(outcome, lambda number=number: act(finder, number))  # type: ignore[misc]  # bound at once

    threads = [threading.Thread(target=work, args=(finder,)) for finder in range(len(finders))]
    for thread in threads:
        thread.start()
    used = cpu_seconds(program.session)
    gate.wait()
    begun = time.perf_counter()
    for thread in threads:
        thread.join()
    outcome.seconds = time.perf_counter() - begun
    outcome.cpu = cpu_seconds(program.session) - used
    for finder in finders:
        finder.browser.close()
    return outcome


def _timed(outcome: Outcome, act: Callable[[], Page]) -> None:
    begun = time.perf_counter()
    try:
        page = act()
    except (OSError, HTTPException) as error:
        outcome.errors.append(type(error).__name__)
        return
    if page.status == ACCEPTED and b'id="case-number"' in page.body:
        outcome.latencies.append(time.perf_counter() - begun)
    else:
        outcome.errors.append(f"status {page.status} without a receipt")
