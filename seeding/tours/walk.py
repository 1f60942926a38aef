"""Walking a tour: running the query of each stop, with its result, its shell command and its page of the admin."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import urljoin

from config.query import Column, Row
from config.site_address import admin_address
from seeding.tours.tour import Stop, Tour

ROWS_SHOWN = 8
RunQuery: TypeAlias = Callable[[str, str], tuple[Sequence[Column], Sequence[Row]]]
"""Takes a database and a query; returns the columns and at most ROWS_SHOWN + 1 rows."""
SQL_WIDTH = 96
"""Characters of a line of a query, unless a text in it is longer."""
_SQL_WORD = re.compile(r"(?:'(?:[^']|'')*'|[^\s'])+")
"""A word of a query; a text in quotes is never parted."""
_SHELL_ESCAPES = str.maketrans({character: f"\\{character}" for character in '\\"$`'})


@dataclass(frozen=True)
class StopResult:
    """The result of a stop: the lines of its query, at most ROWS_SHOWN rows, and the path of its page in the admin."""

    stop: Stop
    query_lines: Sequence[str]
    columns: Sequence[Column]
    rows: Sequence[Row]
    has_more_rows: bool
    page: str

    @property
    def address(self) -> str:
        """The address of the page in the site that runs, or where `runserver` would serve it."""
        return urljoin(admin_address(), self.page)

    @property
    def row_count(self) -> str:
        """The number of rows in words."""
        number = len(self.rows)
        return f"{'first ' if self.has_more_rows else ''}{number} row{'' if number == 1 else 's'}"

    @property
    def sql(self) -> str:
        """The query on one line."""
        return " ".join(self.query_lines)

    def shell_line(self, program: str) -> str:
        """Return the line that runs the query in a shell; `program` is the invocation of db_query."""
        return f'{program} "{self.sql.translate(_SHELL_ESCAPES)}" -d {self.stop.database}'

    def shell_lines(self, program: str) -> list[str]:
        """Return the same with the query on lines of its own, which a shell takes as they are."""
        query = [f"  {line.translate(_SHELL_ESCAPES)}" for line in self.wrapped_lines]
        return [f'{program} -d {self.stop.database} "', *query, '"']

    @property
    def wrapped_lines(self) -> list[str]:
        """The lines of the query, broken between words where they are longer than SQL_WIDTH."""
        return [wrapped for line in self.query_lines for wrapped in _wrapped(line)]


def _wrapped(line: str) -> Iterator[str]:
    """Yield the lines of a line of a query, broken between words."""
    begun = ""
    for word in _SQL_WORD.findall(line):
        if begun and len(begun) + len(word) >= SQL_WIDTH:
            yield begun
            begun = f"  {word}"
        else:
            begun = f"{begun} {word}" if begun else word
    yield begun


def walk(tour: Tour, run_query: RunQuery) -> Iterator[StopResult]:
    """Yield the result of each stop, in order. The values that a stop captures are known to all later stops."""
    values = tour.placeholders
    for stop in tour.stops:
        result, captured = _look(stop, values, run_query)
        values |= captured
        yield result


def stop_result(tour: Tour, number: int, run_query: RunQuery) -> StopResult:
    """Return the result of the stop of a number, from 1; of the stops before it only those run that capture values.

    Raises IndexError if the tour has no such stop.
    """
    if not 1 <= number <= len(tour.stops):
        raise IndexError(f"the tour {tour.storyline.key} has {len(tour.stops)} stops")
    values = tour.placeholders
    for stop in tour.stops[: number - 1]:
        if stop.captures:
            values |= _look(stop, values, run_query)[1]
    return _look(tour.stops[number - 1], values, run_query)[0]


def _look(stop: Stop, values: Mapping[str, str], run_query: RunQuery) -> tuple[StopResult, dict[str, str]]:
    """Return the result of a stop and the values that it captures."""
    lines = stop.query_lines(values)
    columns, rows = run_query(stop.database, " ".join(lines))
    first_row = dict(zip((column.name for column in columns), rows[0], strict=True)) if rows else {}
    captured = {name: first_row.get(name) or "" for name in stop.captures}
    page = stop.page.path({**values, **captured})
    return StopResult(stop, lines, columns, rows[:ROWS_SHOWN], len(rows) > ROWS_SHOWN, page), captured
