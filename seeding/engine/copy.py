"""The only writer of generated rows: one transaction per database that empties its tables, copies and indexes."""

from enum import StrEnum
from uuid import UUID

import psycopg
from psycopg import errors, sql

from seeding.engine.connection import connect
from seeding.engine.errors import RunRefusedError
from seeding.engine.faults import mend_faults
from seeding.engine.keys import TakenOff, take_off
from seeding.engine.pipeline import Batch
from seeding.engine.sessions import holders, who
from seeding.engine.tables import column_names, table_names, tables_of

LOCK_PATIENCE_S = 4
"""How long a run waits for a reader of a table that it is about to empty."""

LOAD_RECORD = sql.Identifier("ops", "seed_load")
"""In each database, the run whose rows it holds. A database without such a row is empty, or its rows are not ours."""

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


class Stage(StrEnum):
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
        self.stage = Stage.WAITING
        self.rows = dict.fromkeys(table_names(database), 0)
        self._application = application
        self._connection: psycopg.Connection | None = None
        self._keys = TakenOff(())

    def begin(self) -> None:
        """Empty the tables, and drop their keys and indexes for the time of the load. Raises as `empty` does."""
        self.empty()
        self._keys = take_off(self._cursor(), tuple(self.rows))

    def empty(self) -> None:
        """Lock the tables, empty them and forget whose rows they held.

        Raises RunRefusedError, which names who holds a table, after a few seconds.
        """
        self._connection = connect(self.database, self._application)
        cursor = self._cursor()
        cursor.execute(_SETTINGS.encode())
        if self.rows:
            self._truncate(cursor)
            mend_faults(cursor)
        cursor.execute(sql.SQL("DELETE FROM {}").format(LOAD_RECORD))
        self.stage = Stage.COPYING

    def _truncate(self, cursor: psycopg.Cursor) -> None:
        tables = sql.SQL(", ").join(map(sql.Identifier, self.rows))
        try:
            cursor.execute(sql.SQL("TRUNCATE {} RESTART IDENTITY").format(tables))
        except errors.LockNotAvailable:
            # The transaction is over and its locks are gone: whoever still holds one was in its way.
            cursor.connection.rollback()
            blockers = holders(cursor, tuple(self.rows))
            cursor.connection.close()
            raise RunRefusedError(
                f"{self.database} is in use by {who(blockers)}; end that session or its transaction and try again"
            ) from None

    def copy(self, batch: Batch) -> None:
        """Append the rows of a batch to its table."""
        table = batch.model._meta.db_table
        columns = sql.SQL(", ").join(map(sql.Identifier, column_names(batch.model)))
        # FREEZE, allowed in a table emptied by the same transaction, spares the server a second visit to every row.
        statement = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT csv, FREEZE)").format(sql.Identifier(table), columns)
        with self._cursor().copy(statement) as copy:
            copy.write(batch.csv)
        self.rows[table] += batch.rows

    def finish(self, run_id: UUID) -> None:
        """Put keys and indexes back, set the sequences past the last key, analyse, and record whose rows these are."""
        self.stage = Stage.INDEXING
        cursor = self._cursor()
        self._keys.put_back(cursor)
        self._set_sequences(cursor)
        if self.rows:
            cursor.execute(sql.SQL("ANALYZE {}").format(sql.SQL(", ").join(map(sql.Identifier, self.rows))))
        record = sql.SQL("INSERT INTO {} (run_id, loaded_at) VALUES (%s, clock_timestamp())").format(LOAD_RECORD)
        cursor.execute(record, [run_id])
        self.stage = Stage.READY

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
        self.stage = Stage.STORED

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
