"""The options of `manage.py warehouse`."""

from argparse import ArgumentParser
from pathlib import Path

from config.options import CommandOptions


class Arguments(CommandOptions):
    """The help, the examples and the options of `warehouse`."""

    help = (
        "Build the warehouse, a DuckDB file with what no single database can tell, from the six databases: dbt runs "
        "and tests the project in analytics/ as the read-only role. `make warehouse` installs dbt first. "
        "--verbosity 2 shows what dbt says."
    )

    examples = (
        ("", "build analytics/warehouse.duckdb"),
        ("--directory out", "build it somewhere else"),
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare where the warehouse goes."""
        parser.add_argument(
            "--directory",
            type=Path,
            metavar="DIR",
            help="for warehouse.duckdb and what dbt writes (default: analytics in a checkout, else the current one)",
        )
