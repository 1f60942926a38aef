"""The options of `manage.py seed_verify`."""

from argparse import ArgumentParser

from config.options import CommandOptions
from datahub.databases import BANK_DATABASES

VIOLATIONS_SHOWN = 5


class Arguments(CommandOptions):
    """The help, the examples and the options of `seed_verify`."""

    help = (
        "Run every check on whatever is in the databases. The exit code is 0 only if all pass. docs/checks.md lists "
        "the checks."
    )

    shown_options = frozenset({"--verbosity"})

    examples = (
        ("", "run every check"),
        ("-v 2", "also show the measures of the checks that passed"),
        ("--report bank.html", "write a page to show, which begins with what failed"),
        ("--check A1 X4 --json -", "two checks, for a script"),
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare which checks to run, and how to report."""
        parser.add_argument("--database", choices=BANK_DATABASES, help="only checks that query this database")
        parser.add_argument("--check", nargs="+", metavar="ID", help="only these checks, such as A1 X4")
        parser.add_argument(
            "--sample",
            type=int,
            default=VIOLATIONS_SHOWN,
            metavar="N",
            help=f"rows to show of each failed check (default: {VIOLATIONS_SHOWN})",
        )
        parser.add_argument("--json", metavar="FILE", dest="json_file", help="write the results as JSON; - is stdout")
        parser.add_argument(
            "--report", metavar="FILE", help="write an HTML report, which needs no network; - is stdout"
        )
