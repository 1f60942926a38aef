"""The sink that fills the PostgreSQL databases: rows come from one thread, one thread per database copies them."""

from collections.abc import Sequence
from uuid import UUID

from django.db import router

from seeding.engine.recipe import TableRows
from seeding.storage.sink import all_or_nothing
from seeding.storage.transaction import BankTransaction
from seeding.storage.workers import Report, Workers


class PostgresSink:
    """Replaces what some databases hold, recorded as the rows of a run; all of them change, or none.

    Methods raise RunRefusedError where somebody holds a table, and LoadError where the server fails; the databases are
    as before then, except where CommitFailedError says otherwise.
    """

    def __init__(self, databases: Sequence[str], run_id: UUID, application: str, report: Report) -> None:
        self._workers = Workers(databases, application, report)
        self._run_id = run_id

    def begin(self) -> None:
        """Empty the tables and drop their keys and indexes, without waiting for it."""
        self._workers.all_do(BankTransaction.begin)

    def write(self, rows: TableRows) -> None:
        """Hand a batch to its database's worker, once that has room."""
        worker = self._workers.of[router.db_for_write(rows.model)]
        self._workers.wait_until(worker.has_room)
        worker.do(worker.transaction.copy, rows)

    def finish(self) -> None:
        """Make keys and indexes again, analyze, and commit everything."""
        self._workers.all_do(lambda transaction: transaction.finish(self._run_id))
        self._workers.wait_for_all()
        self._workers.commit()
        self._workers.close()

    def abandon(self) -> None:
        """Disconnect from all databases; what was not committed has never happened."""
        self._workers.abandon()


def clear(databases: Sequence[str], application: str, report: Report) -> None:
    """Empty the tables of `databases` and reset their sequences. Raises as PostgresSink does."""
    workers = Workers(databases, application, report)
    with all_or_nothing(workers.abandon):
        workers.all_do(BankTransaction.empty)
        workers.wait_for_all()
        workers.commit()
        workers.close()
