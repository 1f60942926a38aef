"""The rows of a query as text: a table for people, CSV and JSON for programs."""

import csv
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from psycopg import adapters
from rich.cells import cell_len

from config.query import Column, QueryError, Row


def _types(*names: str) -> frozenset[int]:
    """Return PostgreSQL's numbers (OIDs) of types."""
    return frozenset(adapters.types[name].oid for name in names)


NUMERIC_TYPES = _types("int2", "int4", "int8", "oid", "float4", "float8", "numeric")
TIMESTAMPS = _types("timestamp", "timestamptz")
JSON_TYPES = _types("bool", "json", "jsonb")
"""Types whose text is valid JSON already."""

MAX_TABLE_CHARACTERS = 20_000_000
"""A table is laid out in memory, and a person reads it."""

NULL = "NULL"
DIM = "\x1b[2m{}\x1b[0m"

_json_text = json.JSONEncoder(ensure_ascii=False).encode
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_NUMBER = re.compile(r"-?\d+(\.\d+)?(e[+-]?\d+)?")
_TIMESTAMP = re.compile(r"(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d+)?)([+-]\d\d(?::\d\d)?)?")


def load_rows(rows: Iterable[Row]) -> list[Row]:
    """Return all rows for a table; raise QueryError where they have too many characters."""
    kept, size = [], 0
    for row in rows:
        kept.append(row)
        size += sum(len(value) for value in row if value)
        if size > MAX_TABLE_CHARACTERS:
            raise QueryError(
                f"The rows have more than {MAX_TABLE_CHARACTERS:,} characters, too many for a table; use --format csv"
            )
    return kept


def table_lines(columns: Sequence[Column], rows: Sequence[Row], *, dim_nulls: bool = False) -> Iterator[str]:
    """Yield a heading, a rule and the rows as lines of aligned columns, with numbers to the right.

    `dim_nulls` is for a terminal. Control characters are escaped, so that a row stays on its line and no value moves
    the terminal's cursor.
    """
    heads = [_escaped(column.name) for column in columns]
    texts = [[NULL if value is None else _escaped(value) for value in row] for row in rows]
    widths = [max(map(cell_len, column)) for column in zip(heads, *texts, strict=True)]
    align_right = [column.type in NUMERIC_TYPES for column in columns]

    def aligned(line: Iterable[str]) -> list[str]:
        return [_padded(*cell) for cell in zip(line, widths, align_right, strict=True)]

    yield "  ".join(aligned(heads)).rstrip()
    yield "  ".join("-" * width for width in widths)
    for row, line in zip(rows, texts, strict=True):
        cells = aligned(line)
        if dim_nulls:
            cells = [DIM.format(cell) if value is None else cell for cell, value in zip(cells, row, strict=True)]
        yield "  ".join(cells).rstrip()


def _padded(text: str, width: int, align_right: bool) -> str:
    """Return a text padded to a width in terminal cells, of which a Chinese character takes two."""
    padding = " " * (width - cell_len(text))
    return padding + text if align_right else text + padding


def _escaped(text: str) -> str:
    """Return a text with its control characters written as Python's escape sequences."""
    return _CONTROL.sub(lambda found: repr(found.group())[1:-1], text)


class _Echo:
    """A file for csv.writer that returns what is written to it."""

    def write(self, text: str) -> str:
        """Return the text."""
        return text


def csv_lines(columns: Sequence[Column], rows: Iterable[Row]) -> Iterator[str]:
    """Yield a header and the rows, quoted by RFC 4180, without line ends; a null is empty."""
    end = "\r\n"  # makes csv quote values that contain either
    writer = csv.writer(_Echo(), lineterminator=end)
    yield writer.writerow([column.name for column in columns]).removesuffix(end)
    for row in rows:
        yield writer.writerow(row).removesuffix(end)


def json_lines(columns: Sequence[Column], rows: Iterable[Row]) -> Iterator[str]:
    """Yield the lines of an array with one object per row.

    Numbers keep all their digits: a decimal is written as PostgreSQL writes it and never becomes a float.

    Raises QueryError where two columns have the same name, because an object would lose one of them.
    """
    ((name, times),) = Counter(column.name for column in columns).most_common(1)
    if times > 1:
        raise QueryError(f"{times} columns are named {name}; rename them with AS")
    fields = [(f"{_json_text(column.name)}: ", _as_json(column)) for column in columns]
    yield "["
    before: str | None = None
    for row in rows:
        members = (
            name + ("null" if value is None else written(value))
            for (name, written), value in zip(fields, row, strict=True)
        )
        if before:
            yield f"{before},"
        before = f"  {{{', '.join(members)}}}"
    if before:
        yield before
    yield "]"


def _as_json(column: Column) -> Callable[[str], str]:
    """Return a function that writes a value of a column, other than null, as JSON."""
    if column.type in NUMERIC_TYPES:
        return lambda value: value if _NUMBER.fullmatch(value) else _json_text(value)  # JSON has no NaN
    if column.type in JSON_TYPES:
        return str
    if column.type in TIMESTAMPS:
        return lambda value: _json_text(_iso_timestamp(value))
    return _json_text


def _iso_timestamp(value: str) -> str:
    """Return a timestamp with the T and the full offset of ISO 8601; one outside its years is returned unchanged."""
    found = _TIMESTAMP.fullmatch(value)
    if found is None:
        return value
    day, time, offset = found.groups()
    return f"{day}T{time}{offset or ''}" + (":00" if offset and len(offset) == len("+00") else "")
