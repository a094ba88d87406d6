"""The database, for threads that live as long as the program."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import close_old_connections


@contextmanager
def connected() -> Iterator[None]:
    """Let the block have a connection that is not dead, and leave none behind that is."""
    close_old_connections()
    try:
        yield
    finally:
        close_old_connections()
