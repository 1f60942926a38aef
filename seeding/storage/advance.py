"""The sink that advances a bank by a day or more: rows are added by COPY, and changed columns by UPDATE.

Keys, indexes, foreign keys and triggers stay on. Unchanged rows are not touched, so that the server sees the changes
that a real bank makes on these days.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from uuid import UUID

import psycopg
import pyarrow as pa
from django.db import router
from psycopg import errors, sql

from seeding.engine.changes import TableChanges
from seeding.storage.errors import CommitFailedError, DayCommitFailedError, RowsDifferError, TablesInUseError
from seeding.storage.mark import write_mark
from seeding.storage.progress import LoadStage, ProgressCallback
from seeding.storage.sessions import sessions_with_locks
from seeding.storage.tables import tables_of
from seeding.storage.transaction import DatabaseTransaction, copy_rows
from seeding.storage.workers import Workers

ANALYZED_FROM = 0.1
"""Tables are analyzed if at least this part of their rows is new or has changed; autovacuum does the same."""

_RAISE_SEQUENCE = """
    SELECT setval({sequence}, greatest(coalesce(pg_sequence_last_value({sequence}::regclass), 0), max({key})))
    FROM {table} HAVING count(*) > 0
"""
"""Never lowers a sequence: other sessions may have taken numbers. A sequence is no part of the transaction, and gaps do
no harm."""


class AdvanceTransaction(DatabaseTransaction):
    """The transaction in which a run adds and changes rows of one database.

    `stored` is the number of rows that each table has before, as far as it is known.

    Methods also raise TablesInUseError if another session holds a lock for LOCK_PATIENCE_S, and RowsDifferError if
    the rows in the tables do not fit the changes.
    """

    def __init__(self, database: str, application: str, stored: Mapping[str, int]) -> None:
        super().__init__(database, application)
        self._stored = stored
        self._changed = dict.fromkeys(self.rows, 0)
        self._added = dict.fromkeys(self.rows, 0)
        self._updates: dict[tuple[str, ...], int] = {}

    def begin(self) -> None:
        """Connect, and count the rows of the tables whose number of rows is not known."""
        cursor = self._connect()
        for table in self.rows:
            rows = self._stored.get(table)
            self.rows[table] = _count(cursor, table) if rows is None else rows
        self.stage = LoadStage.COPYING

    def apply(self, found: TableChanges) -> None:
        """Add the new rows of a table, and keep the changed ones for `finish`."""
        table = found.model._meta.db_table
        with self._explained():
            if found.inserted.num_rows:
                copy_rows(self._cursor(), sql.Identifier(table), found.inserted)
            for batch in found.by_changed_columns():
                self._keep(table, batch)
        self.rows[table] += found.inserted.num_rows
        self._added[table] += found.inserted.num_rows
        self._changed[table] += found.after.num_rows

    def _keep(self, table: str, batch: pa.RecordBatch) -> None:
        """Copy keys and changed columns to the temporary table of these columns, and make it if there is none."""
        cursor = self._cursor()
        columns = (table, *batch.schema.names)
        if columns not in self._updates:
            self._updates[columns] = 0
            create = sql.SQL("CREATE TEMPORARY TABLE {} ON COMMIT DROP AS SELECT {} FROM {} WITH NO DATA")
            selected = sql.SQL(", ").join(map(sql.Identifier, columns[1:]))
            cursor.execute(create.format(self._kept(columns), selected, sql.Identifier(table)))
        copy_rows(cursor, self._kept(columns), batch)
        self._updates[columns] += batch.num_rows

    def _kept(self, columns: tuple[str, ...]) -> sql.Identifier:
        return sql.Identifier(f"changes_{list(self._updates).index(columns)}")

    def finish(self, run_id: UUID) -> None:
        """Change rows, check foreign keys, raise sequences, analyze, and write the mark of the run."""
        self.stage = LoadStage.INDEXING
        cursor = self._cursor()
        with self._explained():
            for (table, *columns), rows in self._updates.items():
                self._update(cursor, table, columns, rows)
            # This checks the foreign keys now; what comes after is deferred to the commit again.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
            self._raise_sequences(cursor)
            self._analyze(cursor)
            write_mark(cursor, run_id)
        self.stage = LoadStage.READY

    def _analyze(self, cursor: psycopg.Cursor) -> None:
        """Analyze the tables of which a large part is new or has changed."""
        touched = {table: self._added[table] + self._changed[table] for table in self.rows}
        large = [table for table, rows in touched.items() if rows > ANALYZED_FROM * self.rows[table]]
        if large:
            cursor.execute(sql.SQL("ANALYZE {}").format(sql.SQL(", ").join(map(sql.Identifier, large))))

    def _update(self, cursor: psycopg.Cursor, table: str, columns: list[str], rows: int) -> None:
        """Set columns to their kept values. Raises RowsDifferError unless every kept row has its row in the table."""
        kept = self._kept((table, *columns))
        key, *changed = map(sql.Identifier, columns)
        cursor.execute(sql.SQL("ANALYZE {}").format(kept))
        update = sql.SQL("UPDATE {table} AS bank SET {changes} FROM {kept} AS kept WHERE bank.{key} = kept.{key}")
        changes = sql.SQL(", ").join(sql.SQL("{0} = kept.{0}").format(column) for column in changed)
        cursor.execute(update.format(table=sql.Identifier(table), changes=changes, kept=kept, key=key))
        if cursor.rowcount != rows:
            missing = rows - cursor.rowcount
            raise RowsDifferError(f"{self.database}.{table}", f"{missing:,} of {rows:,} rows to change are missing")

    def _raise_sequences(self, cursor: psycopg.Cursor) -> None:
        for model in tables_of(self.database):
            table, key = model._meta.db_table, model._meta.auto_field
            if key is None or not self._added[table]:
                continue
            cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [f'"{table}"', str(key.column)])
            (sequence,) = cursor.fetchone() or (None,)
            names = {"key": sql.Identifier(str(key.column)), "table": sql.Identifier(table)}
            cursor.execute(sql.SQL(_RAISE_SEQUENCE).format(sequence=sql.Literal(sequence), **names))

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """Name the sessions that hold locks, and the table whose rows differ, where the server refuses a statement."""
        try:
            yield
        except errors.LockNotAvailable:
            self.abandon()
            cursor = self._connect()
            blockers = sessions_with_locks(cursor, tuple(self.rows), readers=False)
            raise TablesInUseError(self.database, blockers) from None
        except errors.IntegrityError as error:
            name = f"{self.database}.{error.diag.table_name}" if error.diag.table_name else self.database
            raise RowsDifferError(name, str(error.diag.message_primary)) from error


def _count(cursor: psycopg.Cursor, table: str) -> int:
    (rows,) = cursor.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))).fetchone() or (0,)
    return int(rows)


class AdvanceSink:
    """Adds and changes rows in all databases that `stored` names, in one transaction per database: all or none.

    `stored` has the number of rows of each table by database, as far as it is known. Methods raise RunRefusedError if
    another session locks a table, and LoadError if the server refuses something or the rows do not fit. The databases
    are then as before, unless the error is a DayCommitFailedError with committed databases.
    """

    def __init__(
        self, stored: Mapping[str, Mapping[str, int]], run_id: UUID, application: str, report: ProgressCallback
    ) -> None:
        transactions = [AdvanceTransaction(database, application, rows) for database, rows in stored.items()]
        self._workers = Workers(transactions, report)
        self._run_id = run_id

    def begin(self) -> None:
        """Start to connect; does not wait for the end of that."""
        self._workers.submit_to_all(AdvanceTransaction.begin)

    def write(self, found: TableChanges) -> None:
        """Pass changes to the worker of their database; waits until it accepts them."""
        worker = self._workers.by_database[router.db_for_write(found.model)]
        self._workers.wait_until(lambda: worker.accepts_rows(0))  # a day's changes are small
        worker.submit(worker.transaction.apply, found)

    def finish(self) -> None:
        """Change the rows, check foreign keys, and commit all databases."""
        self._workers.submit_to_all(lambda transaction: transaction.finish(self._run_id))
        self._workers.wait_for_all()
        try:
            self._workers.commit()
        except CommitFailedError as error:
            raise DayCommitFailedError(error.database, error.reason, error.committed) from error
        self._workers.close()

    def abandon(self) -> None:
        """Disconnect from all databases, which rolls back what was not committed."""
        self._workers.abandon()
