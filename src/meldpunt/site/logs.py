"""Logs on standard output that cannot leak.

Invariants: a line of our own holds an event name and the facts given with it; a line of somebody else's code holds only
where in that code it was written. An exception is its type and its frames: never its message, never a local variable.
"""

import logging
import traceback
from types import TracebackType
from typing import Any

import structlog

OURS = "meldpunt"
READINESS = "/readyz"
type ExceptionInfo = tuple[type[BaseException], BaseException, TracebackType | None]


class Lines(logging.Formatter):
    """Writes every record as one line, ours and foreign."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line for `record`: time, level, event, facts."""
        facts: dict[str, Any] = {
            "level": record.levelname.lower(),
            "time": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
        }
        facts |= _our_facts(record) if record.name.split(".")[0] == OURS else _foreign_facts(record)
        if record.exc_info and record.exc_info[0] is not None:  # (None, None, None) is no exception
            facts["exception"] = described(record.exc_info)
        order = ["time", "level", "event"]
        return str(structlog.processors.KeyValueRenderer(key_order=order, drop_missing=True)(None, "", facts))


class NoReadiness(logging.Filter):
    """Leaves out that `/readyz` said no: that is an answer to who asked, such as in the first seconds, and no error."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Tell whether `record` is about anything else."""
        return getattr(getattr(record, "request", None), "path", "") != READINESS


def described(info: ExceptionInfo) -> str:
    """Say of an exception its type and where it went: `ValueError at a.py:3 f < b.py:9 g`."""
    kind, _value, trace = info
    frames = [f"{_short(f.filename)}:{f.lineno} {f.name}" for f in traceback.extract_tb(trace, limit=-12)]
    return f"{kind.__module__}.{kind.__qualname__} at " + " < ".join(reversed(frames))


def configure() -> None:
    """Let structlog write through the standard library, with nothing that looks into values."""
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, structlog.stdlib.render_to_log_kwargs],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def _our_facts(record: logging.LogRecord) -> dict[str, Any]:
    standard = vars(logging.makeLogRecord({}))
    return {"event": record.msg} | {k: v for k, v in vars(record).items() if k not in standard and k != "message"}


def _foreign_facts(record: logging.LogRecord) -> dict[str, Any]:
    facts: dict[str, Any] = {"event": record.name, "where": f"{_short(record.pathname)}:{record.lineno}"}
    status = getattr(record, "status_code", None)
    return facts | ({"status": status} if isinstance(status, int) else {})


def _short(path: str) -> str:
    """Return the end of a path that says which file, without where this machine keeps it."""
    return "/".join(path.replace("\\", "/").split("/")[-3:])
