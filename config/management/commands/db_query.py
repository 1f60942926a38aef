"""`manage.py db_query`: the rows of one read-only statement."""

import sys
from itertools import islice
from typing import Any

from django.core.management.base import CommandError

from config.bank_query import query_bank
from config.command import BankCommand
from config.formats import csv_lines, json_lines, load_rows, table_lines
from config.management.options.db_query import Arguments
from config.prompt import invocation
from config.query import MissingTableError, QueryError, Result, Row, TimeLimitError
from config.query_limits import TABLE_ROWS
from config.readable import make_exact


class Command(Arguments, BankCommand):
    """Show the rows of a statement."""

    requires_system_checks: list[str] = []

    def handle(
        self, *, sql: str, database: str, output_format: str, limit: int | None, timeout: float, **options: Any
    ) -> None:
        """Run the statement; raise CommandError where it is refused or fails."""
        if limit is None:
            limit = TABLE_ROWS if output_format == "table" else 0
        try:
            with query_bank(database, _statement(sql), timeout) as result:
                self._show(result, output_format, limit)
        except MissingTableError as error:
            raise CommandError(_where_it_is(error)) from error
        except TimeLimitError as error:
            raise CommandError(f"{error}; allow more time with --timeout") from error
        except QueryError as error:
            raise CommandError(str(error)) from error

    def _show(self, result: Result, output_format: str, limit: int) -> None:
        rows = islice(result.rows, limit or None)
        if output_format == "table":
            self._show_table(result, load_rows(rows), limit)
            return
        make_exact(sys.stdout)
        for line in (csv_lines if output_format == "csv" else json_lines)(result.columns, rows):
            self.stdout.write(line)
        if _has_more(result, limit):
            self.say(f"There are more rows than the first {limit:,}; --limit 0 writes all")

    def _show_table(self, result: Result, rows: list[Row], limit: int) -> None:
        has_more = _has_more(result, limit)
        for line in table_lines(result.columns, rows, self.screen):
            self.stdout.write(line)
        count = f"{len(rows):,} row{'' if len(rows) == 1 else 's'}"
        self.stdout.write(f"(first {count}; --limit 0 shows all)" if has_more else f"({count})")


def _where_it_is(error: MissingTableError) -> str:
    """Return the message about a table that a database lacks, with the databases that have it."""
    if not error.databases:
        return f"{error}; {invocation('db_tables')} lists the tables and views"
    return f"{error.table} is in {' and '.join(error.databases)}: use -d {error.databases[0]}"


def _has_more(result: Result, limit: int) -> bool:
    """Return whether there are more rows than the limit, 0 for no limit."""
    return limit > 0 and next(result.rows, None) is not None


def _statement(sql: str) -> str:
    """Return the statement, from standard input where the argument is a dash."""
    try:
        return sys.stdin.read() if sql == "-" else sql
    except UnicodeDecodeError:
        raise QueryError("Standard input is not text in UTF-8") from None
