"""The options of `manage.py seed_all`."""

from argparse import ArgumentParser

from config.options import CommandOptions
from seeding.management.plan_options import add_history_option, add_size_options


class Arguments(CommandOptions):
    """The help, the examples and the options of `seed_all`."""

    needs_site = False
    help = (
        "Fill the six databases with a bank. Omitted options keep the current bank's values, so running it again "
        "changes nothing."
    )

    examples = (
        ("--scale 0.5", "600 customers, in a second or two"),
        ("--scale 20 --seed 7 --replace", "another, larger bank instead of the current one"),
        ("--as-of 2026-06-30 --until 2026-11-20", "a bank that can move on from day to day"),
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare what makes a plan. It is parsed later, so that an invalid value is an error of one line."""
        add_size_options(parser)
        parser.add_argument(
            "--as-of",
            metavar="DATE",
            help="day on which the bank is seen: YYYY-MM-DD, yesterday or today, in UTC (default: yesterday, the last "
            "completed day)",
        )
        parser.add_argument(
            "--until",
            metavar="DATE",
            help="last day of the bank's history, at most five years after --start (default: --as-of); its later days "
            "stay hidden until seed_advance shows them",
        )
        parser.add_argument(
            "--start",
            metavar="DATE",
            help="day on which the bank was first seen (default: --as-of); an earlier one gives the bank as "
            "seed_advance would have left it",
        )
        add_history_option(parser)
        parser.add_argument(
            "--allow-future",
            action="store_true",
            help="allow an --as-of that is not over, or in the future: rows lie ahead of the clock",
        )
        parser.add_argument(
            "--workers",
            metavar="N",
            help="processes that make the rows, up to 64; 0 makes them in a thread of the command (default: two fewer "
            "than the machine has cores, at most 6). Each takes about 330 MB, and N + 2 blocks of up to 150 MB wait",
        )
        parser.add_argument("--replace", action="store_true", help="replace the current bank without asking")
