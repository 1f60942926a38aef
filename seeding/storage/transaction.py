"""The transaction in which a run changes one database; a load empties the tables, copies rows, and creates indexes."""

from collections.abc import Sequence
from uuid import UUID

import psycopg
import pyarrow as pa
from psycopg import errors, sql

from seeding.engine.recipe import TableRows
from seeding.storage.connection import connect
from seeding.storage.copy_binary import HEADER, TRAILER, as_copy_binary
from seeding.storage.deferred_indexes import DeferredIndexes, defer_indexes
from seeding.storage.errors import TablesInUseError
from seeding.storage.mark import remove_mark, write_mark
from seeding.storage.planted_faults import restore_constraints
from seeding.storage.progress import LoadStage
from seeding.storage.row_order import mixed_places
from seeding.storage.sessions import sessions_with_locks
from seeding.storage.tables import table_names, tables_of

LOCK_PATIENCE_S = 4
"""How long a run waits for the readers of a table that it is about to empty."""

_ROWS_AT_A_TIME = 1 << 13
"""Rows that are written as bytes at the same time: as bytes they need three times the memory."""

_SETTINGS = f"""
    SET LOCAL lock_timeout = '{LOCK_PATIENCE_S}s';
    SET LOCAL statement_timeout = 0;
    SET LOCAL idle_in_transaction_session_timeout = 0;
    SET LOCAL client_connection_check_interval = '500ms';
    SET LOCAL maintenance_work_mem = '256MB';
    SET LOCAL backend_flush_after = '1MB';
    SET LOCAL TimeZone = 'UTC';
    SET LOCAL DateStyle = 'ISO'
"""
"""These override the server's settings: a large load has no timeout, the server notices that a run was killed, and its
disk writes while rows are copied, so that there is less to wait for in the commit."""


def copy_rows(
    cursor: psycopg.Cursor, table: sql.Identifier, batch: pa.RecordBatch, *, into_emptied: bool = False
) -> None:
    """Copy rows to the end of a table.

    If this transaction has emptied the table, rows are stored in the order of `mixed_places` and frozen, which saves a
    second pass over each.
    """
    columns = sql.SQL(", ").join(map(sql.Identifier, batch.schema.names))
    options = sql.SQL("FORMAT binary, FREEZE" if into_emptied else "FORMAT binary")
    with cursor.copy(sql.SQL("COPY {} ({}) FROM STDIN ({})").format(table, columns, options)) as copy:
        copy.write(HEADER)
        for start in range(0, batch.num_rows, _ROWS_AT_A_TIME):
            part = batch.slice(start, _ROWS_AT_A_TIME)
            copy.write(as_copy_binary(part, mixed_places(part.num_rows) if into_emptied else None))
        copy.write(TRAILER)


class DatabaseTransaction:
    """A transaction in one database, on a connection of its own. Other sessions see its changes after `commit`.

    Every method raises psycopg.Error if the server refuses a statement. Only one thread at a time may call methods; any
    thread may read `rows`, the number of rows per table so far, and `stage`.
    """

    def __init__(self, database: str, application: str) -> None:
        self.database = database
        self.stage = LoadStage.WAITING
        self.rows = dict.fromkeys(table_names(database), 0)
        self._application = application
        self._connection: psycopg.Connection | None = None

    def _connect(self) -> psycopg.Cursor:
        """Connect and return a cursor in a transaction with the settings of a run."""
        self._connection = connect(self.database, self._application)
        cursor = self._cursor()
        cursor.execute(_SETTINGS.encode())
        return cursor

    def commit(self) -> None:
        """Commit and disconnect."""
        assert self._connection is not None
        self._connection.commit()
        self._connection.close()
        self.stage = LoadStage.STORED

    def cancel(self) -> None:
        """Ask the server to end the current statement; may be called from any thread."""
        if self._connection is not None and not self._connection.closed:
            self._connection.cancel_safe(timeout=LOCK_PATIENCE_S)

    def abandon(self) -> None:
        """Disconnect, which rolls back what was not committed."""
        if self._connection is not None:
            self._connection.close()

    def _cursor(self) -> psycopg.Cursor:
        assert self._connection is not None
        return self._connection.cursor()


class BankTransaction(DatabaseTransaction):
    """The transaction in which a run replaces the rows of one database.

    `restore` are statements that restore constraints which were dropped to plant faults.
    """

    def __init__(self, database: str, application: str, restore: Sequence[str] = ()) -> None:
        super().__init__(database, application)
        self._restore = restore
        self._deferred = DeferredIndexes(())

    def begin(self) -> None:
        """Empty the tables, and drop their keys and indexes until `finish`. Raises as `empty` does."""
        self.empty()
        self._deferred = defer_indexes(self._cursor(), tuple(self.rows))

    def empty(self) -> None:
        """Connect, lock the tables, empty them and remove the mark.

        Raises TablesInUseError if another session holds a lock on a table for LOCK_PATIENCE_S.
        """
        cursor = self._connect()
        if self.rows:
            self._truncate(cursor)
            restore_constraints(cursor, self._restore)
        remove_mark(cursor)
        self.stage = LoadStage.COPYING

    def _truncate(self, cursor: psycopg.Cursor) -> None:
        tables = sql.SQL(", ").join(map(sql.Identifier, self.rows))
        try:
            cursor.execute(sql.SQL("TRUNCATE {} RESTART IDENTITY").format(tables))
        except errors.LockNotAvailable:
            # This transaction is over and has released its locks: the sessions that still hold locks blocked it.
            cursor.connection.rollback()
            blockers = sessions_with_locks(cursor, tuple(self.rows))
            cursor.connection.close()
            raise TablesInUseError(self.database, blockers) from None

    def copy(self, rows: TableRows) -> None:
        """Copy rows to the end of their table."""
        table = rows.model._meta.db_table
        copy_rows(self._cursor(), sql.Identifier(table), rows.batch, into_emptied=True)
        self.rows[table] += rows.batch.num_rows

    def finish(self, run_id: UUID, helpers: int | None) -> None:
        """Create keys and indexes, set the sequences past the last key, analyze, and write the mark of the run.

        `helpers` are the processes that the server may add to make an index; None leaves that to the server.
        """
        cursor = self._cursor()
        if helpers is not None:
            cursor.execute(sql.SQL("SET LOCAL max_parallel_maintenance_workers = {}").format(helpers))
        self._deferred.restore(cursor)
        self._set_sequences(cursor)
        if self.rows:
            cursor.execute(sql.SQL("ANALYZE {}").format(sql.SQL(", ").join(map(sql.Identifier, self.rows))))
        write_mark(cursor, run_id)
        self.stage = LoadStage.READY

    def _set_sequences(self, cursor: psycopg.Cursor) -> None:
        for model in tables_of(self.database):
            key = model._meta.auto_field
            if key is None:
                continue
            table, column = sql.Identifier(model._meta.db_table), sql.Identifier(str(key.column))
            cursor.execute(sql.SQL("SELECT coalesce(max({}), 0) + 1 FROM {}").format(column, table))
            (next_key,) = cursor.fetchone() or (1,)
            # Unlike setval, this is part of the transaction.
            restart = sql.SQL("ALTER TABLE {} ALTER COLUMN {} RESTART WITH {}")
            cursor.execute(restart.format(table, column, sql.Literal(next_key)))
