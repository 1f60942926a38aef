"""Fast reading of large results: the columns of a query as a data frame, or its rows as text."""

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
"""The types that `frame` reads, by PostgreSQL's names. Queries select money in cents and times in seconds."""

_SETTINGS = """
    SET TimeZone = 'UTC'; SET DateStyle = 'ISO'; SET bytea_output = 'hex'; SET extra_float_digits = 1;
    SET jit = off; SET max_parallel_workers_per_gather = 0
"""
"""The format of rows as text, whatever the settings of the server; one core per query, as several run at a time."""


class ReadError(SeedingError):
    """A query selects a column of a type that `frame` cannot read."""


def read_only(connection: Connection) -> Connection:
    """Return a new connection after making it read-only; it sees one state of the database until it is closed."""
    connection.execute(_SETTINGS)
    connection.execute("SET default_transaction_read_only = on; SET default_transaction_isolation = 'repeatable read'")
    connection.commit()
    return connection


def frame(connection: Connection, query: str, parameters: Mapping[str, Any]) -> pl.DataFrame:
    """Return the result of a query as a data frame. The query refers to parameters as %(name)s.

    Raises ReadError for a column of a type that it cannot read.
    """
    cursor = ClientCursor(connection)
    cursor.execute(f"SELECT * FROM ({query}) q LIMIT 0".encode(), parameters)
    columns = cursor.description or []
    types = {column.name: column.type_display for column in columns}
    unreadable = [f"{name} ({type_})" for name, type_ in types.items() if type_.partition("(")[0] not in _TYPES]
    if unreadable:
        raise ReadError(f"cannot read {', '.join(unreadable)} as a column; cast it to bigint, float8, date or text")
    schema = {name: _TYPES[type_.partition("(")[0]] for name, type_ in types.items()}
    buffer = BytesIO()
    for block in rows_as_text(connection, query, parameters):
        buffer.write(block)
    if not buffer.tell():
        return pl.DataFrame(
            schema={name: pl.Boolean if type_ == "bool" else schema[name] for name, type_ in types.items()}
        )
    buffer.seek(0)
    result = read_lines(buffer, schema, null_values="")
    booleans = [name for name, type_ in types.items() if type_ == "bool"]
    return result.with_columns(pl.col(booleans) == "t")


def read_lines(
    lines: BytesIO, schema: Mapping[str, pl.DataType | type[pl.DataType]], null_values: str | None = None
) -> pl.DataFrame:
    """Return CSV without a heading as a data frame; without lines it has no rows.

    polars would check for lines by exporting the buffer, which copies it, and Python 3.13 raises an error
    where a buffer is collected while it is exported. With a schema it does not check.
    """
    return pl.read_csv(lines, has_header=False, schema=schema, null_values=null_values, raise_if_empty=False)


def rows_as_text(
    connection: Connection, query: str, parameters: Mapping[str, Any]
) -> Iterator[bytes | bytearray | memoryview]:
    """Yield the rows of a query as CSV in blocks of any size; null is an empty field."""
    cursor = ClientCursor(connection)
    with cursor.copy(f"COPY ({query}) TO STDOUT (FORMAT csv)".encode(), parameters) as copy:
        yield from copy
