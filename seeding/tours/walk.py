"""Walking a tour: running the query of each stop, with its result, its shell command and its page of the admin."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import urljoin

from config.prompt import ADMIN
from config.query import Column, Row
from datahub.browsing.links import page_url
from seeding.tours.tour import Stop, Tour

ROWS_SHOWN = 8
RunQuery: TypeAlias = Callable[[str, str], tuple[Sequence[Column], Sequence[Row]]]
"""Takes a database and a query; returns the columns and at most ROWS_SHOWN + 1 rows."""
_SHELL_ESCAPES = str.maketrans({character: f"\\{character}" for character in '\\"$`'})


@dataclass(frozen=True)
class StopResult:
    """The result of a stop: the lines of its query, at most ROWS_SHOWN rows, and the address of its page."""

    stop: Stop
    query_lines: Sequence[str]
    columns: Sequence[Column]
    rows: Sequence[Row]
    has_more_rows: bool
    address: str

    @property
    def sql(self) -> str:
        """The query on one line."""
        return " ".join(self.query_lines)

    def shell_line(self, program: str) -> str:
        """Return the line that runs the query in a shell; `program` is the invocation of db_query."""
        return f'{program} "{self.sql.translate(_SHELL_ESCAPES)}" -d {self.stop.database}'


def walk(tour: Tour, run_query: RunQuery) -> Iterator[StopResult]:
    """Yield the result of each stop, in order. The values that a stop captures are known to all later stops."""
    values = tour.placeholders
    for stop in tour.stops:
        lines = stop.query_lines(values)
        columns, rows = run_query(stop.database, " ".join(lines))
        first_row = dict(zip((column.name for column in columns), rows[0], strict=True)) if rows else {}
        values |= {name: first_row.get(name) or "" for name in stop.captures}
        page = page_url(stop.page.model, stop.page.key.format_map(values), stop.page.view)
        yield StopResult(stop, lines, columns, rows[:ROWS_SHOWN], len(rows) > ROWS_SHOWN, urljoin(ADMIN, page))
