"""The options of `manage.py db_tables`."""

from argparse import ArgumentParser

from config.counted import MAX_COUNTED_BYTES
from config.options import CommandOptions
from datahub.databases import BANK_DATABASES


class Arguments(CommandOptions):
    """The help, the examples and the options of `db_tables`."""

    needs_site = needs_apps = False
    help = (
        "List the tables and views of the six databases, with their rows and what each is for. "
        f"Above {MAX_COUNTED_BYTES // 1024**2} MB a table's rows are an estimate, marked with ~, and views are not "
        "counted."
    )

    examples = (
        ("", "list all tables and views"),
        ("-d loans_db", "only those of one database"),
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the database and the output for scripts."""
        parser.add_argument(
            "-d",
            "--database",
            choices=BANK_DATABASES,
            metavar="DATABASE",
            help=f"list only this one of {', '.join(BANK_DATABASES)}",
        )
        parser.add_argument("--json", action="store_true", dest="as_json", help="write JSON, for scripts")
