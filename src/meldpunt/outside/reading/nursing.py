"""What the nursery does: load everything once, then fork a limited child for each pair of sockets it is handed."""

import gc
import os
import selectors
import signal
import socket
from contextlib import suppress
from typing import Final

from meldpunt.outside.reading import child
from meldpunt.outside.reading.nursery import LENGTH, NOT_BEGUN, STATUS

IDLE: Final = 600
"""Seconds without a message after which the nursery ends; the next message starts another."""


def serve() -> int:
    """Serve whoever started this, over standard input, until they are gone or have been still for long."""
    child.prepare()
    gc.collect()
    gc.freeze()
    waker, wakes = socket.socketpair()
    waker.settimeout(0)
    wakes.settimeout(0)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(waker.fileno(), warn_on_full_buffer=False)
    control = socket.socket(fileno=0)
    waiting: dict[int, socket.socket] = {}
    with selectors.DefaultSelector() as selector:
        selector.register(control, selectors.EVENT_READ)
        selector.register(wakes, selectors.EVENT_READ)
        while (ready := selector.select(IDLE)) or waiting:
            _reap(wakes, waiting)
            if any(key.fileobj is control for key, _ in ready) and not _begin(control, waiting):
                break
    return 0


def _begin(control: socket.socket, waiting: dict[int, socket.socket]) -> bool:
    """Fork a child for the pair that comes; tell whether anybody is still there."""
    _, given, _, _ = socket.recv_fds(control, 1, 1)
    if not given:
        return False
    talk = socket.socket(fileno=given[0])
    try:
        number = os.fork()
    except OSError:
        _say(talk, NOT_BEGUN)
        return True
    if number == 0:
        _be_child(talk)
    waiting[number] = talk
    return True


def _be_child(talk: socket.socket) -> None:
    """Answer one message, and end."""
    status = 1
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.dup2(talk.fileno(), 0)
        os.closerange(3, 64)
        child.limit_this_process()
        pair = socket.socket(fileno=0)
        answer = child.answer(_all_of(pair))
        pair.sendall(len(answer).to_bytes(LENGTH, "big") + answer)
        status = 0
    finally:
        os._exit(status)


def _all_of(pair: socket.socket) -> bytearray:
    """Return the request, whose length stands before it."""
    size = int.from_bytes(pair.recv(LENGTH, socket.MSG_WAITALL), "big")
    asked = bytearray(size)
    room, at = memoryview(asked), 0
    while at < size:
        got = pair.recv_into(room[at:])
        if not got:
            break
        at += got
    return asked


def _reap(wakes: socket.socket, waiting: dict[int, socket.socket]) -> None:
    """Say of every child that ended how it did."""
    with suppress(BlockingIOError):
        while wakes.recv(64):
            pass
    with suppress(ChildProcessError):
        while (ended := os.waitpid(-1, os.WNOHANG))[0]:
            talk = waiting.pop(ended[0], None)
            if talk is not None:
                _say(talk, ended[1])


def _say(talk: socket.socket, status: int) -> None:
    with talk, suppress(OSError):
        talk.settimeout(0)
        talk.send(status.to_bytes(STATUS, "big"))
