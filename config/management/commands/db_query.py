"""`manage.py db_query`: one statement on the bank, with no right but to read it."""

import sys
from argparse import ArgumentTypeError, RawDescriptionHelpFormatter
from itertools import islice
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser

from config.command import BankCommand
from config.formats import csv_lines, held, json_lines, table_lines
from config.query import QueryError, Result, Row, existing_reader, run_query
from config.server import ServerSettings, known_login
from datahub.databases import BANK_DATABASES

ROWS_OF_A_TABLE = 1_000
TIMEOUT_S = 30
LONGEST_TIMEOUT_S = 24 * 3600
LONGEST_LIMIT = 12  # digits

DESCRIPTION = f"""\
Run one statement in one of the six databases, with a login that can only SELECT, and show its rows.

  table   aligned, for people; the first {ROWS_OF_A_TABLE:,} rows unless --limit says otherwise
  csv     all rows with a header line, quoted as RFC 4180 says, lines ending in \\n; a null is empty
  json    all rows as an array of objects; numbers with every digit of the database, dates as ISO 8601

A database sees its own tables only; db_tables lists them.
"""


class Command(BankCommand):
    """Show the rows of a statement."""

    help = DESCRIPTION
    requires_system_checks: list[str] = []

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Keep the lines of the description as they are written."""
        return super().create_parser(prog_name, subcommand, formatter_class=RawDescriptionHelpFormatter, **kwargs)

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
            "--format", choices=["table", "csv", "json"], default="table", dest="form", help="default: table"
        )
        parser.add_argument(
            "--limit",
            type=_rows,
            metavar="N",
            help=f"show N rows at most, 0 for all (default: {ROWS_OF_A_TABLE} for a table, else 0)",
        )
        parser.add_argument(
            "--timeout",
            type=_seconds,
            default=TIMEOUT_S,
            metavar="S",
            help=f"give up after S seconds, 0 for never (default: {TIMEOUT_S}); writing csv and json counts",
        )

    def handle(self, *, sql: str, database: str, form: str, limit: int | None, timeout: float, **options: Any) -> None:
        """Run the statement; raise CommandError for whatever is against it."""
        server: ServerSettings = settings.BANK_SERVER
        reader = existing_reader(server, known_login(server))
        if limit is None:
            limit = ROWS_OF_A_TABLE if form == "table" else 0
        try:
            with run_query(reader, server.database_name(database), _statement(sql), timeout) as result:
                self._show(result, form, limit)
        except QueryError as error:
            raise CommandError(str(error)) from error

    def _show(self, result: Result, form: str, limit: int) -> None:
        rows = islice(result.rows, limit or None)
        if form == "table":
            self._show_table(result, held(rows), limit)
            return
        for line in (csv_lines if form == "csv" else json_lines)(result.columns, rows):
            self.stdout.write(line)
        if _more(result, limit):
            self.say(f"these are the first {limit:,} rows of more")

    def _show_table(self, result: Result, rows: list[Row], limit: int) -> None:
        more = _more(result, limit)
        for line in table_lines(result.columns, rows, dim_nulls=self.stdout.isatty()):
            self.stdout.write(line)
        count = f"{len(rows):,} row{'' if len(rows) == 1 else 's'}"
        self.stdout.write(f"(first {count} of more; --limit 0 shows all)" if more else f"({count})")


def _more(result: Result, limit: int) -> bool:
    """Tell whether a limit held rows back."""
    return limit > 0 and next(result.rows, None) is not None


def _statement(sql: str) -> str:
    """Return the statement itself, from standard input where it is a dash."""
    try:
        return sys.stdin.read() if sql == "-" else sql
    except UnicodeDecodeError:
        raise QueryError("what standard input gives is not text in UTF-8") from None


def _rows(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= LONGEST_LIMIT):
        raise ArgumentTypeError(f"{text} is not a number of rows; give one such as 100, or 0 for all")
    return int(text)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1
    if not 0 <= seconds <= LONGEST_TIMEOUT_S:
        raise ArgumentTypeError(f"{text} is not a number of seconds from 0 to {LONGEST_TIMEOUT_S}")
    return seconds
