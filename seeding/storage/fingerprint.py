"""Fingerprints: one digest per table over its rows in the order of their keys, and one for the bank."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256

from django.db import models
from psycopg import sql

from datahub.databases import BANK_DATABASES
from seeding.engine.table import stored_as
from seeding.storage.connection import connect
from seeding.storage.read import read_only, rows_as_text
from seeding.storage.tables import column_names, tables_of

AT_ONCE = 2
"""Databases read at a time: the server sorts and writes one while the other's rows are digested."""


def table_digests() -> dict[str, str]:
    """Return the SHA-256 of each table of the bank, by database and name, in the order of the databases.

    What is digested is the text of the rows as PostgreSQL writes it, columns in the model's order, in UTC: it does not
    depend on the version of the server, its time zone or where rows lie on its disk.
    """
    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="fingerprint") as pool:
        found = pool.map(_of_database, BANK_DATABASES)
        return {name: digest for digests in found for name, digest in digests.items()}


def bank_digest(tables: dict[str, str]) -> str:
    """Return the digest of a bank, from those of its tables."""
    return sha256("".join(f"{name} {digest}\n" for name, digest in sorted(tables.items())).encode()).hexdigest()


def _of_database(database: str) -> dict[str, str]:
    with connect(database, "fingerprint") as connection:
        read_only(connection)
        return {
            f"{database}.{model._meta.db_table}": _digest(rows_as_text(connection, _in_order(model).as_string(), {}))
            for model in tables_of(database)
        }


def _digest(blocks: Iterator[bytes | bytearray | memoryview]) -> str:
    digest = sha256()
    for block in blocks:
        digest.update(block)
    return digest.hexdigest()


def _in_order(model: type[models.Model]) -> sql.Composed:
    key = model._meta.pk
    assert key is not None
    columns = sql.SQL(", ").join(map(sql.Identifier, column_names(model)))
    order = sql.Identifier(str(key.column))
    # Texts are sorted by their bytes, whatever the database's own collation.
    by = sql.SQL('{} COLLATE "C"').format(order) if isinstance(stored_as(key), models.CharField) else order
    return sql.SQL("SELECT {} FROM {} ORDER BY {}").format(columns, sql.Identifier(model._meta.db_table), by)
