"""The values of columns as a database sends them in bulk: one value per column and range of rows, not one per cell.

Fixed widths come in PostgreSQL's binary format, one after another, and texts between separators, so that neither the
server's time zone nor its date style matters. An aggregate leaves nulls out; a number per row says where they are.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO

import numpy as np
import polars as pl
from django.db import models
from psycopg import sql

from seeding.engine.arrays import BoolArray, IntArray
from seeding.engine.table import Field, stored_as
from seeding.engine.text_bits import Bits, Strings
from seeding.storage.copy_binary import DAYS_BEFORE_2000, MICROSECONDS_BEFORE_2000
from seeding.storage.errors import SeedingError
from seeding.storage.read import read_lines

SEPARATOR, ZERO_BYTE = b"\x01", b"\x00"
"""What separates texts: a control character that no text should hold, and, slower, the byte that none can hold."""

_FLAGS = 62
"""Columns whose nulls fit into one number, a bit each."""


class UnexpectedValuesError(SeedingError):
    """A column holds values that its model does not allow; the text names the column."""


@dataclass(frozen=True)
class Selected:
    """The expression that selects a column as one value, and the function that reads the 64 bits of each value."""

    expression: sql.Composed
    read: Callable[[bytes], Bits]


def selected(field: Field, separator: bytes) -> Selected:
    """Return how the values of a field are read. Raises TypeError for a field of a class that is not known here."""
    column = sql.Identifier(str(field.column))
    match stored_as(field):
        case models.DecimalField():
            return Selected(sql.SQL("string_agg({}::text, E'\\n')").format(column), _decimals)
        case models.DateTimeField():
            return _fixed(column, "timestamptz_send", ">i8", MICROSECONDS_BEFORE_2000)
        case models.DateField():
            return _fixed(column, "date_send", ">i4", DAYS_BEFORE_2000)
        case models.BooleanField():
            return _fixed(column, "boolsend", ">i1")
        case models.SmallIntegerField():
            return _fixed(column, "int2send", ">i2")
        case models.BigIntegerField():
            return _fixed(column, "int8send", ">i8")
        case models.IntegerField():
            return _fixed(column, "int4send", ">i4")
        case models.CharField() | models.TextField():
            form = "string_agg(textsend({}), '\\x00'::bytea)" if separator == ZERO_BYTE else "string_agg({}, E'\\x01')"
            return Selected(sql.SQL(form).format(column), lambda sent: _texts(sent, separator))
    raise TypeError(f"{field} cannot be read in bulk: {type(field).__name__}")


def _fixed(column: sql.Identifier, send: str, width: str, shift: int = 0) -> Selected:
    def read(sent: bytes) -> Bits:
        values = np.frombuffer(sent, width).astype(np.int64)
        values += shift
        return values.view(np.uint64)

    return Selected(sql.SQL("string_agg({}({}), ''::bytea)").format(sql.SQL(send), column), read)


def _decimals(sent: bytes) -> Bits:
    """Return decimals without their points, such as cents. Raises pl.exceptions.ComputeError for NaN or infinity."""
    values = read_lines(BytesIO(sent.replace(b".", b"")), {"value": pl.Int64}).to_series()
    return values.to_numpy().view(np.uint64)


def _texts(sent: bytes, separator: bytes) -> Bits:
    sent_bytes = np.frombuffer(sent, np.uint8)
    ends = np.append(np.flatnonzero(sent_bytes == separator[0]), len(sent))
    starts = np.concatenate(([0], ends[:-1] + 1))
    return Strings.slices([sent_bytes], starts, ends - starts).all_bits()


def null_flags(fields: Sequence[Field]) -> list[sql.Composed]:
    """Return expressions for where the nullable fields are null: numbers with a bit per field."""
    nullable = [field for field in fields if field.null]
    groups = [nullable[first : first + _FLAGS] for first in range(0, len(nullable), _FLAGS)]
    return [
        sql.SQL("string_agg(int8send({}), ''::bytea)").format(
            sql.SQL(" + ").join(
                sql.SQL("CASE WHEN {} IS NULL THEN {} ELSE 0 END").format(
                    sql.Identifier(str(field.column)), sql.SQL(f"{1 << bit}::bigint")
                )
                for bit, field in enumerate(group)
            )
        )
        for group in groups
    ]


def read_null_flags(fields: Sequence[Field], sent: Sequence[bytes]) -> dict[str, BoolArray]:
    """Return by column where the fields that allow null are not null, from what was sent for `null_flags`."""
    numbers: list[IntArray] = [np.frombuffer(part, ">i8").astype(np.int64) for part in sent]
    nullable = [str(field.column) for field in fields if field.null]
    return {name: (numbers[at // _FLAGS] >> (at % _FLAGS)) & 1 == 0 for at, name in enumerate(nullable)}
