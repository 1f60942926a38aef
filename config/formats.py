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
    """Return the numbers that PostgreSQL knows types by."""
    return frozenset(adapters.types[name].oid for name in names)


NUMERIC_TYPES = _types("int2", "int4", "int8", "oid", "float4", "float8", "numeric")
TIMESTAMPS = _types("timestamp", "timestamptz")
JSON_TYPES = _types("bool", "json", "jsonb")
"""Types whose text is JSON as it is."""

MAX_TABLE_CHARACTERS = 20_000_000  # characters; a table is laid out in memory, and its reader has eyes
NULL = "NULL"
DIM = "\x1b[2m{}\x1b[0m"

_json_text = json.JSONEncoder(ensure_ascii=False).encode
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_NUMBER = re.compile(r"-?\d+(\.\d+)?(e[+-]?\d+)?")
_TIMESTAMP = re.compile(r"(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d+)?)([+-]\d\d(?::\d\d)?)?")


def load_rows(rows: Iterable[Row]) -> list[Row]:
    """Return rows for a table; raise QueryError where they are more than anybody can look at."""
    kept, size = [], 0
    for row in rows:
        kept.append(row)
        size += sum(len(value) for value in row if value)
        if size > MAX_TABLE_CHARACTERS:
            raise QueryError(
                f"the rows have more than {MAX_TABLE_CHARACTERS:,} characters; write them with --format csv"
            )
    return kept


def table_lines(columns: Sequence[Column], rows: Sequence[Row], *, dim_nulls: bool = False) -> Iterator[str]:
    """Yield a heading, a rule and the rows, aligned, numbers to the right; nulls are dim where a terminal shows them.

    Control characters are escaped: a line stays a line, and no value moves the terminal's cursor.
    """
    heads = [_escaped(column.name) for column in columns]
    texts = [[NULL if value is None else _escaped(value) for value in row] for row in rows]
    widths = [max(map(cell_len, column)) for column in zip(heads, *texts, strict=True)]
    to_the_right = [column.type in NUMERIC_TYPES for column in columns]

    def aligned(line: Iterable[str]) -> list[str]:
        return [_padded(*cell) for cell in zip(line, widths, to_the_right, strict=True)]

    yield "  ".join(aligned(heads)).rstrip()
    yield "  ".join("-" * width for width in widths)
    for row, line in zip(rows, texts, strict=True):
        cells = aligned(line)
        if dim_nulls:
            cells = [DIM.format(cell) if value is None else cell for cell, value in zip(cells, row, strict=True)]
        yield "  ".join(cells).rstrip()


def _padded(text: str, width: int, to_the_right: bool) -> str:
    """Return a text as wide as a column: by cells of a terminal, of which a Chinese character takes two."""
    padding = " " * (width - cell_len(text))
    return padding + text if to_the_right else text + padding


def _escaped(text: str) -> str:
    return _CONTROL.sub(lambda found: repr(found.group())[1:-1], text)


class _Echo:
    """Hands back what csv writes."""

    def write(self, text: str) -> str:
        """Return the text."""
        return text


def csv_lines(columns: Sequence[Column], rows: Iterable[Row]) -> Iterator[str]:
    """Yield a header and the rows, quoted as RFC 4180 says, without line ends; a null is empty."""
    end = "\r\n"  # both are then quoted where a value holds them
    writer = csv.writer(_Echo(), lineterminator=end)
    yield writer.writerow([column.name for column in columns]).removesuffix(end)
    for row in rows:
        yield writer.writerow(row).removesuffix(end)


def json_lines(columns: Sequence[Column], rows: Iterable[Row]) -> Iterator[str]:
    """Yield an array with an object a row, each on a line.

    Numbers have all their digits: a decimal is written as PostgreSQL has it and never becomes a float. Raises
    QueryError where two columns have one name, for an object would lose one of them.
    """
    ((name, times),) = Counter(column.name for column in columns).most_common(1)
    if times > 1:
        raise QueryError(f"{times} columns are called {name}; give each a name of its own with AS")
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
    """Return what writes a value of a column that is not null."""
    if column.type in NUMERIC_TYPES:
        return lambda value: value if _NUMBER.fullmatch(value) else _json_text(value)  # NaN and Infinity are no JSON
    if column.type in JSON_TYPES:
        return str
    if column.type in TIMESTAMPS:
        return lambda value: _json_text(_iso_timestamp(value))
    return _json_text


def _iso_timestamp(value: str) -> str:
    """Return a day and time with the T and the whole offset of ISO 8601; those beyond its years stay as they are."""
    found = _TIMESTAMP.fullmatch(value)
    if found is None:
        return value
    day, time, offset = found.groups()
    return f"{day}T{time}{offset or ''}" + (":00" if offset and len(offset) == len("+00") else "")
