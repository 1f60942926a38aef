"""The sink that fills the PostgreSQL databases: one thread sends rows, one thread per database copies them."""

import os
from collections.abc import Sequence
from uuid import UUID

from django.conf import settings
from django.db import router

from seeding.engine.recipe import TableRows
from seeding.storage.planted_faults import statements_to_restore
from seeding.storage.progress import LoadStage, ProgressCallback
from seeding.storage.sink import all_or_nothing
from seeding.storage.transaction import BankTransaction
from seeding.storage.workers import Workers

_MOST_HELPERS = 2
"""Processes that help to make an index, as PostgreSQL has it by default."""


class PostgresSink:
    """Replaces the rows of all `databases` by the rows of a run, in one transaction per database: all or none.

    Methods raise RunRefusedError if another session locks a table, and LoadError if the server refuses something. The
    databases are then as before, unless the error is a CommitFailedError with committed databases.
    """

    def __init__(self, databases: Sequence[str], run_id: UUID, application: str, report: ProgressCallback) -> None:
        self._workers = Workers(_transactions(databases, application), report)
        self._run_id = run_id

    def begin(self) -> None:
        """Start to empty the tables and to drop their keys and indexes; does not wait for the end of that."""
        self._workers.submit_to_all(BankTransaction.begin)

    def write(self, rows: TableRows) -> None:
        """Pass rows to the worker of their database; waits until it accepts them."""
        worker = self._workers.by_database[router.db_for_write(rows.model)]
        size = rows.batch.get_total_buffer_size()
        self._workers.wait_until(lambda: worker.accepts_rows(size))
        worker.submit(worker.transaction.copy, rows, size=size)

    def finish(self) -> None:
        """Create keys and indexes, analyze, and commit all databases."""
        self._workers.wait_for_all()
        for worker in self._workers.by_database.values():
            worker.transaction.stage = LoadStage.INDEXING
        at_once, helpers = _indexing(len(self._workers.by_database))
        self._workers.run_in_turns(lambda transaction: transaction.finish(self._run_id, helpers), at_once)
        self._workers.commit()
        self._workers.close()

    def abandon(self) -> None:
        """Disconnect from all databases, which rolls back what was not committed."""
        self._workers.abandon()


def _indexing(databases: int) -> tuple[int, int | None]:
    """Return how many databases get their indexes at the same time, and how many processes help to make one.

    If there were more than processors, all would become ready late, and in the end the largest alone. Processes that
    help take a sixth more time of the processors, so that they help only where there are many. Those of another machine
    are not known: it decides itself.
    """
    if not settings.BANK_SERVER.embedded:
        return databases, None
    processors = os.cpu_count() or 1
    return min(processors, databases), min(max(processors // 2 - 1, 0), _MOST_HELPERS)


def clear(databases: Sequence[str], application: str, report: ProgressCallback) -> None:
    """Empty the tables of `databases` and reset their sequences, all or none. Raises as PostgresSink does."""
    workers = Workers(_transactions(databases, application), report)
    with all_or_nothing(workers.abandon):
        workers.submit_to_all(BankTransaction.empty)
        workers.wait_for_all()
        workers.commit()
        workers.close()


def _transactions(databases: Sequence[str], application: str) -> list[BankTransaction]:
    restore = statements_to_restore()
    return [BankTransaction(database, application, restore.get(database, ())) for database in databases]
