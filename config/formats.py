"""The rows of a query as text: a table for people, CSV and JSON for programs."""

import csv
import json
import re
import textwrap
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from psycopg import adapters
from rich.cells import cell_len

from config.query import Column, QueryError, Row
from config.terminal import Screen, Style


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
GAP = "  "
BAR = " | "
MIN_VALUE_WIDTH = 20
PIPE = Screen()
"""Where a table keeps its form, however wide it is."""

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


def table_lines(columns: Sequence[Column], rows: Sequence[Row], screen: Screen = PIPE) -> Iterator[str]:
    """Yield the rows as lines for a screen: a table, or expanded where a terminal is too narrow for it.

    A table is a heading, a rule and aligned columns, with numbers to the right. Control characters are escaped, so that
    a row stays on its line and no value moves the terminal's cursor.
    """
    heads = [_escaped(column.name) for column in columns]
    texts = [[NULL if value is None else _escaped(value) for value in row] for row in rows]
    widths = [max(map(cell_len, column)) for column in zip(heads, *texts, strict=True)]
    if rows and screen.width is not None and sum(widths) + len(GAP) * (len(widths) - 1) > screen.width:
        yield from _expanded(heads, texts, rows, screen)
        return
    align_right = [column.type in NUMERIC_TYPES for column in columns]

    def aligned(line: Iterable[str]) -> list[str]:
        return [_padded(*cell) for cell in zip(line, widths, align_right, strict=True)]

    yield screen.styled(GAP.join(aligned(heads)).rstrip(), Style.BOLD)
    yield GAP.join("-" * width for width in widths)
    for row, line in zip(rows, texts, strict=True):
        cells = _with_dim_nulls(aligned(line), row, screen)
        yield GAP.join(cells).rstrip()


def _with_dim_nulls(cells: Sequence[str], row: Row, screen: Screen) -> Sequence[str]:
    """Return the cells of a row; those of null look other than a text that says NULL."""
    return [screen.styled(cell, Style.DIM) if value is None else cell for cell, value in zip(cells, row, strict=True)]


def _expanded(
    heads: Sequence[str], texts: Sequence[Sequence[str]], rows: Sequence[Row], screen: Screen
) -> Iterator[str]:
    """Yield a line per value under a heading per row, as psql does with `expanded` on auto; long values go on below."""
    width = max(map(cell_len, heads))
    start = " " * (width + len(BAR))
    room = max((screen.width or 0) - len(start), MIN_VALUE_WIDTH)
    for number, (row, line) in enumerate(zip(rows, texts, strict=True), 1):
        title = f"-[ row {number} ]"
        yield screen.styled(title.ljust(min(len(start) + MIN_VALUE_WIDTH, screen.width or 0), "-"), Style.DIM)
        for head, text, value in zip(heads, line, row, strict=True):
            first, *more = _cut(text, room)
            name = screen.styled(_padded(head, width, align_right=False), Style.BOLD)
            yield f"{name}{BAR}{screen.styled(first, Style.DIM) if value is None else first}".rstrip()
            yield from (f"{start}{part}" for part in more)


def _cut(text: str, room: int) -> Sequence[str]:
    """Return a text cut at words into lines of at most `room` terminal cells, of which most characters take one."""
    if cell_len(text) <= room:
        return [text]
    narrow = room if cell_len(text) == len(text) else room // 2
    return textwrap.wrap(text, narrow, break_on_hyphens=False, drop_whitespace=False)


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
