"""Fingerprints of a bank: a digest of each table, over its rows in the order of their keys, and one of the bank."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256

import psycopg
from django.db import models
from psycopg import sql

from datahub.databases import BANK_DATABASES
from seeding.engine.table import stored_as
from seeding.storage.connection import connect
from seeding.storage.read import read_only, rows_as_text
from seeding.storage.tables import column_names, tables_of

CONCURRENT_DATABASES = 2
"""Databases read at a time: the server sorts the rows of one while those of the other are digested."""


def table_digests() -> dict[str, str]:
    """Return the SHA-256 of each table by database and table, such as "loans_db.loans", in the order of the databases.

    The digest is that of the rows as text, as PostgreSQL writes it in UTC, with columns in the order of the model. It
    does not depend on the version of the server, its time zone or the order of the rows on disk.
    """
    with ThreadPoolExecutor(CONCURRENT_DATABASES, thread_name_prefix="fingerprint") as pool:
        results = pool.map(_read_digests, BANK_DATABASES)
        return {name: digest for digests in results for name, digest in digests.items()}


def bank_digest(tables: dict[str, str]) -> str:
    """Return the digest of a bank, from the digests of its tables."""
    return sha256("".join(f"{name} {digest}\n" for name, digest in sorted(tables.items())).encode()).hexdigest()


def digests_of(connection: psycopg.Connection, database: str) -> dict[str, str]:
    """Return the digest of each table of one database, over a connection that `read_only` has prepared."""
    return {
        f"{database}.{model._meta.db_table}": _digest(rows_as_text(connection, _ordered_query(model).as_string(), {}))
        for model in tables_of(database)
    }


def _read_digests(database: str) -> dict[str, str]:
    with connect(database, "fingerprint") as connection:
        return digests_of(read_only(connection), database)


def _digest(blocks: Iterator[bytes | bytearray | memoryview]) -> str:
    digest = sha256()
    for block in blocks:
        digest.update(block)
    return digest.hexdigest()


def _ordered_query(model: type[models.Model]) -> sql.Composed:
    """Return the query for all rows of a table in the order of their keys."""
    key = model._meta.pk
    assert key is not None
    columns = sql.SQL(", ").join(map(sql.Identifier, column_names(model)))
    column = sql.Identifier(str(key.column))
    # Text is sorted by its bytes, whatever the collation of the database.
    order = sql.SQL('{} COLLATE "C"').format(column) if isinstance(stored_as(key), models.CharField) else column
    return sql.SQL("SELECT {} FROM {} ORDER BY {}").format(columns, sql.Identifier(model._meta.db_table), order)
