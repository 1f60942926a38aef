"""`manage.py seed_ahead`: shows what the next day adds and changes."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from seeding.management.next_day import next_day_tally
from seeding.management.reading import BankReadCommand


class Command(BankReadCommand):
    """Show the next day."""

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

    def handle(self, *, as_json: bool, **options: Any) -> None:
        """Compute the day. Raises CommandError without a complete bank, and on the last day of its history."""
        plan, _ = self.complete_bank()
        if plan.shows_all:
            raise CommandError(
                f"no day is laid out after {plan.as_of}; seed_all --as-of {plan.as_of} --until DATE lays out more"
            )
        tally = next_day_tally(plan)
        if as_json:
            self.stdout.write(json.dumps({"day": plan.next_day.isoformat(), "tables": tally.as_json()}, indent=2))
            return
        self.stdout.write(f"{plan.next_day}: {tally}")
        for line in tally.as_lines():
            self.stdout.write(line)
