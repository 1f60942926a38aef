"""Reports of tasks while they run: how many rows of which part they have made.

A process that runs tasks for another one sends its reports through a pipe. All processes share the pipe without a lock,
which a killed process would keep: a message is so short that the system writes it whole or not at all.
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
    """Do nothing with a report."""


_LISTENER: ContextVar[Listener] = ContextVar("listener", default=ignore)


def report(number: int, rows: int) -> None:
    """Report to the current listener how many rows of a part are made."""
    _LISTENER.get()(number, rows)


@contextmanager
def reported_to(listener: Listener) -> Iterator[None]:
    """Let a listener receive the reports of the block."""
    before = _LISTENER.set(listener)
    try:
        yield
    finally:
        _LISTENER.reset(before)


@contextmanager
def reports_from_processes(listener: Listener) -> Iterator[Connection]:
    """Yield the end of a pipe through which processes report (see `report_through`); a thread calls the listener.

    The processes must have ended before the block does.
    """
    receiving, sending = get_context("spawn").Pipe(duplex=False)
    thread = Thread(target=_receive, args=(receiving, listener), daemon=True)
    thread.start()
    try:
        yield sending
    finally:
        sending.close()  # the thread ends when no process has this end any more
        thread.join()
        receiving.close()


def report_through(sending: Connection) -> None:
    """Send the reports of this process into a pipe from now on."""
    _LISTENER.set(lambda number, rows: sending.send_bytes(_MESSAGE.pack(number, rows)))


def _receive(receiving: Connection, listener: Listener) -> None:
    try:
        while True:
            listener(*_MESSAGE.unpack(receiving.recv_bytes()))
    except (EOFError, OSError):
        return
