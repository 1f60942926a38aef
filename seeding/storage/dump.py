"""Dumping a bank: a file per database, each in one state of it, and the manifest."""

import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.db import DEFAULT_DB_ALIAS
from psycopg import errors, sql

from config.clients import Clients
from config.dump_file import accept_older_servers, start_dump
from config.dump_format import DumpFormat
from config.programs import ProgramError
from config.reader import BANK_SCHEMAS
from seeding.storage.checksums import sha256_of
from seeding.storage.connection import connect
from seeding.storage.errors import DumpFailedError, TablesInUseError
from seeding.storage.fingerprint import digests_of
from seeding.storage.manifest import DumpedDatabase, DumpedTable
from seeding.storage.read import read_only
from seeding.storage.sessions import sessions_with_locks
from seeding.storage.sink import all_or_nothing
from seeding.storage.tables import FILLED, table_names

_OTHER_SCHEMAS = """
    SELECT nspname FROM pg_namespace
    WHERE nspname <> ALL(%s) AND nspname <> 'information_schema' AND nspname !~ '^pg_' ORDER BY nspname
"""

LOCK_PATIENCE_S = 4
"""How long a dump waits for a table that another session has locked."""


@contextmanager
def written_aside(directory: Path) -> Iterator[Path]:
    """Yield a new directory, which is renamed to `directory` at the end, or removed if the block raises."""
    draft = directory.with_name(f"{directory.name}.partial-{secrets.token_hex(4)}")
    draft.mkdir()
    with all_or_nothing(lambda: shutil.rmtree(draft)):
        yield draft
        draft.rename(directory)


def dump_databases(
    clients: Clients, directory: Path, dump_format: DumpFormat, application: str, done: Callable[[str], None]
) -> dict[str, DumpedDatabase]:
    """Write the file of each database into a directory, and call `done` with the database after each.

    Raises DumpFailedError if pg_dump fails.
    """
    dumped = {}
    for database in FILLED:
        try:
            dumped[database] = _dump(clients, database, directory, dump_format, application)
        except ProgramError as error:
            raise DumpFailedError(database, str(error)) from error
        done(database)
    return dumped


def _dump(
    clients: Clients, database: str, directory: Path, dump_format: DumpFormat, application: str
) -> DumpedDatabase:
    """Let pg_dump write the file while this process digests the rows: both read the same snapshot."""
    file = directory / f"{database}{dump_format.suffix}"
    with connect(database, application) as connection:
        read_only(connection)
        _lock_tables(connection, database)
        (snapshot,) = connection.execute("SELECT pg_export_snapshot()").fetchone() or ("",)
        others = [name for (name,) in connection.execute(_OTHER_SCHEMAS, [list(BANK_SCHEMAS)])]
        # Of `default` only what belongs to the bank: users, sessions and runs stay.
        tables = table_names(database) if database == DEFAULT_DB_ALIAS else ()
        with start_dump(
            clients, database, file, dump_format, snapshot=snapshot, tables=tables, excluded_schemas=others
        ) as pg_dump:
            contents = _contents(connection, database)
            pg_dump.wait()
    if dump_format is DumpFormat.PLAIN:
        accept_older_servers(file)
    return DumpedDatabase(file.name, file.stat().st_size, sha256_of(file), contents)


def _lock_tables(connection: psycopg.Connection, database: str) -> None:
    """Keep the tables from being emptied or dropped until the transaction ends; readers and writers go on.

    Raises TablesInUseError if another session does that for LOCK_PATIENCE_S.
    """
    tables = table_names(database)
    try:
        connection.execute(f"SET LOCAL lock_timeout = '{LOCK_PATIENCE_S}s'")
        names = sql.SQL(", ").join(map(sql.Identifier, tables))
        connection.execute(sql.SQL("LOCK TABLE {} IN ACCESS SHARE MODE").format(names))
    except errors.LockNotAvailable:
        connection.rollback()
        raise TablesInUseError(database, sessions_with_locks(connection.cursor(), tables)) from None


def _contents(connection: psycopg.Connection, database: str) -> dict[str, DumpedTable]:
    digests = digests_of(connection, database)
    found = {table: digests[f"{database}.{table}"] for table in table_names(database)}
    return {table: DumpedTable(digest.rows, digest.hex()) for table, digest in found.items()}
