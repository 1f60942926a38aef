"""`manage.py db_query`: the rows of one read-only statement."""

import sys
from argparse import ArgumentTypeError
from itertools import islice
from typing import Any

from django.core.management.base import CommandError, CommandParser

from config.bank_query import DEFAULT_TIMEOUT_S, TABLE_ROWS, query_bank
from config.command import BankCommand
from config.formats import csv_lines, json_lines, load_rows, table_lines
from config.prompt import invocation
from config.query import MissingTableError, QueryError, Result, Row, TimeLimitError
from datahub.databases import BANK_DATABASES

MAX_TIMEOUT_S = 24 * 3600
MAX_LIMIT_DIGITS = 12

DESCRIPTION = f"""\
Run one read-only statement in one of the six databases and show its rows.

  table   aligned columns, the first {TABLE_ROWS:,} rows; on a terminal too narrow for them a line per value
  csv     all rows with a header, quoted by RFC 4180, lines ending in \\n; null is empty
  json    all rows as an array of objects; numbers with all their digits, dates in ISO 8601

db_tables lists the tables of each database.
"""


class Command(BankCommand):
    """Show the rows of a statement."""

    help = DESCRIPTION
    requires_system_checks: list[str] = []
    examples = (
        ('"SELECT loan_type, count(*) FROM loans GROUP BY 1" -d loans_db', "count loans by type"),
        ('"TABLE accounts" -d accounts_db --format csv > accounts.csv', "write a whole table to a file"),
        ("- -d customer_db < report.sql", "run the statement in a file"),
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the statement, where it runs, and how its rows are shown."""
        parser.add_argument("sql", metavar="SQL", help="the statement; - reads it from standard input")
        parser.add_argument(
            "-d",
            "--database",
            required=True,
            choices=BANK_DATABASES,
            metavar="DATABASE",
            help=f"one of {', '.join(BANK_DATABASES)}",
        )
        parser.add_argument(
            "--format", choices=["table", "csv", "json"], default="table", dest="output_format", help="default: table"
        )
        parser.add_argument(
            "--limit",
            type=_rows,
            metavar="N",
            help=f"show at most N rows; 0 shows all (default: {TABLE_ROWS} for table, all for csv and json)",
        )
        parser.add_argument(
            "--timeout",
            type=_seconds,
            default=DEFAULT_TIMEOUT_S,
            metavar="S",
            help=f"cancel after S seconds, including the time to write csv and json; 0 never cancels "
            f"(default: {DEFAULT_TIMEOUT_S})",
        )

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


def _rows(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= MAX_LIMIT_DIGITS):
        raise ArgumentTypeError(f"{text} is not a number of rows; use a whole number such as 100, or 0 for all")
    return int(text)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1
    if not 0 <= seconds <= MAX_TIMEOUT_S:
        raise ArgumentTypeError(f"{text} is not a number of seconds from 0 to {MAX_TIMEOUT_S}")
    return seconds
