"""One thread per database, which executes the transaction in which a run changes that database."""

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import suppress
from typing import Any, Generic, Protocol, TypeAlias, TypeVar

import psycopg

from config.programs import ProgramError
from config.server_disk import want_of_space
from seeding.storage.errors import CommitFailedError, LoadFailedError
from seeding.storage.progress import DatabaseProgress, LoadStage, ProgressCallback
from seeding.storage.signals import hold_signals

BATCHES_AHEAD = 2
"""Batches per database: the one that is being copied and the next. More would use memory and be no faster."""
BYTES_AHEAD = 64_000_000
"""Bytes of the batches of a database, unless one alone is larger."""

REPORT_EVERY_S = 0.2
CANCEL_EVERY_S = 0.2


DatabaseError: TypeAlias = psycopg.Error | ProgramError
"""The errors of a transaction if the server refuses something: of psycopg, or of a program of PostgreSQL."""

_DATABASE_ERRORS = (psycopg.Error, ProgramError)


class Transaction(Protocol):
    """The transaction in which a run changes one database. Methods raise a DatabaseError if the server refuses."""

    database: str
    stage: LoadStage

    @property
    def rows(self) -> Mapping[str, int]:
        """The number of rows of each table so far; any thread may read it."""

    def commit(self) -> None:
        """Commit and disconnect."""

    def cancel(self) -> None:
        """Ask the server to end the current statement; may be called from any thread."""

    def abandon(self) -> None:
        """Disconnect, which rolls back what was not committed."""


AnyTransaction = TypeVar("AnyTransaction", bound=Transaction)


class DatabaseWorker(Generic[AnyTransaction]):
    """The thread of one database and its pending tasks."""

    def __init__(self, transaction: AnyTransaction) -> None:
        self.transaction = transaction
        self.pending: deque[Future[None]] = deque()
        self._bytes: dict[Future[None], int] = {}
        self._thread = ThreadPoolExecutor(1, thread_name_prefix=transaction.database)

    def submit(self, task: Callable[..., None], *arguments: Any, size: int = 0) -> None:
        """Let the thread run a task, which holds `size` bytes of rows, after all tasks submitted before."""
        submitted = self._thread.submit(task, *arguments)
        self.pending.append(submitted)
        self._bytes[submitted] = size

    def raise_errors(self) -> None:
        """Remove finished tasks. Raises the error of a failed task, or LoadFailedError if the server refused it."""
        while self.pending and self.pending[0].done():
            done = self.pending.popleft()
            del self._bytes[done]
            try:
                done.result()
            except _DATABASE_ERRORS as error:
                raise LoadFailedError(_location(self.transaction.database, error), _reason(error)) from error

    def last_error(self) -> DatabaseError | None:
        """Wait for the last task and return the error of the server, or None. Raises any other error of the task."""
        try:
            self.pending.pop().result()
        except _DATABASE_ERRORS as error:
            return error
        return None

    def accepts_rows(self, size: int) -> bool:
        """Return whether the thread can be given another batch, of `size` bytes."""
        held = sum(self._bytes.values())
        return len(self.pending) < BATCHES_AHEAD and (held == 0 or held + size <= BYTES_AHEAD)

    def stop(self) -> None:
        """Cancel the tasks that have not begun, and ask the server to end the current statement."""
        self._thread.shutdown(wait=False, cancel_futures=True)
        self._cancel()

    def abandon(self) -> None:
        """Wait for the thread to end, and disconnect, which rolls back what was not committed."""
        begun = [task for task in self.pending if not task.cancelled()]
        # Repeat this, because between two statements there is nothing to cancel.
        while wait(begun, CANCEL_EVERY_S).not_done:
            self._cancel()
        self.transaction.abandon()

    def _cancel(self) -> None:
        # If the server cannot be reached, it ends the statement itself when it notices the lost connection.
        with suppress(psycopg.Error, OSError):
            self.transaction.cancel()

    def close(self) -> None:
        """End the thread after its last task."""
        self._thread.shutdown(wait=True)


class Workers(Generic[AnyTransaction]):
    """The workers of all databases of a run. `report` receives the progress of the databases."""

    def __init__(self, transactions: Iterable[AnyTransaction], report: ProgressCallback) -> None:
        self.by_database = {transaction.database: DatabaseWorker(transaction) for transaction in transactions}
        self._report = report

    def submit_to_all(self, task: Callable[[AnyTransaction], None]) -> None:
        """Let every worker run a task on its transaction, after all tasks submitted before."""
        for worker in self.by_database.values():
            worker.submit(task, worker.transaction)

    def run_in_turns(self, task: Callable[[AnyTransaction], None], at_once: int) -> None:
        """Let every worker run a task on its transaction, and wait for all; `at_once` run it at the same time.

        Those with the most rows begin: if one of them were last, it would work alone. Raises as `wait_until` does.
        """
        for worker in sorted(self.by_database.values(), key=_rows_of, reverse=True):
            self.wait_until(lambda: self._busy() < at_once)
            worker.submit(task, worker.transaction)
        self.wait_for_all()

    def _busy(self) -> int:
        return sum(bool(worker.pending) for worker in self.by_database.values())

    def wait_until(self, ready: Callable[[], bool]) -> None:
        """Wait until `ready` returns true, and report the progress. Raises the first error of any worker."""
        while True:
            for worker in self.by_database.values():
                worker.raise_errors()
            self.report()
            if ready():
                return
            pending = [worker.pending[0] for worker in self.by_database.values() if worker.pending]
            wait(pending, REPORT_EVERY_S, FIRST_COMPLETED)

    def wait_for_all(self) -> None:
        """Wait until no worker has a pending task. Raises as `wait_until` does."""
        self.wait_until(lambda: self._busy() == 0)

    def report(self) -> None:
        """Report the progress of each database."""
        transactions = [worker.transaction for worker in self.by_database.values()]
        self._report([DatabaseProgress(item.database, item.stage, dict(item.rows)) for item in transactions])

    def commit(self) -> None:
        """Commit all databases at once: it is faster than one by one, and a crash in between is less likely.

        Signals wait from here to the end of the run.

        Raises CommitFailedError if a database fails; the others have committed then.
        """
        hold_signals()
        self.submit_to_all(lambda transaction: transaction.commit())
        errors = {database: worker.last_error() for database, worker in self.by_database.items()}
        failed = {database: error for database, error in errors.items() if error}
        for database, error in failed.items():
            committed = [other for other in errors if other not in failed]
            raise CommitFailedError(database, _reason(error), committed) from error
        self.report()

    def abandon(self) -> None:
        """Abandon all databases, even if some of them fail.

        Raises the first error after all have been tried.
        """
        failures: list[Exception] = []
        for step in (DatabaseWorker.stop, DatabaseWorker.abandon):
            for worker in self.by_database.values():
                try:
                    step(worker)
                except Exception as error:
                    failures.append(error)
        if failures:
            raise failures[0]

    def close(self) -> None:
        """End all threads."""
        for worker in self.by_database.values():
            worker.close()


def _rows_of(worker: DatabaseWorker[Any]) -> int:
    return sum(worker.transaction.rows.values())


def _location(database: str, error: DatabaseError) -> str:
    table = error.diag.table_name if isinstance(error, psycopg.Error) else None
    return f"{database}.{table}" if table else database


def _reason(error: DatabaseError) -> str:
    if full := want_of_space(error):
        return full
    primary = error.diag.message_primary if isinstance(error, psycopg.Error) else None
    return primary or str(error).splitlines()[0]
