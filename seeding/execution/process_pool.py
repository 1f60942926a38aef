"""Processes that work for a command: each is set up as a command is, and ends with it."""

import os
import signal
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from threading import Thread

import django

MOST_BY_DEFAULT = 6
"""Processes that are used unless more are asked for: about this many make rows faster than one server stores them."""

SPARE_CORES = 2
"""Cores that are left to the server and to the thread that sends rows."""


def default_workers(cores: int) -> int:
    """Return how many processes make rows unless a number is given; 0 means a thread of the command does it."""
    return min(max(cores - SPARE_CORES, 0), MOST_BY_DEFAULT)


@contextmanager
def process_pool(workers: int) -> Iterator[ProcessPoolExecutor]:
    """Give a pool of processes, in which Django is set up. At the end, tasks that have not begun are canceled.

    Processes are spawned, for a fork would copy the locks of threads and the connections of this process. Tasks that
    are under way are finished first. A process that dies makes the pool raise BrokenProcessPool.
    """
    pool = ProcessPoolExecutor(workers, get_context("spawn"), _set_up)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


def _set_up() -> None:
    """Set up a process of the pool. Ctrl-C reaches it, too, but it is for the command to say what happens then."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()
    django.setup()


def _end_with_parent() -> None:
    """End this process when the command has died; it would wait for tasks for ever."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
