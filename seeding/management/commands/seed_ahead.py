"""`manage.py seed_ahead`: shows what the next day adds and changes."""

import json
from typing import Any

from django.core.management.base import CommandError

from seeding.management.next_day import next_day_tally
from seeding.management.options.seed_ahead import Arguments
from seeding.management.reading import BankReadCommand


class Command(Arguments, BankReadCommand):
    """Show the next day."""

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
