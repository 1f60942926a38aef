"""The options of `manage.py seed_tour`."""

from argparse import ArgumentParser

from config.options import CommandOptions
from seeding.bank.storylines import STORYLINES

_KEYS = ", ".join(storyline.key for storyline in STORYLINES)


class Arguments(CommandOptions):
    """The help, the examples and the options of `seed_tour`."""

    needs_site = needs_apps = False
    help = (
        "Walk through a storyline: what to look at and why, the query and its rows, and the page in the admin. "
        "Without an argument, list the storylines."
    )

    examples = (
        ("", "list the stories"),
        ("storm-claim", "walk through one"),
        ("storm-claim --interactive", "one stop at a time"),
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the storyline, which stops to show, and the JSON output."""
        parser.add_argument("storyline", nargs="?", metavar="STORYLINE", help=f"one of {_KEYS}")
        parser.add_argument("--step", type=int, metavar="N", help="show the stop of this number only")
        ways = parser.add_mutually_exclusive_group()
        ways.add_argument(
            "--interactive", action="store_true", help="wait for a key after each stop; with --step from there on"
        )
        ways.add_argument("--json", action="store_true", dest="as_json", help="write JSON, for scripts")
