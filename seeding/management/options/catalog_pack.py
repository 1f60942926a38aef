"""The options of `manage.py catalog_pack`."""

from argparse import ArgumentParser
from pathlib import Path

from config.options import CommandOptions


class Arguments(CommandOptions):
    """The help, the examples and the options of `catalog_pack`."""

    help = (
        "Write a pack for DataHub: domains, owners, glossary, keys across databases, lineage, queries and their use, "
        "data products, the checks with a month of runs, and incidents for those that failed. Its README says how to "
        "load it."
    )

    examples = (("pack", "write the pack into a directory"),)

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the directory."""
        parser.add_argument(
            "directory",
            metavar="DIR",
            type=Path,
            help="where to write; made if it is missing, and an earlier pack in it is replaced",
        )
