"""What tasks tell while they run: how many rows of which part they have made.

A process that runs tasks for another one sends that through a pipe. All of them share it without a lock, which one that
is killed would keep: a message is so short that the system writes it whole or not at all.
"""

import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from multiprocessing import get_context
from multiprocessing.connection import Connection
from threading import Thread

Listener = Callable[[int, int], object]
"""Takes the number of a part and how many of its rows are made."""

_MESSAGE = struct.Struct("<qq")


def ignore(number: int, rows: int) -> None:
    """Take no notice."""


_LISTENER: ContextVar[Listener] = ContextVar("listener", default=ignore)


def tell(number: int, rows: int) -> None:
    """Say how many rows of a part are made, to whoever listens."""
    _LISTENER.get()(number, rows)


@contextmanager
def heard_by(listener: Listener) -> Iterator[None]:
    """Let a listener hear what is told in the block."""
    before = _LISTENER.set(listener)
    try:
        yield
    finally:
        _LISTENER.reset(before)


@contextmanager
def heard_from_processes(listener: Listener) -> Iterator[Connection]:
    """Give the end of a pipe into which processes tell (`tell_through`). They must have ended before the block does.

    A thread calls the listener.
    """
    receiving, sending = get_context("spawn").Pipe(duplex=False)
    thread = Thread(target=_hear, args=(receiving, listener), daemon=True)
    thread.start()
    try:
        yield sending
    finally:
        sending.close()  # the thread ends when no process has this end any more
        thread.join()
        receiving.close()


def tell_through(sending: Connection) -> None:
    """Send what this process tells from now on into a pipe."""
    _LISTENER.set(lambda number, rows: sending.send_bytes(_MESSAGE.pack(number, rows)))


def _hear(receiving: Connection, listener: Listener) -> None:
    try:
        while True:
            listener(*_MESSAGE.unpack(receiving.recv_bytes()))
    except (EOFError, OSError):
        return
