"""Executors: run independent tasks in this process, or in several processes of this machine."""

import os
import signal
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import islice
from multiprocessing import active_children, get_context, parent_process
from multiprocessing.connection import Connection, wait
from threading import Thread
from typing import Protocol, TypeVar

from seeding.execution.errors import WorkersLostError
from seeding.execution.messages import Listener, ignore, report_through, reported_to, reports_from_processes

T = TypeVar("T")

MOST_DEATHS = 3
"""Deaths of workers in a row, without a finished task, after which a task is assumed to kill its worker."""


class Executor(Protocol):
    """Runs a task for each of several numbers."""

    def run(self, task: Callable[[int], T], numbers: Sequence[int], listener: Listener = ignore) -> Iterator[T]:
        """Yield what the task returns for each number, in the order in which the tasks end.

        The listener receives the reports of the tasks meanwhile; any thread may call it.

        Raises the errors of the task, and WorkersLostError.
        """


class ThisProcess:
    """Runs tasks one after another, here."""

    def run(self, task: Callable[[int], T], numbers: Sequence[int], listener: Listener = ignore) -> Iterator[T]:
        """Yield what the task returns for each number, in order. Raises the errors of the task."""
        for number in numbers:
            with reported_to(listener):
                result = task(number)
            yield result


class Processes:
    """Runs tasks in processes of this machine. The task of a process that dies is run again by another one.

    Processes are spawned: a fork would copy the threads' locks, but not the threads. They end with this process,
    however it ends. Tasks must be picklable.
    """

    def __init__(self, count: int) -> None:
        self._count = count

    def run(self, task: Callable[[int], T], numbers: Sequence[int], listener: Listener = ignore) -> Iterator[T]:
        """Yield what the task returns for each number, in the order in which the tasks end.

        Raises the errors of the task, and WorkersLostError if processes die again and again.
        """
        left, deaths = list(numbers), 0
        while left:
            before = len(left)
            with reports_from_processes(listener) as sending:
                yield from self._run(task, left, sending)
            deaths = deaths + 1 if len(left) == before else 0
            if left and deaths == MOST_DEATHS:
                raise WorkersLostError(f"worker processes died {deaths} times in a row; they may lack memory")

    def _run(self, task: Callable[[int], T], left: list[int], sending: Connection) -> Iterator[T]:
        """Yield the results of a pool until all tasks are done or a process dies; remove what is done from `left`."""
        others = set(active_children())
        pool = _pool(min(self._count, len(left)), sending)
        try:
            futures = {pool.submit(task, number): number for number in left}
            for future in as_completed(futures):
                # When a process dies, the pool gives up all tasks that have not ended.
                if isinstance(future.exception(), BrokenProcessPool):
                    continue
                left.remove(futures[future])
                yield future.result()
        finally:
            if left:
                for process in set(active_children()) - others:
                    process.terminate()
            pool.shutdown(cancel_futures=True)


@contextmanager
def results_in_order(
    task: Callable[[int], T], numbers: Iterable[int], workers: int, ahead: int
) -> Generator[Iterator[T], None, None]:
    """Give an iterator of what a task returns for each number, in the order of the numbers.

    Processes of this machine run the task. They start before the block does, so that it can work until their first
    result comes, and end with it. At most `ahead` results are made or wait at a time. The iterator raises the errors of
    the task, and WorkersLostError if a process dies: its results are lost.
    """
    pool = _pool(workers)
    try:
        tasks = (pool.submit(task, number) for number in numbers)
        with _loss_is_an_error():
            pending = deque(islice(tasks, ahead))
        yield _in_order(pending, tasks)
    finally:
        pool.shutdown(cancel_futures=True)


def _in_order(pending: deque[Future[T]], tasks: Iterator[Future[T]]) -> Iterator[T]:
    """Yield the results of pending tasks in order, and let one more begin after each. Raises WorkersLostError."""
    with _loss_is_an_error():
        while pending:
            yield pending.popleft().result()
            pending.extend(islice(tasks, 1))


@contextmanager
def _loss_is_an_error() -> Iterator[None]:
    try:
        yield
    except BrokenProcessPool:
        raise WorkersLostError("a process that makes rows was killed, perhaps for want of memory") from None


def _pool(workers: int, sending: Connection | None = None) -> ProcessPoolExecutor:
    """Return processes, which report through the end of a pipe if there is one."""
    return ProcessPoolExecutor(workers, get_context("spawn"), _begin_worker, (sending,))


def _begin_worker(sending: Connection | None) -> None:
    """Leave Ctrl-C to the process that started this one, and end when it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()
    if sending is not None:
        report_through(sending)


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)  # the main thread may be in the middle of a task, whose result nobody awaits
