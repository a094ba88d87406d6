"""The threads that run pages.

The standard library's pool makes a future with a lock of its own for every call, and a second one for the loop that waits for it:
more work than receiving a form.
"""

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from queue import SimpleQueue
from typing import Any


@dataclass(frozen=True)
class Task[T]:
    """One call that a thread is to make, and who waits for what it returns."""

    call: Callable[[], T]
    waiting: asyncio.Future[T]

    def run(self) -> None:
        """Make the call, and tell the loop what came of it."""
        try:
            returned = self.call()
        except BaseException as problem:  # noqa: BLE001 - it is raised again where the call is waited for
            self._tell(self.waiting.set_exception, problem)
        else:
            self._tell(self.waiting.set_result, returned)

    def _tell[V](self, tell: Callable[[V], None], value: V) -> None:
        with suppress(RuntimeError):  # the loop is closed: the server has stopped
            self.waiting.get_loop().call_soon_threadsafe(self._unless_cancelled, tell, value)

    def _unless_cancelled[V](self, tell: Callable[[V], None], value: V) -> None:
        if not self.waiting.cancelled():
            tell(value)


class Threads:
    """So many threads that wait for something to do; they end with the process."""

    def __init__(self, count: int) -> None:
        """Start them."""
        self._tasks: SimpleQueue[Task[Any]] = SimpleQueue()
        for number in range(count):
            threading.Thread(target=self._work, name=f"page_{number}", daemon=True).start()

    def run[T](self, call: Callable[..., T], *arguments: Any) -> asyncio.Future[T]:  # noqa: ANN401 - whatever `call` takes
        """Let the next free thread make this call, and return what the running loop can wait for."""
        waiting: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._tasks.put(Task(lambda: call(*arguments), waiting))
        return waiting

    def _work(self) -> None:
        while True:
            self._tasks.get().run()
