"""The handling of SIGINT (Ctrl-C) and SIGTERM during a run."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import parent_process
from types import FrameType

_TERMINATION_SIGNALS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def termination_interrupts() -> Iterator[None]:
    """Let SIGTERM raise KeyboardInterrupt during the block, as Ctrl-C does, so that the run cleans up.

    Does nothing in other threads, and nothing in the processes of a pool. The pool ends these by SIGTERM and waits for
    their end; a process whose task raised KeyboardInterrupt would go on to the next task.
    """
    if not _handles_signals():
        yield
        return
    previous = signal.signal(signal.SIGTERM, _interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, previous)


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Ignore Ctrl-C and SIGTERM during the block. Does nothing in other threads and in the processes of a pool."""
    if not _handles_signals():
        yield
        return
    previous = {number: signal.signal(number, signal.SIG_IGN) for number in _TERMINATION_SIGNALS}
    try:
        yield
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)


def _handles_signals() -> bool:
    return threading.current_thread() is threading.main_thread() and parent_process() is None


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt
