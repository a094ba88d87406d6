"""The threads that run pages."""

import asyncio
import threading

import pytest

from meldpunt.site.server.threads import Threads


def _refuse() -> None:
    raise StopIteration


def test_returns_what_the_call_returned() -> None:
    """The loop gets what the call returned, made in another thread."""

    async def asked() -> tuple[tuple[int, int], bool]:
        threads = Threads(1)
        here = threading.get_ident()
        return await threads.run(divmod, 7, 4), await threads.run(threading.get_ident) != here

    assert asyncio.run(asked()) == ((1, 3), True)


@pytest.mark.parametrize(("call", "raised"), [(lambda: 1 // 0, ZeroDivisionError), (_refuse, RuntimeError)])
def test_raises_what_the_call_raised(call: object, raised: type[Exception]) -> None:
    """An error ends the call and not the thread; one that would end a coroutine unseen is another."""

    async def asked() -> int:
        threads = Threads(1)
        with pytest.raises(raised):
            await threads.run(call)  # type: ignore[arg-type]  # any callable
        return await threads.run(len, "abc")

    assert asyncio.run(asked()) == 3


def test_nobody_waits_any_more() -> None:
    """A call whose visitor is gone is made to its end, and the thread takes the next one."""

    async def asked() -> int:
        threads, go_on = Threads(1), threading.Event()
        given_up = threads.run(go_on.wait, 10)
        given_up.cancel()
        go_on.set()
        return await threads.run(len, "abc")

    assert asyncio.run(asked()) == 3
