"""The options of `manage.py psql`."""

from collections.abc import Sequence
from itertools import takewhile

from django.core.management.base import CommandParser

from config.aliases import ALIASES
from config.options import CommandOptions

DEFAULT_DATABASE = "accounts_db"
DESCRIPTION = """\
Open psql in a database, as the owner of its tables or, with --reader, as the role that can only read.

Arguments after -- go to psql, whose exit code is the command's. In a pipe it is a filter, as psql is.
"""


class Arguments(CommandOptions):
    """The help, the examples and the options of `psql`."""

    needs_site = needs_apps = False
    help = DESCRIPTION

    examples = (
        ("", "open psql in accounts_db"),
        ('loans_db --reader -- -c "SELECT count(*) FROM loans"', "run one statement as the role that can only read"),
        ("accounts_db -- --csv -f report.sql > report.csv", "write the rows of a script to a file"),
        ("-- -qAt < report.sql", "use it as a filter"),
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the database and the role."""
        parser.usage = "%(prog)s [DATABASE] [--reader] [-- ARGUMENT ...]"
        parser.add_argument(
            "database",
            nargs="?",
            choices=ALIASES,
            default=DEFAULT_DATABASE,
            metavar="DATABASE",
            help=f"one of {', '.join(ALIASES)} (default: {DEFAULT_DATABASE})",
        )
        parser.add_argument("--reader", action="store_true", help="log in as the role that can only read")

    def read_command_line(self, arguments: Sequence[str]) -> None:
        """Exit if what stands before -- cannot be parsed: the rest goes to psql."""
        super().read_command_line(list(takewhile(lambda word: word != "--", arguments)))
