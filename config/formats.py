"""The rows of a query as text: a table for people, CSV and JSON for programs."""

import csv
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from config.query import Column, QueryError, Row

NUMBERS = frozenset({20, 21, 23, 26, 700, 701, 1700})
"""Types of numbers: int8, int2, int4, oid, float4, float8, numeric."""
BOOLEAN = 16
DOCUMENTS = frozenset({114, 3802})
"""Types that are JSON already: json, jsonb."""
MOMENTS = frozenset({1114, 1184})
"""Types of a day and a time: timestamp, timestamptz."""

LARGEST_TABLE = 20_000_000  # characters; a table is laid out in memory, and its reader has eyes
NULL = "NULL"
DIM = "\x1b[2m{}\x1b[0m"


_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_NUMBER = re.compile(r"-?\d+(\.\d+)?(e[+-]?\d+)?")
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d+)?)([+-]\d\d(?::\d\d)?)?")


def held(rows: Iterable[Row]) -> list[Row]:
    """Return rows for a table; raise QueryError where they are more than anybody can look at."""
    kept, size = [], 0
    for row in rows:
        kept.append(row)
        size += sum(len(value) for value in row if value)
        if size > LARGEST_TABLE:
            raise QueryError(f"the rows have more than {LARGEST_TABLE:,} characters; write them with --format csv")
    return kept


def table_lines(columns: Sequence[Column], rows: Sequence[Row], *, dim_nulls: bool = False) -> Iterator[str]:
    """Yield a heading, a rule and the rows, aligned, numbers to the right; nulls are dim where a terminal shows them.

    Control characters are escaped: a line stays a line, and no value moves the terminal's cursor.
    """
    heads = [_visible(column.name) for column in columns]
    texts = [[_cell(column, value) for column, value in zip(columns, row, strict=True)] for row in rows]
    widths = [max(map(len, column)) for column in zip(heads, *texts, strict=True)]
    places = [">" if column.type in NUMBERS else "<" for column in columns]

    def aligned(line: Iterable[str]) -> list[str]:
        return [f"{text:{place}{width}}" for text, place, width in zip(line, places, widths, strict=True)]

    yield "  ".join(aligned(heads)).rstrip()
    yield "  ".join("-" * width for width in widths)
    for row, line in zip(rows, texts, strict=True):
        cells = aligned(line)
        if dim_nulls:
            cells = [DIM.format(cell) if value is None else cell for cell, value in zip(cells, row, strict=True)]
        yield "  ".join(cells).rstrip()


def _cell(column: Column, value: str | None) -> str:
    return NULL if value is None else _visible(_word(column, value))


def _visible(text: str) -> str:
    return _CONTROL.sub(lambda found: repr(found.group())[1:-1], text)


def _word(column: Column, value: str) -> str:
    """Return a value as it is read: PostgreSQL writes t and f for true and false."""
    return {"t": "true", "f": "false"}[value] if column.type == BOOLEAN else value


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
        values = (value and _word(column, value) for column, value in zip(columns, row, strict=True))
        yield writer.writerow(values).removesuffix(end)


def json_lines(columns: Sequence[Column], rows: Iterable[Row]) -> Iterator[str]:
    """Yield an array with an object a row, each on a line.

    Numbers have all their digits: a decimal is written as PostgreSQL has it and never becomes a float. Raises
    QueryError where two columns have one name, for an object would lose one of them.
    """
    ((name, times),) = Counter(column.name for column in columns).most_common(1)
    if times > 1:
        raise QueryError(f"{times} columns are called {name}; give each a name of its own with AS")
    fields = [(f"{_text(column.name)}: ", _as_json(column)) for column in columns]
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
    if column.type in NUMBERS:
        return lambda value: value if _NUMBER.fullmatch(value) else _text(value)  # NaN and Infinity are no JSON
    if column.type == BOOLEAN:
        return lambda value: _word(column, value)
    if column.type in DOCUMENTS:
        return str
    if column.type in MOMENTS:
        return lambda value: _text(_moment(value))
    return _text


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)


def _moment(value: str) -> str:
    """Return a day and time with the T and the whole offset of ISO 8601; those beyond its years stay as they are."""
    found = _MOMENT.fullmatch(value)
    if found is None:
        return value
    day, time, offset = found.groups()
    return f"{day}T{time}{offset or ''}" + (":00" if offset and len(offset) == len("+00") else "")
