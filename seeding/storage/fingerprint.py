"""Fingerprints of a bank: a digest of each table, over the values of its rows in any order, and one of the bank."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import polars as pl
import psycopg
from django.db import connections, models
from psycopg import sql

from datahub.databases import BANK_DATABASES
from seeding.engine.arrays import BoolArray
from seeding.engine.digest import TableDigest
from seeding.engine.text_bits import Bits
from seeding.storage.column_bits import (
    SEPARATOR,
    ZERO_BYTE,
    UnexpectedValuesError,
    null_flags,
    read_null_flags,
    selected,
)
from seeding.storage.connection import connect
from seeding.storage.read import read_only
from seeding.storage.tables import tables_of

CONCURRENT_DATABASES = 2
"""Databases read at a time: the server reads the rows of one while those of the other are digested."""

BLOCKS_AT_A_TIME = 2_048
"""Blocks of a table, 8 KB each, that a query reads: about 100,000 rows, far below the 1 GB that a value may have."""


def table_digests() -> dict[str, str]:
    """Return the digest of each table by database and table, such as "loans_db.loans", in the order of the databases.

    A digest is that of the typed values of the rows (`engine.digest`), with columns in the order of the model. It does
    not depend on the version of the server, its settings or the order of the rows on disk, and is that of the same
    rows in files. Raises UnexpectedValuesError for values that no model allows.
    """
    with ThreadPoolExecutor(CONCURRENT_DATABASES, thread_name_prefix="fingerprint") as pool:
        pending = {database: pool.submit(_read_digests, database) for database in _largest_first()}
        return {
            name: digest.hex() for database in BANK_DATABASES for name, digest in pending[database].result().items()
        }


def _largest_first() -> list[str]:
    """Return the databases of the bank by size: begun last, the largest would be read alone at the end."""
    names = {str(connections[database].settings_dict["NAME"]): database for database in BANK_DATABASES}
    query = "SELECT name FROM unnest(%s::text[]) AS given (name) ORDER BY pg_database_size(name) DESC"
    with connect(BANK_DATABASES[0], "fingerprint") as connection:
        return [names[name] for (name,) in connection.execute(query, [list(names)]).fetchall()]


def digests_of(connection: psycopg.Connection, database: str) -> dict[str, TableDigest]:
    """Return the digest of each table of one database, over a connection that `read_only` has prepared."""
    return {f"{database}.{model._meta.db_table}": _digest(connection, model) for model in tables_of(database)}


def _read_digests(database: str) -> dict[str, TableDigest]:
    with connect(database, "fingerprint") as connection:
        return digests_of(read_only(connection), database)


def _digest(connection: psycopg.Connection, model: type[models.Model]) -> TableDigest:
    return TableDigest.total(_digest_of_range(connection, model, rows) for rows in _ranges(connection, model))


def _ranges(connection: psycopg.Connection, model: type[models.Model]) -> Iterator[sql.Composable]:
    """Yield conditions that cut a table into ranges of blocks; rows that are added meanwhile are in the last one."""
    size = "SELECT pg_relation_size(%s::regclass) / current_setting('block_size')::bigint"
    (blocks,) = connection.execute(size, [f'"{model._meta.db_table}"']).fetchone() or (0,)
    for first in range(0, max(int(blocks), 1), BLOCKS_AT_A_TIME):
        end = first + BLOCKS_AT_A_TIME
        below = f" AND ctid < '({end},0)'" if end < blocks else ""
        yield sql.SQL(f"ctid >= '({first},0)'{below}")


def _digest_of_range(connection: psycopg.Connection, model: type[models.Model], rows: sql.Composable) -> TableDigest:
    """Return the digest of a range of rows. Where a text holds the separator, they are read again with another."""
    wrong = ""
    for separator in (SEPARATOR, ZERO_BYTE):
        count, valid, values = _read_range(connection, model, rows, separator)
        if not count:
            return TableDigest()
        known = {name: int(np.count_nonzero(flags)) for name, flags in valid.items()}
        wrong = next((name for name, bits in values.items() if len(bits) != known.get(name, count)), "")
        if not wrong:
            return TableDigest.of_columns([_placed(bits, valid.get(name)) for name, bits in values.items()])
    raise UnexpectedValuesError(
        f"{model._meta.db_table}.{wrong} holds null, which no bank does; correct the row, or seed the bank again"
    )


def _placed(bits: Bits, valid: BoolArray | None) -> tuple[Bits, BoolArray | None]:
    """Return a column with any bits where it is null, from the bits of the other values."""
    if valid is None or len(bits) == len(valid):
        return bits, None
    placed = np.zeros(len(valid), np.uint64)
    placed[valid] = bits
    return placed, valid


def _read_range(
    connection: psycopg.Connection, model: type[models.Model], rows: sql.Composable, separator: bytes
) -> tuple[int, dict[str, BoolArray], dict[str, Bits]]:
    """Return the number of rows, where columns that allow null are not null, and 64 bits for each of those values."""
    fields = model._meta.concrete_fields
    flags = null_flags(fields)
    columns = {str(field.column): selected(field, separator) for field in fields}
    expressions = [sql.SQL("count(*)"), *flags, *(column.expression for column in columns.values())]
    query = sql.SQL("SELECT {} FROM {} WHERE {}").format(
        sql.SQL(", ").join(expressions), sql.Identifier(model._meta.db_table), rows
    )
    with connection.cursor(binary=True) as cursor:
        result = cursor.execute(query).pgresult
        assert result is not None
        count, *sent = [result.get_value(0, place) for place in range(result.nfields)]
    valid = read_null_flags(fields, [part or b"" for part in sent[: len(flags)]])
    values = dict(zip(columns, sent[len(flags) :], strict=True))
    try:
        bits = {name: columns[name].read(value) for name, value in values.items() if value is not None}
    except pl.exceptions.ComputeError:
        text = f"{model._meta.db_table} holds an amount that is not a number; correct the row, or seed the bank again"
        raise UnexpectedValuesError(text) from None
    return int.from_bytes(count or b""), valid, {name: bits.get(name, np.zeros(0, np.uint64)) for name in columns}
