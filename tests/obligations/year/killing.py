"""A process that is gone in the middle of what it does, without a process of its own."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count

from django.db import connection


class Killed(BaseException):
    """The process is gone, wherever it was."""


@contextmanager
def lives() -> Iterator[None]:
    """Nothing happens to the process."""
    yield


@contextmanager
def dies(*, after: int) -> Iterator[None]:
    """Kill the process at the next statement that writes after so many of them."""
    written = count(1)

    def watch(execute: Callable[..., object], sql: str, params: object, many: bool, context: object) -> object:
        if sql.startswith(("INSERT", "UPDATE", "DELETE")) and next(written) > after:
            raise Killed
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield
