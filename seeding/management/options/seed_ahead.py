"""The options of `manage.py seed_ahead`."""

from argparse import ArgumentParser

from config.options import CommandOptions


class Arguments(CommandOptions):
    """The help, the examples and the options of `seed_ahead`."""

    needs_site = False
    help = (
        "Show how many rows the next day adds and changes in each table, and change nothing. The bank must be laid "
        "out further than it is seen. seed_status --next-day shows the same below the state of the bank."
    )
    examples = (
        ("", "show what the next day brings"),
        ("--json", "the same for a script"),
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the JSON output."""
        parser.add_argument("--json", action="store_true", dest="as_json", help="write JSON, for scripts")
