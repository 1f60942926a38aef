"""The transaction in which a run changes one database: it empties the tables, copies rows into them, and indexes."""

from enum import StrEnum
from uuid import UUID

import psycopg
from psycopg import errors, sql

from seeding.engine.recipe import TableRows
from seeding.storage.connection import connect
from seeding.storage.csv_encoding import as_csv
from seeding.storage.deferred_indexes import DeferredIndexes, defer_indexes
from seeding.storage.errors import TablesInUseError
from seeding.storage.mark import remove_mark, write_mark
from seeding.storage.planted_faults import mend_faults
from seeding.storage.sessions import holders
from seeding.storage.tables import table_names, tables_of

LOCK_PATIENCE_S = 4
"""How long a run waits for a reader of a table that it is about to empty."""

_SETTINGS = f"""
    SET LOCAL lock_timeout = '{LOCK_PATIENCE_S}s';
    SET LOCAL statement_timeout = 0;
    SET LOCAL idle_in_transaction_session_timeout = 0;
    SET LOCAL client_connection_check_interval = '500ms';
    SET LOCAL maintenance_work_mem = '256MB';
    SET LOCAL TimeZone = 'UTC';
    SET LOCAL DateStyle = 'ISO'
"""
"""Whatever the server's own settings: neither give up on a large load, nor go on building an index for a killed run."""


class LoadStage(StrEnum):
    """How far a database is."""

    WAITING = "waiting"
    COPYING = "copying"
    INDEXING = "indexing"
    READY = "ready"
    STORED = "stored"


class BankTransaction:
    """The transaction in which a run changes one database. Until `commit`, nobody sees anything of it.

    Every method raises psycopg.Error for what the server refuses. One thread uses it at a time; `rows` (per table, so
    far) and `stage` may be read by any.
    """

    def __init__(self, database: str, application: str) -> None:
        self.database = database
        self.stage = LoadStage.WAITING
        self.rows = dict.fromkeys(table_names(database), 0)
        self._application = application
        self._connection: psycopg.Connection | None = None
        self._keys = DeferredIndexes(())

    def begin(self) -> None:
        """Empty the tables, and drop their keys and indexes for the time of the load. Raises as `empty` does."""
        self.empty()
        self._keys = defer_indexes(self._cursor(), tuple(self.rows))

    def empty(self) -> None:
        """Lock the tables, empty them and forget whose rows they held.

        Raises TablesInUseError, which names who holds a table, after a few seconds.
        """
        self._connection = connect(self.database, self._application)
        cursor = self._cursor()
        cursor.execute(_SETTINGS.encode())
        if self.rows:
            self._truncate(cursor)
            mend_faults(cursor)
        remove_mark(cursor)
        self.stage = LoadStage.COPYING

    def _truncate(self, cursor: psycopg.Cursor) -> None:
        tables = sql.SQL(", ").join(map(sql.Identifier, self.rows))
        try:
            cursor.execute(sql.SQL("TRUNCATE {} RESTART IDENTITY").format(tables))
        except errors.LockNotAvailable:
            # The transaction is over and its locks are gone: whoever still holds one was in its way.
            cursor.connection.rollback()
            blockers = holders(cursor, tuple(self.rows))
            cursor.connection.close()
            raise TablesInUseError(self.database, blockers) from None

    def copy(self, rows: TableRows) -> None:
        """Append rows to their table."""
        table = rows.model._meta.db_table
        columns = sql.SQL(", ").join(map(sql.Identifier, rows.rows.schema.names))
        # FREEZE, allowed in a table emptied by the same transaction, spares the server a second visit to every row.
        statement = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT csv, FREEZE)").format(sql.Identifier(table), columns)
        with self._cursor().copy(statement) as copy:
            copy.write(as_csv(rows.rows))
        self.rows[table] += rows.rows.num_rows

    def finish(self, run_id: UUID) -> None:
        """Restore keys and indexes, set the sequences past the last key, analyze, and record whose rows these are."""
        self.stage = LoadStage.INDEXING
        cursor = self._cursor()
        self._keys.restore(cursor)
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
            (following,) = cursor.fetchone() or (1,)
            # Unlike setval this belongs to the transaction.
            restart = sql.SQL("ALTER TABLE {} ALTER COLUMN {} RESTART WITH {}")
            cursor.execute(restart.format(table, column, sql.Literal(following)))

    def commit(self) -> None:
        """Make everything seen at once, and disconnect."""
        assert self._connection is not None
        self._connection.commit()
        self._connection.close()
        self.stage = LoadStage.STORED

    def cancel(self) -> None:
        """End what the server is doing for this transaction, from another thread than its own."""
        if self._connection is not None and not self._connection.closed:
            self._connection.cancel_safe(timeout=LOCK_PATIENCE_S)

    def abandon(self) -> None:
        """Disconnect; what was not committed has never happened."""
        if self._connection is not None:
            self._connection.close()

    def _cursor(self) -> psycopg.Cursor:
        assert self._connection is not None
        return self._connection.cursor()
