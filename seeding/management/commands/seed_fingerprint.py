"""`manage.py seed_fingerprint`: shows digests that tell whether two banks are the same."""

import json
from argparse import ArgumentParser
from typing import Any

from seeding.management.reading import BankReadCommand
from seeding.storage.fingerprint import bank_digest, table_digests


class Command(BankReadCommand):
    """Show the digests of the bank."""

    help = (
        "Show a digest of every table, over the values of its rows in any order, and one of the bank. Banks with the "
        "same digest have the same rows. TESTING.md lists the digests of the default seed."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the JSON output."""
        parser.add_argument("--json", action="store_true", dest="as_json", help="write JSON, for scripts")

    def handle(self, *, as_json: bool, **options: Any) -> None:
        """Compute and show the digests."""
        plan, run = self.complete_bank()
        tables = table_digests()
        if as_json:
            record = {
                "plan": plan.to_record(),
                "generator": run.generator if run else None,
                "bank": bank_digest(tables),
                "tables": tables,
            }
            self.stdout.write(json.dumps(record, indent=2))
            return
        for name, digest in tables.items():
            self.stdout.write(f"{digest}  {name}")
        self.stdout.write(f"{bank_digest(tables)}  the bank of {plan}")
