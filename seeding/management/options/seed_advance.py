"""The options of `manage.py seed_advance`."""

from argparse import ArgumentParser

from config.options import CommandOptions


class Arguments(CommandOptions):
    """The help, the examples and the options of `seed_advance`."""

    needs_site = False
    help = (
        "Advance the clock of the bank by a day or more: add and change the rows of these days, in all "
        "databases at once. The bank must be laid out further than it is seen: seed_all --as-of DATE --until DATE."
    )

    examples = (
        ("", "move the bank on by a day"),
        ("--days 30", "by thirty days at once"),
        ("--every 5", "by a day every five seconds, until Ctrl-C"),
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare how far and how fast. Values are parsed later, so that an invalid one is an error of one line."""
        parser.add_argument(
            "--to",
            metavar="DATE",
            help="day on which the bank is to be seen: YYYY-MM-DD, yesterday or today, in UTC (default: the next day)",
        )
        parser.add_argument("--days", metavar="N", help="number of days, instead of --to")
        parser.add_argument(
            "--every",
            metavar="SECONDS",
            help="advance a day at a time, every N seconds, up to --to or the last day of the history; Ctrl-C ends it",
        )
        parser.add_argument(
            "--allow-future",
            action="store_true",
            help="allow days that are not over, or in the future: rows lie ahead of the clock",
        )
