"""The options of `manage.py db_query`."""

from argparse import ArgumentTypeError

from django.core.management.base import CommandParser

from config.options import CommandOptions
from config.query_limits import DEFAULT_TIMEOUT_S, TABLE_ROWS
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


class Arguments(CommandOptions):
    """The help, the examples and the options of `db_query`."""

    needs_site = needs_apps = False
    help = DESCRIPTION

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
