"""Restoring a bank: psql runs the dump of each database in a transaction, and the commits come last, as in a load."""

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from uuid import UUID

from psycopg import sql

from config.clients import Clients
from config.dump_file import script_lines
from config.dump_format import DumpFormat
from config.programs import ProgramError
from config.psql_session import PsqlSession
from seeding.models import Run
from seeding.storage.connection import connect
from seeding.storage.errors import LoadFailedError, TablesInUseError
from seeding.storage.manifest import DumpedDatabase, Manifest
from seeding.storage.mark import mark_statement
from seeding.storage.planted_faults import faults_of_dump
from seeding.storage.progress import LoadStage, ProgressCallback
from seeding.storage.sessions import sessions_with_locks
from seeding.storage.sink import all_or_nothing
from seeding.storage.tables import table_names
from seeding.storage.workers import Workers

LOCK_PATIENCE_S = 4
"""How long a restore waits for the readers of a table that it is about to drop."""

_SETTINGS = (
    f"SET LOCAL lock_timeout = '{LOCK_PATIENCE_S}s'",
    # The server notices that a restore was killed, also in the middle of a long statement.
    "SET LOCAL client_connection_check_interval = '500ms'",
    "SET LOCAL maintenance_work_mem = '256MB'",
    "SET LOCAL client_min_messages = warning",
)

_DROP_VIEWS = """
    DO $$
    DECLARE view_names text;
    BEGIN
        SELECT string_agg(oid::regclass::text, ', ') INTO view_names FROM pg_class
        WHERE relnamespace = to_regnamespace('analytics') AND relkind = 'v';
        IF view_names IS NOT NULL THEN EXECUTE 'DROP VIEW ' || view_names; END IF;
        DROP SCHEMA IF EXISTS analytics;
    END $$
"""


class RestoreTransaction:
    """The transaction in which a dump replaces what one database holds. Others see that after `commit`.

    Methods raise ProgramError if the server refuses something. Only one thread at a time may call them; any thread may
    call `cancel` and read `rows`, the number of rows sent to each table, and `stage`.
    """

    def __init__(self, clients: Clients, database: str, directory: Path, manifest: Manifest) -> None:
        self.database = database
        self.stage = LoadStage.WAITING
        self._clients = clients
        self._dumped: DumpedDatabase = manifest.databases[database]
        self._format: DumpFormat = manifest.format
        self._file = directory / self._dumped.file
        self._session: PsqlSession | None = None

    @property
    def rows(self) -> dict[str, int]:
        """The number of rows sent to each table."""
        sent = self._session.rows if self._session else {}
        return {table: sent.get(table, 0) for table in table_names(self.database)}

    def load(self, run_id: UUID) -> None:
        """Drop the tables, run the dump, and mark its rows as those of a run.

        Raises TablesInUseError if another session holds a lock on a table for LOCK_PATIENCE_S, and LoadFailedError if
        the dump has other rows than its manifest says.
        """
        session = self._session = PsqlSession(self._clients, self.database)
        self._drop(session)
        self.stage = LoadStage.COPYING
        with closing(script_lines(self._clients, self._file, self._format)) as script:
            session.run(script)
        self.stage = LoadStage.INDEXING
        session.execute([f"ANALYZE {_listed(self.database)}", mark_statement(run_id)])
        self._compare_rows()
        self.stage = LoadStage.READY

    def _drop(self, session: PsqlSession) -> None:
        tables = f"DROP TABLE IF EXISTS {_listed(self.database)}"
        try:
            # Never CASCADE: what others built on these tables and views is not ours to drop.
            session.execute([*_SETTINGS, _DROP_VIEWS, tables])
        except ProgramError as error:
            if "lock timeout" not in str(error):
                raise
            with connect(self.database, "restore") as connection:
                blockers = sessions_with_locks(connection.cursor(), table_names(self.database))
            raise TablesInUseError(self.database, blockers) from error

    def _compare_rows(self) -> None:
        for table, dumped in self._dumped.tables.items():
            if self.rows[table] != dumped.rows:
                reason = f"the dump has {self.rows[table]:,} rows, and its manifest says {dumped.rows:,}"
                raise LoadFailedError(f"{self.database}.{table}", reason)

    def commit(self) -> None:
        """Commit and disconnect."""
        assert self._session is not None
        self._session.commit()
        self.stage = LoadStage.STORED

    def cancel(self) -> None:
        """End psql; the server then rolls back."""
        if self._session is not None:
            self._session.kill()

    def abandon(self) -> None:
        """Disconnect, which rolls back what was not committed."""
        if self._session is not None:
            self._session.close()


def restore(clients: Clients, directory: Path, manifest: Manifest, run: Run, report: ProgressCallback) -> None:
    """Replace what the databases hold by a dump, all or none, and record the faults that were planted in it.

    Raises RunRefusedError if another session locks a table, and LoadError if the server or a program refuses something.
    The databases are then as before, unless the error is a CommitFailedError with committed databases.
    """
    transactions = [RestoreTransaction(clients, name, directory, manifest) for name in manifest.databases]
    workers = Workers(transactions, report)
    with all_or_nothing(workers.abandon):
        workers.submit_to_all(lambda transaction: transaction.load(run.run_id))
        workers.wait_for_all()
        with faults_of_dump(run, manifest.faults):
            workers.commit()
        workers.close()


def _listed(database: str) -> str:
    """Return the tables of a database for a statement. A dump empties the search path, so that names need a schema."""
    names: Sequence[sql.Identifier] = [sql.Identifier("public", table) for table in table_names(database)]
    return sql.SQL(", ").join(names).as_string()
