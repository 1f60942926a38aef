"""The options of `manage.py seed_clear`."""

from argparse import ArgumentParser

from config.options import CommandOptions


class Arguments(CommandOptions):
    """The help, the examples and the options of `seed_clear`."""

    needs_site = False
    help = "Delete every row of the bank's tables and reset their sequences. The tables stay."

    examples = (
        ("", "list what would be deleted"),
        ("--confirm", "empty the bank's tables"),
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the confirmation."""
        parser.add_argument("--confirm", action="store_true", help="delete the rows; without this, only list them")
