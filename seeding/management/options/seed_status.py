"""The options of `manage.py seed_status`."""

from argparse import ArgumentParser

from config.options import CommandOptions


class Arguments(CommandOptions):
    """The help, the examples and the options of `seed_status`."""

    needs_site = False
    help = "Show what the databases contain: rows, expected rows, size, the last run and the storylines."

    examples = (
        ("", "show what the databases contain"),
        ("--json", "the same for a script"),
        ("--next-day", "also what the next day brings"),
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the JSON output, and the look ahead."""
        parser.add_argument("--json", action="store_true", dest="as_json", help="write JSON, for scripts")
        parser.add_argument(
            "--next-day",
            action="store_true",
            help="also show how many rows the next day adds and changes per table, if the bank is laid out further: "
            "this computes the day, which takes a second or more",
        )
