"""The options of `manage.py seed_break`."""

from argparse import ArgumentParser

from config.options import CommandOptions


class Arguments(CommandOptions):
    """The help, the examples and the options of `seed_break`."""

    needs_site = False
    help = (
        "Plant the fault of one check and print the row that was changed. seed_verify finds it, seed_reset repairs it. "
        "docs/checks.md lists the checks."
    )

    examples = (("--check A1", "add a cent to a balance, for seed_verify to find"),)

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare which fault, and what decides the row."""
        parser.add_argument(
            "--check", required=True, metavar="ID", help="the check that must find the fault, such as A1"
        )
        parser.add_argument("--seed", type=int, default=1, metavar="N", help="another number selects another row")
