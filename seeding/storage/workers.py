"""A thread per database, each working on the transaction in which a run changes it."""

from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeAlias

import psycopg

from seeding.storage.errors import CommitFailedError, LoadFailedError
from seeding.storage.signals import uninterrupted
from seeding.storage.transaction import BankTransaction, LoadStage

BATCHES_AHEAD = 2
"""Per database: the one that is being copied, and the next. More would take memory and be no faster."""

REPORT_EVERY_S = 0.2
CANCEL_EVERY_S = 0.2


@dataclass(frozen=True)
class Progress:
    """How far one database is."""

    database: str
    stage: LoadStage
    rows: Mapping[str, int]


Report: TypeAlias = Callable[[Sequence[Progress]], None]
"""Called from the thread that sends rows, several times a second."""


class DatabaseWorker:
    """The thread that works on one database, and what it still has to do."""

    def __init__(self, transaction: BankTransaction) -> None:
        self.transaction = transaction
        self.pending: deque[Future[None]] = deque()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix=transaction.database)

    def do(self, task: Callable[..., None], *given: Any) -> None:
        """Let the thread run a task after those it was given before."""
        self.pending.append(self._thread.submit(task, *given))

    def check(self) -> None:
        """Forget what is done; raise the error of what failed: LoadFailedError for what the server refused."""
        while self.pending and self.pending[0].done():
            try:
                self.pending.popleft().result()
            except psycopg.Error as error:
                place = ".".join(filter(None, (self.transaction.database, error.diag.table_name)))
                raise LoadFailedError(place, _reason(error)) from error

    def last_error(self) -> psycopg.Error | None:
        """Wait for the last task, and return what the server refused, or None."""
        try:
            self.pending.pop().result()
        except psycopg.Error as error:
            return error
        return None

    def has_room(self) -> bool:
        """Return whether the thread may be given another batch."""
        return len(self.pending) < BATCHES_AHEAD

    def stop(self) -> None:
        """Drop the tasks that have not begun, and ask the server to end the one that runs."""
        self._thread.shutdown(wait=False, cancel_futures=True)
        self._cancel()

    def abandon(self) -> None:
        """Wait for the thread to end, and disconnect: what was not committed has never happened."""
        begun = [task for task in self.pending if not task.cancelled()]
        # Again and again: between two statements there is nothing to cancel.
        while wait(begun, CANCEL_EVERY_S).not_done:
            self._cancel()
        self.transaction.abandon()

    def _cancel(self) -> None:
        # A server that cannot be asked ends the statement by itself once the connection is gone.
        with suppress(psycopg.Error, OSError):
            self.transaction.cancel()

    def close(self) -> None:
        """End the thread, which has nothing left to do."""
        self._thread.shutdown(wait=True)


class Workers:
    """The workers of all databases of a run."""

    def __init__(self, databases: Iterable[str], application: str, report: Report) -> None:
        self.of = {database: DatabaseWorker(BankTransaction(database, application)) for database in databases}
        self._report = report

    def all_do(self, task: Callable[[BankTransaction], None]) -> None:
        """Let every worker run a task on its transaction."""
        for worker in self.of.values():
            worker.do(task, worker.transaction)

    def wait_until(self, ready: Callable[[], bool]) -> None:
        """Wait, reporting, until `ready`; raise the first error of any worker."""
        while True:
            for worker in self.of.values():
                worker.check()
            self.report()
            if ready():
                return
            pending = [worker.pending[0] for worker in self.of.values() if worker.pending]
            wait(pending, REPORT_EVERY_S, FIRST_COMPLETED)

    def wait_for_all(self) -> None:
        """Wait until no worker has anything left to do."""
        self.wait_until(lambda: not any(worker.pending for worker in self.of.values()))

    def report(self) -> None:
        """Report how far each database is."""
        transactions = [worker.transaction for worker in self.of.values()]
        self._report([Progress(each.database, each.stage, dict(each.rows)) for each in transactions])

    def commit(self) -> None:
        """Commit all databases at once, which is quicker than one by one and leaves less time to die in between.

        Raises CommitFailedError where one fails; the others are changed by then.
        """
        with uninterrupted():
            self.all_do(BankTransaction.commit)
            errors = {database: worker.last_error() for database, worker in self.of.items()}
        failed = {database: error for database, error in errors.items() if error}
        for database, error in failed.items():
            stored = [other for other in errors if other not in failed]
            raise CommitFailedError(database, _reason(error), stored) from error
        self.report()

    def abandon(self) -> None:
        """Undo what all of them did, each whatever becomes of the others.

        Raises the first error of those that could not be abandoned, after all have been tried.
        """
        failures: list[Exception] = []
        for step in (DatabaseWorker.stop, DatabaseWorker.abandon):
            for worker in self.of.values():
                try:
                    step(worker)
                except Exception as error:
                    failures.append(error)
        if failures:
            raise failures[0]

    def close(self) -> None:
        """End all threads."""
        for worker in self.of.values():
            worker.close()


def _reason(error: psycopg.Error) -> str:
    return error.diag.message_primary or str(error).splitlines()[0]
