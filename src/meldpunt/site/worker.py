"""The background worker: one loop over the jobs, each when it is due, none able to stop the others."""

import signal
import threading
import time
from collections.abc import Sequence

import structlog
from django.db import close_old_connections

from meldpunt.site.jobs import Job

LONGEST_SLEEP = 5.0  # seconds
log = structlog.get_logger("meldpunt.worker")


def work(jobs: Sequence[Job]) -> None:
    """Run `jobs` until SIGTERM or SIGINT."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    loop(jobs, stop)


def loop(jobs: Sequence[Job], stop: threading.Event) -> None:
    """Run each job now and then every so often, until `stop` is set."""
    due = dict.fromkeys(range(len(jobs)), 0.0)
    while not stop.is_set():
        for index, job in enumerate(jobs):
            if due[index] <= time.monotonic() and not stop.is_set():
                more = _run(job)
                due[index] = time.monotonic() + (0 if more else job.every)
        stop.wait(min(max(min(due.values()) - time.monotonic(), 0), LONGEST_SLEEP))


def _run(job: Job) -> bool:
    """Run one job; return whether there is probably more to do at once."""
    close_old_connections()
    try:
        return job.run() >= job.batch
    except Exception:  # one job that fails must not stop the others
        log.exception("job failed", job=job.name)
        return False
    finally:
        close_old_connections()
