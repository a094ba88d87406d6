"""A log line never carries what somebody sent."""

import logging
import sys
from typing import Any

import pytest
from django.http import HttpRequest

from meldpunt.site.logs import Lines, NoReadiness


def record(name: str, message: str, *arguments: object, error: bool = False, **more: Any) -> str:
    """Return the line for one record, with the exception that is being handled."""
    info = sys.exc_info() if error else None
    made = logging.LogRecord(name, logging.ERROR, "/srv/app/django/core/x.py", 7, message, arguments, info)
    vars(made).update(more)
    return Lines().format(made)


def test_foreign_words_are_dropped() -> None:
    """Only where it was written is told."""
    line = record("django.request", "Bad host: %s canary", "canary", status_code=400)
    assert ("canary" in line, "django/core/x.py:7" in line, "status=400" in line) == (False, True, True)


def test_exception_is_type_and_frames() -> None:
    """Neither its message nor its cause nor a local variable."""
    secret = "canary"
    try:
        raise ValueError(secret) from KeyError(secret)  # noqa: TRY301 (it is caught to be looked at)
    except ValueError:
        line = record("meldpunt.x", "it failed", error=True)
    assert ("canary" in line, "builtins.ValueError at " in line, "test_logs.py:" in line) == (False, True, True)


def test_our_facts_are_told() -> None:
    """What our own code says, with the facts it gives."""
    assert record("meldpunt.x", "stopped", job="mail").endswith("event='stopped' job='mail'")


@pytest.mark.parametrize("name", ["meldpuntx", "root", "granian", "py.warnings"])
def test_only_our_own_loggers_speak(name: str) -> None:
    """A name that only looks like ours is foreign."""
    assert "canary" not in record(name, "canary")


@pytest.mark.parametrize(("path", "told"), [("/readyz", False), ("/report", True)])
def test_not_ready_is_no_error(path: str, told: bool) -> None:
    """Whoever asks gets the answer; the log is for what went wrong."""
    made = logging.LogRecord("django.request", logging.ERROR, "x.py", 7, "503", (), None)
    request = HttpRequest()
    request.path = path
    vars(made)["request"] = request
    assert NoReadiness().filter(made) is told
