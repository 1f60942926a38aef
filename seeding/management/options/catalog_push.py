"""The options of `manage.py catalog_push`."""

from argparse import ArgumentParser
from pathlib import Path

from config.options import CommandOptions
from seeding.catalog.choices import TOKEN


class Arguments(CommandOptions):
    """The help, the examples and the options of `catalog_push`."""

    help = (
        "Make the pack of the bank and send it to a DataHub server, with DataHub's client. The client needs a "
        f"virtualenv of its own, because its package is called datahub, too. {TOKEN} has the server's token."
    )

    examples = (("--server http://localhost:8080", "send it to a DataHub server"),)

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the server and the client."""
        parser.add_argument("--server", required=True, metavar="URL", help="such as http://localhost:8080")
        parser.add_argument(
            "--client",
            metavar="PYTHON",
            type=Path,
            help="a Python that has acryl-datahub (default: .venv-catalog/bin/python, else `datahub` on the PATH)",
        )
