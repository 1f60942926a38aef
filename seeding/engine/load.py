"""A load: rows come from the calling thread, one thread per database copies; all databases change, or none."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeAlias
from uuid import UUID

import psycopg
from django.db import router

from seeding.engine.copy import BankTransaction, Stage
from seeding.engine.errors import LoadError
from seeding.engine.pipeline import Batch
from seeding.engine.signals import termination_interrupts, uninterrupted

BATCHES_AHEAD = 2
"""Per database: the one that is being copied, and the next. More would take memory and be no faster."""

REPORT_EVERY_S = 0.2
CANCEL_EVERY_S = 0.2


@dataclass(frozen=True)
class Progress:
    """How far one database is."""

    database: str
    stage: Stage
    rows: Mapping[str, int]


Report: TypeAlias = Callable[[Sequence[Progress]], None]
"""Called from the thread that loads, several times a second."""


class _Lane:
    """The thread that works on one database, and what it still has to do."""

    def __init__(self, transaction: BankTransaction) -> None:
        self.transaction = transaction
        self.pending: deque[Future[None]] = deque()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix=transaction.database)

    def do(self, task: Callable[..., None], *given: Any) -> None:
        """Let the thread do a thing after those it was given before."""
        self.pending.append(self._thread.submit(task, *given))

    def check(self) -> None:
        """Forget what is done; raise the error of what failed: LoadError for what the server refused."""
        while self.pending and self.pending[0].done():
            try:
                self.pending.popleft().result()
            except psycopg.Error as error:
                raise LoadError(_told(self.transaction.database, error)) from error

    def last_error(self) -> psycopg.Error | None:
        """Wait for the last thing the thread was given, and return what the server refused, or None."""
        try:
            self.pending.pop().result()
        except psycopg.Error as error:
            return error
        return None

    def has_room(self) -> bool:
        """Tell whether the thread may be given another batch."""
        return len(self.pending) < BATCHES_AHEAD

    def give_up(self) -> None:
        """Wait for the thread to end and undo what it did."""
        self._thread.shutdown(wait=False, cancel_futures=True)
        begun = [task for task in self.pending if not task.cancelled()]
        # Again and again: between two statements there is nothing to cancel.
        while wait(begun, CANCEL_EVERY_S).not_done:
            self.transaction.cancel()
        self.transaction.abandon()

    def close(self) -> None:
        """End the thread, which has nothing left to do."""
        self._thread.shutdown(wait=True)


class _Lanes:
    """The lanes of all databases."""

    def __init__(self, databases: Iterable[str], application: str, report: Report) -> None:
        self.of = {database: _Lane(BankTransaction(database, application)) for database in databases}
        self._report = report

    def wait_until(self, ready: Callable[[], bool]) -> None:
        """Wait, reporting, until `ready`; raise the first error of any lane."""
        while True:
            for lane in self.of.values():
                lane.check()
            self.report()
            if ready():
                return
            wait([lane.pending[0] for lane in self.of.values() if lane.pending], REPORT_EVERY_S, FIRST_COMPLETED)

    def wait_for_all(self) -> None:
        """Wait until no lane has anything left to do."""
        self.wait_until(lambda: not any(lane.pending for lane in self.of.values()))

    def report(self) -> None:
        """Tell how far each database is."""
        lanes = [lane.transaction for lane in self.of.values()]
        self._report([Progress(lane.database, lane.stage, dict(lane.rows)) for lane in lanes])

    def commit(self) -> None:
        """Commit all databases at once, which is quicker than one by one and leaves less time to die in between.

        Raises LoadError where one fails; the others are changed by then.
        """
        with uninterrupted():
            for lane in self.of.values():
                lane.do(lane.transaction.commit)
            errors = {database: lane.last_error() for database, lane in self.of.items()}
        failed = {database: error for database, error in errors.items() if error}
        for database, error in failed.items():
            raise LoadError(_torn([other for other in errors if other not in failed], database, error)) from error
        self.report()


def load(batches: Iterable[Batch], databases: Sequence[str], run_id: UUID, application: str, report: Report) -> None:
    """Replace what `databases` hold by the rows of `batches`, recorded as those of a run.

    Raises RunRefusedError where somebody holds a table, LoadError where the server fails, and whatever baking or an
    interruption raises; the databases are as before then, except where LoadError says otherwise.
    """
    with _all_or_nothing(databases, application, report) as lanes:
        for lane in lanes.of.values():
            lane.do(lane.transaction.begin)
        for batch in batches:
            lane = lanes.of[router.db_for_write(batch.model)]
            lanes.wait_until(lane.has_room)
            lane.do(lane.transaction.copy, batch)
        for lane in lanes.of.values():
            lane.do(lane.transaction.finish, run_id)
        lanes.wait_for_all()
        lanes.commit()


def clear(databases: Sequence[str], application: str, report: Report) -> None:
    """Empty the tables of `databases` and set their sequences back. Raises as `load` does."""
    with _all_or_nothing(databases, application, report) as lanes:
        for lane in lanes.of.values():
            lane.do(lane.transaction.empty)
        lanes.wait_for_all()
        lanes.commit()


@contextmanager
def _all_or_nothing(databases: Sequence[str], application: str, report: Report) -> Iterator[_Lanes]:
    lanes = _Lanes(databases, application, report)
    with termination_interrupts():
        try:
            yield lanes
        except BaseException:
            for lane in lanes.of.values():
                lane.give_up()
            raise
        for lane in lanes.of.values():
            lane.close()


def _told(database: str, error: psycopg.Error) -> str:
    reason = error.diag.message_primary or str(error).splitlines()[0]
    place = f"{database}.{error.diag.table_name}" if error.diag.table_name else database
    return f"{place} could not be loaded: {reason}; the databases are as before"


def _torn(done: Sequence[str], failed: str, error: psycopg.Error) -> str:
    reason = error.diag.message_primary or str(error).splitlines()[0]
    if not done:
        return f"{failed} could not be stored: {reason}; the databases are as before"
    there = f"{', '.join(done)} had been"
    return f"{failed} could not be stored: {reason}; {there}: mend that with seed_all or seed_clear --confirm"
