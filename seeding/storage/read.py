"""Reading what the databases hold, much at a time: the columns of a query as a frame, its rows as text."""

from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any

import polars as pl
from psycopg import ClientCursor, Connection

from seeding.storage.errors import SeedingError

_TYPES: dict[str, pl.DataType | type[pl.DataType]] = {
    "bool": pl.String,
    "int2": pl.Int64,
    "int4": pl.Int64,
    "int8": pl.Int64,
    "float8": pl.Float64,
    "text": pl.String,
    "varchar": pl.String,
    "date": pl.Date,
}
"""By PostgreSQL's names. Money is asked for in cents and a point of time in seconds: both are whole numbers."""

_SETTINGS = """
    SET TimeZone = 'UTC'; SET DateStyle = 'ISO'; SET bytea_output = 'hex'; SET extra_float_digits = 1;
    SET jit = off; SET max_parallel_workers_per_gather = 0
"""
"""How rows are written as text, whatever the server's own settings; one core a query, for several run at a time."""


class ReadError(SeedingError):
    """A query that cannot be read as a frame: a mistake of whoever wrote it."""


def read_only(connection: Connection) -> Connection:
    """Make a new connection one that reads only, and sees one state of the database for as long as it lives."""
    connection.execute(_SETTINGS)
    connection.execute("SET default_transaction_read_only = on; SET default_transaction_isolation = 'repeatable read'")
    connection.commit()
    return connection


def frame(connection: Connection, query: str, given: Mapping[str, Any]) -> pl.DataFrame:
    """Return the columns of a query, which may name values as %(name)s.

    Raises ReadError for a type that it cannot read.
    """
    cursor = ClientCursor(connection)
    cursor.execute(f"SELECT * FROM ({query}) q LIMIT 0".encode(), given)
    columns = cursor.description or []
    types = {column.name: column.type_display for column in columns}
    strange = [f"{name} ({kind})" for name, kind in types.items() if kind.partition("(")[0] not in _TYPES]
    if strange:
        raise ReadError(f"cannot read {', '.join(strange)} as a column; cast it to bigint, float8, date or text")
    schema = {name: _TYPES[kind.partition("(")[0]] for name, kind in types.items()}
    buffer = BytesIO()
    for block in rows_as_text(connection, query, given):
        buffer.write(block)
    if not buffer.tell():
        return pl.DataFrame(
            schema={name: pl.Boolean if kind == "bool" else schema[name] for name, kind in types.items()}
        )
    buffer.seek(0)
    found = pl.read_csv(buffer, has_header=False, schema=schema, null_values="")
    truths = [name for name, kind in types.items() if kind == "bool"]
    return found.with_columns(pl.col(truths) == "t")


def rows_as_text(
    connection: Connection, query: str, given: Mapping[str, Any]
) -> Iterator[bytes | bytearray | memoryview]:
    """Yield the rows of a query as CSV, in blocks of any size; null is an empty field."""
    cursor = ClientCursor(connection)
    with cursor.copy(f"COPY ({query}) TO STDOUT (FORMAT csv)".encode(), given) as copy:
        yield from copy
