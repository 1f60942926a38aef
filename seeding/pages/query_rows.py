"""The rows of a statement as the SQL page shows them, and as a file that is streamed."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import chain
from threading import BoundedSemaphore

from django.http import StreamingHttpResponse

from config.bank_query import query_bank
from config.formats import NUMERIC_TYPES, csv_lines
from config.query import Column, QueryError, Result, Row, TimeLimitError
from config.query_limits import DEFAULT_TIMEOUT_S, TABLE_ROWS
from datahub.browsing.list_files import as_text_in_a_spreadsheet

FILE_TIMEOUT_S = 300
"""Time for a file, which the browser may take in slowly."""
QUERIES_AT_ONCE = 3
"""Statements that run at a time in a process of the site: they share the server with its pages."""
LONGEST_VALUE = 1_000
MOST_CHARACTERS = 2_000_000
"""Characters of a table, whose rows end there: a browser lays it out in memory."""

_running = BoundedSemaphore(QUERIES_AT_ONCE)


@dataclass(frozen=True)
class QueryRows:
    """The first rows of a statement. Values are PostgreSQL's text, cut at LONGEST_VALUE; None is a null."""

    columns: Sequence[Column]
    rows: Sequence[Row]
    has_more: bool

    @property
    def count(self) -> str:
        """The number of rows in words."""
        number = f"{len(self.rows):,} row{'' if len(self.rows) == 1 else 's'}"
        return f"The first {number}; the file has all" if self.has_more else number.capitalize()

    @property
    def headings(self) -> list[tuple[str, str]]:
        """The CSS class and the name of each column."""
        return list(zip(self._kinds, (column.name for column in self.columns), strict=True))

    @property
    def cells(self) -> Iterator[list[tuple[str, str | None]]]:
        """Each row's cells: the CSS class and the value."""
        for row in self.rows:
            yield list(zip(self._kinds, row, strict=True))

    @property
    def _kinds(self) -> list[str]:
        return ["bank-number" if column.type in NUMERIC_TYPES else "" for column in self.columns]


def load_rows(database: str, statement: str) -> QueryRows:
    """Return the first rows of a statement. Raises QueryError and ServerError as `query_bank` does."""
    kept: list[Row] = []
    characters = 0
    with _ask(database, statement, DEFAULT_TIMEOUT_S) as result:
        for row in result.rows:
            if len(kept) == TABLE_ROWS or characters > MOST_CHARACTERS:
                return QueryRows(result.columns, kept, has_more=True)
            cut = tuple(value if value is None else _cut(value) for value in row)
            characters += sum(len(value) for value in cut if value)
            kept.append(cut)
    return QueryRows(result.columns, kept, has_more=False)


def rows_file(database: str, statement: str) -> StreamingHttpResponse:
    """Return all rows as a CSV file to download.

    Raises QueryError and ServerError as `query_bank` does, for what goes wrong up to the first row.
    """
    lines = _CsvFile(database, statement)
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{database}.csv"'
    return response


class _CsvFile:
    """The lines of a file. `close`, which the response calls at its end, ends the statement, whatever was read."""

    def __init__(self, database: str, statement: str) -> None:
        with ExitStack() as opened:
            result = opened.enter_context(_ask(database, statement, FILE_TIMEOUT_S))
            first = next(result.rows, None)
            self._opened = opened.pop_all()
        rows = chain([] if first is None else [first], result.rows)
        self._lines = _csv(Result(result.columns, rows), self._opened)

    def __iter__(self) -> Iterator[str]:
        """Return the lines, with their ends."""
        return self._lines

    def close(self) -> None:
        """End the statement, also before the first line was read."""
        self._opened.close()


def _csv(result: Result, opened: ExitStack) -> Iterator[str]:
    """Yield a header and the rows. An error on the way is the last line: a file that ends early looks complete."""
    try:
        with opened:
            for line in csv_lines(result.columns, _safe_rows(result)):
                yield f"{line}\r\n"
    except QueryError as error:
        yield f'"This file is incomplete: {str(error).replace(chr(34), chr(39))}"\r\n'


def _safe_rows(result: Result) -> Iterator[Row]:
    """Yield the rows with texts that no spreadsheet takes for a formula."""
    is_number = [column.type in NUMERIC_TYPES for column in result.columns]
    for row in result.rows:
        yield tuple(
            value if value is None or number else as_text_in_a_spreadsheet(value)
            for number, value in zip(is_number, row, strict=True)
        )


@contextmanager
def _ask(database: str, statement: str, timeout_s: float) -> Iterator[Result]:
    """Run a statement as `query_bank` does, and at most QUERIES_AT_ONCE at a time. Raises QueryError if there are."""
    if not _running.acquire(blocking=False):
        raise QueryError(f"{QUERIES_AT_ONCE} queries are running already; try again when one has ended")
    try:
        with query_bank(database, statement, timeout_s) as result:
            yield result
    except TimeLimitError as error:
        raise TimeLimitError(f"{error}; ask for less, or run it with db_query --timeout") from None
    finally:
        _running.release()


def _cut(value: str) -> str:
    return value if len(value) <= LONGEST_VALUE else f"{value[:LONGEST_VALUE]}…"
